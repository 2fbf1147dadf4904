import Foundations
import Testing

@testable import AWS

@Suite("INIDocument")
struct INIDocumentTests {
    @Test("comments, quotes, cases, blanks, nested settings, repeated sections, and Windows' line ends")
    func dialect() throws {
        let text = """
            \u{FEFF}# a comment
            ; another
            [profile "my name"] # why not

            AWS_Access_Key_ID=AKIA1
            secret = a#b;c ; a comment
            s3 =
              addressing_style = path
            url = https://x/?a=b
            [ default ]
            region\t=\teu-west-1
            [profile "my name"]
            more = 1
            """
        for ends in ["\n", "\r\n"] {
            let document = try INIDocument(
                text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: ends), path: "x")
            #expect(document.sections.map(\.words) == [["profile", "my name"], ["default"]])
            #expect(
                document.sections[0].values == [
                    "aws_access_key_id": "AKIA1", "secret": "a#b;c", "s3": "", "url": "https://x/?a=b", "more": "1",
                ])
            #expect(document.sections[1].values == ["region": "eu-west-1"])
        }
    }

    @Test(
        "what is no INI file is refused by line, without showing it",
        arguments: ["[x]\nhush", "hush = 1", "[x]\n[hush"])
    func refused(text: String) {
        let failure = #expect(throws: Failure.self) { try INIDocument(text, path: "/f") }
        #expect(failure?.kind == .configuration && failure?.what.contains("/f line") == true)
        #expect(failure?.description.contains("hush") == false)
    }
}

@Suite("CommandLineWords")
struct CommandLineWordsTests {
    @Test(
        "words as a shell splits them",
        arguments: [
            ("/bin/a  b\tc", ["/bin/a", "b", "c"]), (#"a "b c" 'd "e"' f\ g"#, ["a", "b c", #"d "e""#, "f g"]),
            (#"a "b\"c\d" '' x"y"z"#, ["a", #"b"c\d"#, "", "xyz"]), ("  ", []), ("a $HOME `x`", ["a", "$HOME", "`x`"]),
        ] as [(String, [String])])
    func words(line: String, words: [String]) throws {
        #expect(try CommandLineWords.split(line) == words)
    }

    @Test("a quote that is not closed", arguments: ["a 'b", "a \"b", "a\\"])
    func unclosed(line: String) {
        #expect(throws: CommandLineWords.Unclosed.self) { try CommandLineWords.split(line) }
    }
}
