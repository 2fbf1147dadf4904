import GRDB

/// The tables of the connections' file, as steps that are never changed once they were released.
enum ConnectionSchema {
    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: connections and retired ids") { database in
            try database.execute(
                sql: """
                    CREATE TABLE connection (
                        name TEXT PRIMARY KEY NOT NULL,
                        state TEXT NOT NULL,
                        partition TEXT NOT NULL,
                        bucket TEXT NOT NULL,
                        prefixes TEXT NOT NULL,
                        prefix TEXT NOT NULL,
                        role_arn TEXT,
                        role_name TEXT NOT NULL,
                        account TEXT,
                        kms_key TEXT,
                        region TEXT,
                        external_id BLOB NOT NULL,
                        next_external_id BLOB,
                        principal TEXT NOT NULL,
                        bucket_account TEXT,
                        s3_endpoint TEXT,
                        sts_endpoint TEXT,
                        sts_region TEXT,
                        versioned INTEGER,
                        hubspot_token_reference TEXT,
                        hubspot_token BLOB,
                        created_at INTEGER NOT NULL,
                        connected_at INTEGER,
                        refused_since INTEGER
                    ) STRICT;
                    CREATE TABLE retired_external_id (
                        owner TEXT NOT NULL,
                        external_id BLOB NOT NULL,
                        retired_at INTEGER NOT NULL
                    ) STRICT;
                    """)
        }
        return migrator
    }()
}
