import App
import ArgumentParser
import Foundations
import Lakehouse

/// What maintenance did, for people or for machines.
enum MaintenanceDisplay {
    /// Prints the report; throws the exit code when a table could not be finished.
    static func show(_ report: MaintenanceReport, asJSON: Bool) throws {
        if asJSON { try Terminal.json(report) } else { list(report) }
        guard let first = report.failures.first else { return }
        if !asJSON { for failure in report.failures { Terminal.note("hublake: \(failure)") } }
        let isPartial = report.failures.count < report.tables.count
        throw ExitCode((isPartial ? .partial : ExitStatus(first.kind)).rawValue)
    }

    private static func list(_ report: MaintenanceReport) {
        var table = TextTable([
            ("table", .left), ("files joined", .right), ("into", .right), ("snapshots", .right), ("expired", .right),
            ("metadata", .right), ("orphans", .right), ("versions", .right), ("freed", .right),
        ])
        var idle = 0
        for entry in report.tables {
            guard entry.rewritten.objects + entry.expiredSnapshots + entry.freed.objects > 0 || entry.problem != nil
            else {
                idle += 1
                continue
            }
            let counts = [
                entry.rewritten.objects, entry.written.objects, entry.expiredSnapshots, entry.expired.objects,
                entry.oldMetadata.objects, entry.orphans.objects, entry.versions.objects,
            ]
            table.add([entry.name] + counts.map(Figures.count) + [Figures.bytes(entry.freed.bytes)])
        }
        if idle < report.tables.count { Terminal.result(table.render()) }
        if idle > 0 { Terminal.result("\(Figures.count(idle)) tables have nothing to do") }
        if report.ownFiles.objects > 0 {
            Terminal.result("\(Figures.count(report.ownFiles.objects)) old reports and files that nothing names")
        }
        let verb = report.isDryRun ? "would free" : "freed"
        Terminal.result(
            "\(verb) \(Figures.count(report.freed.objects)) objects, \(Figures.bytes(report.freed.bytes))")
    }
}
