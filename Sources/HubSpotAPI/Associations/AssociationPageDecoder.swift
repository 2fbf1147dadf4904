import CRM
import Foundations

/// One answer of the association batch read.
struct AssociationPage: Sendable, Hashable {
    var associations: [Association] = []
    /// Records that have more associations than the answer shows.
    var followUps: [AssociationInput] = []
    var problems: [BatchProblem] = []
}

/// One record whose associations are asked for, from a cursor on.
struct AssociationInput: Sendable, Hashable {
    var id: Int64
    var after: String?
}

/// Reads association batch answers; a thousand records may have half a million associations in one of them.
enum AssociationPageDecoder {
    static func decode(_ body: [UInt8]) throws(JSONError) -> AssociationPage {
        var scanner = JSONScanner(body)
        var page = AssociationPage()
        var hasResults = false
        try scanner.enterObject()
        while try scanner.hasMember() {
            switch try scanner.key() {
            case "results":
                hasResults = true
                try scanner.enterArray()
                while try scanner.hasElement() { try decodeResult(&scanner, into: &page) }
            case "errors": page.problems = try scanner.batchProblems()
            default: try scanner.skip()
            }
        }
        try scanner.finish()
        guard hasResults else { throw scanner.shape("the answer has no results") }
        return page
    }

    /// All associations of one record; the record's id may stand after them.
    private static func decodeResult(_ scanner: inout JSONScanner, into page: inout AssociationPage) throws(JSONError) {
        var fromID: Int64?
        var after: String?
        let first = page.associations.count
        try scanner.enterObject()
        while try scanner.hasMember() {
            switch try scanner.key() {
            case "from": fromID = try scanner.integerMember("id")
            case "paging": after = try JSONValue(from: &scanner).nextCursor
            case "to":
                if try scanner.takeNull() { continue }
                try scanner.enterArray()
                while try scanner.hasElement() { try decodeTarget(&scanner, into: &page) }
            default: try scanner.skip()
            }
        }
        guard let fromID else { throw scanner.shape("an association result has no from.id") }
        for index in first..<page.associations.count { page.associations[index].fromID = fromID }
        if let after { page.followUps.append(AssociationInput(id: fromID, after: after)) }
    }

    /// One associated record with all types of the association.
    private static func decodeTarget(_ scanner: inout JSONScanner, into page: inout AssociationPage) throws(JSONError) {
        var toID: Int64?
        let first = page.associations.count
        try scanner.enterObject()
        while try scanner.hasMember() {
            switch try scanner.key() {
            case "toObjectId": toID = try scanner.integer()
            case "associationTypes":
                try scanner.enterArray()
                while try scanner.hasElement() { page.associations.append(try decodeType(&scanner)) }
            default: try scanner.skip()
            }
        }
        guard let toID else { throw scanner.shape("an association has no toObjectId") }
        for index in first..<page.associations.count { page.associations[index].toID = toID }
    }

    private static func decodeType(_ scanner: inout JSONScanner) throws(JSONError) -> Association {
        var category: AssociationCategory?
        var typeID: Int64?
        var label: String?
        try scanner.enterObject()
        while try scanner.hasMember() {
            switch try scanner.key() {
            case "category": category = try scanner.text().flatMap { AssociationCategory(rawValue: $0) }
            case "typeId": typeID = try scanner.integer()
            case "label": label = try scanner.text()
            default: try scanner.skip()
            }
        }
        guard let category, let typeID else {
            throw scanner.shape("an association type has no known category or no typeId")
        }
        return Association(fromID: 0, toID: 0, category: category, typeID: typeID, label: label)
    }
}

extension JSONScanner {
    /// A whole number out of the next value, an object.
    fileprivate mutating func integerMember(_ wanted: String) throws(JSONError) -> Int64? {
        var value: Int64?
        try enterObject()
        while try hasMember() {
            if try key() == wanted { value = try integer() } else { try skip() }
        }
        return value
    }
}
