/// How rows leave a table.
public enum WriteStrategy: Sendable, Hashable {
    /// The files that hold them are written again without them: what every reader takes most easily.
    case copyOnWrite
    /// Small files say which rows no longer count: what costs least where few of many rows change.
    case positionDeletes

    /// Tables below this size are rewritten where they are touched.
    public static let copyOnWriteByteLimit = 32 << 20

    /// What suits a table.
    ///
    /// - Parameters:
    ///   - tableByteCount: bytes of its live files.
    ///   - allowsDeleteFiles: whether everything that reads the table understands delete files; Delta Lake and symlink manifests over
    ///     the same data files do not.
    public static func suiting(tableByteCount: Int, allowsDeleteFiles: Bool = true) -> WriteStrategy {
        allowsDeleteFiles && tableByteCount >= copyOnWriteByteLimit ? .positionDeletes : .copyOnWrite
    }
}
