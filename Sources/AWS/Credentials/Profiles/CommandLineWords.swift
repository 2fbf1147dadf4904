import Foundations

/// Splits a line into words as a POSIX shell does, with quotes and backslashes, but without running or replacing anything.
enum CommandLineWords {
    /// A quote that is not closed.
    struct Unclosed: Error {}

    static func split(_ line: String) throws(Unclosed) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var rest = line[...]
        while let character = rest.popFirst() {
            switch (quote, character) {
            case (nil, let blank) where blank.isWhitespace:
                if let done = word { words.append(done) }
                word = nil
            case (nil, "'"), (nil, "\""):
                quote = character
                word = word ?? ""
            case (nil, "\\"):
                guard let next = rest.popFirst() else { throw Unclosed() }
                word = (word ?? "") + String(next)
            case ("\"", "\\") where rest.first.map { "\"\\$`".contains($0) } == true:
                word = (word ?? "") + String(rest.removeFirst())
            case (let open, character) where open == character: quote = nil
            default: word = (word ?? "") + String(character)
            }
        }
        guard quote == nil else { throw Unclosed() }
        if let word { words.append(word) }
        return words
    }
}
