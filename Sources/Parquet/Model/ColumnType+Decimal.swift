extension ColumnType {
    /// Reads `decimal(18,4)`, with blanks around the numbers or without; nil for other words, and for decimals without 1 to 38
    /// digits or with a scale beyond them.
    public init?(decimal text: String) {
        guard text.hasPrefix("decimal("), text.hasSuffix(")") else { return nil }
        let numbers = text.dropFirst("decimal(".count).dropLast()
            .split(separator: ",", omittingEmptySubsequences: false)
            .map { Int($0.filter { $0 != " " }) }
        guard numbers.count == 2, let precision = numbers[0], let scale = numbers[1], (1...38).contains(precision),
            (0...precision).contains(scale)
        else { return nil }
        self = .decimal(precision: precision, scale: scale)
    }
}
