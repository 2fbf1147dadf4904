/// The format that this room writes: which tables there are, what their columns are called and how HubSpot's texts become
/// typed values. Pure: values in, column batches out; `docs/format.md` tells readers of the bucket the same in words.
public enum DataFormat {
    /// Counted up when a reader of the bucket would have to change its queries.
    public static let version = 1
}
