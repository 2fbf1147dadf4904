import Testing

@testable import Commands

@Suite("Output")
struct OutputTests {
    @Test(
        "counts are grouped by thousands",
        arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567")])
    func counts(value: Int, text: String) { #expect(Figures.count(value) == text) }

    @Test(
        "what is counted is one or many",
        arguments: [(0, "0 files"), (1, "1 file"), (1200, "1,200 files")])
    func nouns(value: Int, text: String) { #expect(Figures.count(value, "file") == text) }

    @Test(
        "bytes have a unit that fits",
        arguments: [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (412_345, "412 kB"), (1_500_000_000, "1.5 GB")])
    func bytes(value: Int, text: String) { #expect(Figures.bytes(value) == text) }

    @Test(
        "an age is told in its largest unit",
        arguments: [(5, "5 s"), (600, "10 min"), (10_800, "3 h"), (864_000, "10 d")])
    func ages(seconds: Int, text: String) { #expect(Figures.age(seconds: seconds) == text) }

    @Test("a table's columns line up and no line ends in blanks")
    func table() {
        var table = TextTable([("name", .left), ("rows", .right)])
        table.add(["owners", "7"])
        table.add(["objects_contacts", "3,000"])
        #expect(
            table.render() == """
                name               rows
                ----------------  -----
                owners                7
                objects_contacts  3,000
                """)
    }
}
