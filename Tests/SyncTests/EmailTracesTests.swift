import Foundations
import Parquet
import Testing

@testable import Sync

@Suite("EmailTraces")
struct EmailTracesTests {
    private func events(_ column: String, _ rows: [(id: String, record: Int64?, text: String)]) -> ColumnBatch {
        var batch = ColumnBatch(columns: [
            Column("id", .string), Column("objectid", .int64), Column("occurredat", .timestamp),
            Column(column, .string),
        ])
        for row in rows {
            batch.vectors[0].append(row.id)
            if let record = row.record { batch.vectors[1].append(record) } else { batch.vectors[1].appendNull() }
            batch.vectors[2].append(Int64(1_000))
            batch.vectors[3].append(row.text)
        }
        return batch
    }

    private var history: ColumnBatch {
        var batch = ColumnBatch(columns: [Column("name", .string), Column("value", .string)])
        for (name, value) in [
            ("email", "Old@example.com"), ("hs_additional_emails", "a@example.com;B@example.com"),
            ("city", "c@example.com"),
        ] {
            batch.vectors[0].append(name)
            batch.vectors[1].append(value)
        }
        return batch
    }

    @Test("addresses come from the e-mail properties alone, several at once, in small letters")
    func learns() {
        var traces = EmailTraces([])
        traces.learnHistory(history)
        #expect(traces.addresses == ["old@example.com", "a@example.com", "b@example.com"])
    }

    @Test("rows to an address count when they are no record's and HubSpot lists them no more")
    func finds() {
        let batch = events(
            EmailTraces.recipientColumn,
            [
                ("1", nil, "OLD@example.com"), ("2", 5, "old@example.com"), ("3", nil, "x@example.com"),
                ("4", nil, "old@example.com"),
            ])
        var traces = EmailTraces(["old@example.com"])
        #expect(traces.rows(of: batch, false) == [0, 3])
        traces.listed = [.init(id: "4", time: Timestamp(microseconds: 1_000))]
        #expect(traces.rows(of: batch, false) == [0])
    }

    @Test("in the combined table the address stands among the properties")
    func combined() {
        let batch = events(
            "properties",
            [
                ("1", nil, #"{"recipient":"OLD@example.com","subject":"x"}"#),
                ("2", nil, #"{"subject":"old@example.com"}"#),
                ("3", nil, "old@example.com"),
            ])
        #expect(EmailTraces(["old@example.com"]).rows(of: batch, true) == [0])
    }
}
