import Foundation
import Testing

@testable import Simulator

@Suite("JSON")
struct JSONTests {
    @Test("every awkward text is read back by Foundation as it was", arguments: AdversarialText.awkward)
    func texts(text: String) throws {
        // Appending moves the length, so that both spellings of characters beyond ASCII come up.
        for padding in 0..<5 {
            let padded = text + String(repeating: "x", count: padding)
            let bytes = JSON.array([.string(padded)]).bytes
            let read = try JSONDecoder().decode([String].self, from: Data(bytes))
            #expect(read.first?.unicodeScalars.elementsEqual(padded.unicodeScalars) == true)
        }
    }

    @Test("members keep their order, and those that are nil are left out")
    func order() {
        let value = JSON.fields(["b": 1, "a": nil, "c": .null, "d": .array([true, "x"])])
        #expect(value.rendered == #"{"b":1,"c":null,"d":[true,"x"]}"#)
    }
}
