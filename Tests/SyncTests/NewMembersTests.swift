import CRM
import Foundations
import Parquet
import Tables
import Testing

@testable import Sync

@Suite("NewMembers")
struct NewMembersTests {
    private func member(_ id: Int64, at second: Int64) -> ListMembership {
        ListMembership(objectID: id, joinedAt: Timestamp(microseconds: second * 1_000_000))
    }

    private func rows(_ members: [ListMembership], in list: Int64) -> ColumnBatch {
        ListMembershipsTable().batch(
            for: members, of: SegmentList(id: list, name: ""), ingestedAt: Timestamp(microseconds: 0))
    }

    @Test("names the lists with a member whom the table lacks")
    func joined() {
        var members = NewMembers()
        members.expect([member(1, at: 10), member(2, at: 20)], in: 7)
        members.expect([member(1, at: 10)], in: 8)
        members.find(rows([member(1, at: 10), member(3, at: 5)], in: 7))
        members.find(rows([member(1, at: 10)], in: 8))
        #expect(members.lists == [7])
    }

    @Test("a member who left and came back has another time")
    func cameBack() {
        var members = NewMembers()
        members.expect([member(1, at: 30)], in: 7)
        members.find(rows([member(1, at: 10)], in: 7))
        #expect(members.lists == [7])
    }

    @Test("the same record in another list is no member of this one")
    func otherList() {
        var members = NewMembers()
        members.expect([member(1, at: 10)], in: 7)
        members.find(rows([member(1, at: 10)], in: 8))
        #expect(members.lists == [7])
    }
}
