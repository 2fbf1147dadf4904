import Foundations

/// AWS's own dialect of INI files, as its SDK reference describes it ("Format of the shared config and credentials files").
///
/// Keys are compared without case. `#` and `;` begin a comment at a line's start, and after white space. Indented lines belong to the key
/// above. A section that stands twice is one. Errors name the line and never show it: a secret may stand there.
struct INIDocument: Sendable, Hashable {
    /// One section.
    struct Section: Sendable, Hashable {
        /// The words between the brackets: one, or a kind and a name.
        var words: [String]
        /// Its values by name in lower case; those of indented lines are left out.
        var values: [String: String]
    }

    /// The sections, those of one name as one.
    private(set) var sections: [Section] = []

    /// Reads `text` of the file `path`.
    init(_ text: String, path: String) throws(Failure) {
        var current: Int?
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let content = Self.withoutComment(index == 0 && line.first == "\u{FEFF}" ? line.dropFirst() : line)
            guard let first = content.first else { continue }
            let trimmed = String(content).trimmingBlanks()
            if trimmed.isEmpty { continue }
            if first == "[" {
                guard trimmed.hasSuffix("]") else { throw Self.refusal(path, index, "the bracket is not closed") }
                current = section(Self.words(trimmed.dropFirst().dropLast()))
            } else if first.isWhitespace {
                // Part of the key above, such as the settings of one service: nothing that names credentials.
                continue
            } else {
                guard let mark = trimmed.firstIndex(of: "=") else {
                    throw Self.refusal(path, index, "it is neither [section] nor name = value")
                }
                guard let current else { throw Self.refusal(path, index, "it stands before the first [section]") }
                let name = String(trimmed[..<mark]).trimmingBlanks().lowercased()
                sections[current].values[name] = String(trimmed[trimmed.index(after: mark)...]).trimmingBlanks()
            }
        }
    }

    private mutating func section(_ words: [String]) -> Int {
        if let known = sections.firstIndex(where: { $0.words == words }) { return known }
        sections.append(Section(words: words, values: [:]))
        return sections.count - 1
    }

    private static func withoutComment(_ line: Substring) -> Substring {
        var previous: Character = " "
        for index in line.indices {
            if line[index] == "#" || line[index] == ";", previous.isWhitespace { return line[..<index] }
            previous = line[index]
        }
        return line
    }

    /// `profile "my name"` as `profile` and `my name`.
    private static func words(_ header: Substring) -> [String] {
        (try? CommandLineWords.split(String(header))) ?? [String(header).trimmingBlanks()]
    }

    private static func refusal(_ path: String, _ index: Int, _ why: String) -> Failure {
        Failure(
            .configuration, "cannot read \(path) line \(index + 1)", why: why,
            remedy: "Correct the file; `aws configure list` shows whether the AWS CLI can read it.")
    }
}
