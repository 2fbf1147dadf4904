import App
import ArgumentParser

/// All settings as flags; each has the same name in `hublake.yaml` and, in capitals, in the environment.
struct SettingsOptions: ParsableArguments {
    @OptionGroup(title: "Destination options") var destination: DestinationOptions

    @Option(help: "HubSpot's API, or a simulator.")
    var hubspotUrl: String?

    @Option(help: "File with the HubSpot token; HUBSPOT_TOKEN does as well. Never the token itself.")
    var hubspotTokenFile: String?

    @Option(help: "Version of HubSpot's API paths: 2026-03, or v3 for the legacy paths.")
    var hubspotVersion: String?

    @Option(help: "individual (one table a type), combined (one for all types) or both.")
    var organization: String?

    @Option(help: "Tables to sync, as names or patterns: 'objects_*,owners'.")
    var tables: String?

    @Option(help: "Column types by property: 'contacts.associatedcompanyid=int64,deals.amount=decimal(18,4)'.")
    var types: String?

    @Option(help: "When raw text stands beside a typed column: numbers, mismatch, always, never.")
    var unparsed: String?

    @Option(help: "Sensitive properties to include: 'contacts.health_note'.")
    var sensitiveProperties: String?

    @Option(help: "Properties to read, as patterns: 'contacts.*,deals.amount'; all when left out.")
    var properties: String?

    @Option(help: "Properties to leave out, as patterns: 'contacts.hs_analytics_*'.")
    var omittedProperties: String?

    @Option(help: "How often the dearer parts of a sync are done: 'associations=15m,scan=1d'.")
    var rhythms: String?

    @Option(help: "Association calls that HubSpot allows in 10 seconds; guessed from the plan when left out.")
    var associationLimit: String?

    @Option(help: "Part of the account's daily calls that a run may use: 0.5 or 50%.")
    var dailyCallShare: String?

    @Option(help: "Seconds to keep trying while HubSpot fails or limits calls.")
    var retryFor: String?

    @Option(help: "Records of a type that a first load reads between two commits (default: 50000).")
    var commitRecords: String?

    @Option(help: "When tables are looked after by themselves: after-sync or never.")
    var maintenance: String?

    @Option(help: "Time within which a record that HubSpot deleted for good is gone everywhere: 24h, 7d.")
    var privacyDeadline: String?

    /// Flags over environment over file.
    func configuration(environment: [String: String]) throws -> Configuration {
        try destination.configuration(environment: environment, adding: flags)
    }

    private var flags: [(SettingKey, String?)] {
        [
            (.hubspotURL, hubspotUrl), (.hubspotTokenFile, hubspotTokenFile), (.hubspotVersion, hubspotVersion),
            (.organization, organization), (.tables, tables), (.types, types), (.unparsed, unparsed),
            (.rhythms, rhythms),
            (.sensitiveProperties, sensitiveProperties), (.properties, properties),
            (.omittedProperties, omittedProperties), (.associationLimit, associationLimit),
            (.dailyCallShare, dailyCallShare),
            (.retryFor, retryFor), (.commitRecords, commitRecords), (.maintenance, maintenance),
            (.privacyDeadline, privacyDeadline),
        ]
    }
}

/// Whether results are for machines.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print the result as JSON on stdout, and an error as JSON on stderr.")
    var json = false
}
