import AWS
import Testing

@Suite("STSLimits")
struct STSLimitsTests {
    @Test("session names: 2 to 64 of IAM's characters")
    func sessionNames() {
        for name in ["ab", "hublake-123-lake", String(repeating: "x", count: 64), "a@b.c,d=e+f_g"] {
            #expect(STSLimits.problem(sessionName: name) == nil, "\(name)")
        }
        for name in ["", "a", "a b", "a/b", "a:b", "ä-b", String(repeating: "x", count: 65)] {
            #expect(STSLimits.problem(sessionName: name) != nil, "\(name)")
        }
    }

    @Test("external ids: 2 to 1,224, colons and slashes too")
    func externalIDs() {
        for id in ["0000", "a:b/c=d+e,f@g.h-i_j", String(repeating: "x", count: 1224)] {
            #expect(STSLimits.problem(externalID: id) == nil, "\(id)")
        }
        for id in ["", "a", "a b", "a\n", "é1", "a*b", String(repeating: "x", count: 1225)] {
            #expect(STSLimits.problem(externalID: id) != nil, "\(id)")
        }
    }

    @Test("durations: 15 minutes to 12 hours")
    func durations() {
        #expect(STSLimits.problem(duration: 900) == nil && STSLimits.problem(duration: 43_200) == nil)
        #expect(STSLimits.problem(duration: 899) != nil && STSLimits.problem(duration: 43_201) != nil)
    }
}
