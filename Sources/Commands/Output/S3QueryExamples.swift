import App

/// Queries to paste that read the demo's tables in its bucket, while its server runs.
struct S3QueryExamples {
    let access: S3DemoAccess

    private var place: String { "s3://\(access.bucket)/\(access.prefix)" }
    private var authority: String { String(access.endpoint.drop { $0 != "/" }.drop { $0 == "/" }) }

    var text: String {
        """
        Query the tables (each block can be pasted as it is, as long as this demo runs):

        # DuckDB: pip install duckdb==1.5.5, then in `duckdb`
        INSTALL httpfs; LOAD httpfs; INSTALL iceberg; LOAD iceberg;
        CREATE SECRET demo (
            TYPE s3, KEY_ID '\(access.reader.accessKeyID)', SECRET '\(access.reader.secretAccessKey)',
            REGION '\(access.region)', ENDPOINT '\(authority)', URL_STYLE 'path', USE_SSL false);
        SELECT property_lifecyclestage, count(*) AS contacts
        FROM iceberg_scan('\(place)/objects_contacts')
        GROUP BY ALL ORDER BY contacts DESC;

        # pandas: pip install 'pyiceberg[pyarrow]' pandas, then in `python3`
        from pyiceberg.io import load_file_io
        from pyiceberg.table import StaticTable
        keys = {
            "s3.endpoint": "\(access.endpoint)", "s3.region": "\(access.region)", "s3.path-style-access": "true",
            "s3.access-key-id": "\(access.reader.accessKeyID)",
            "s3.secret-access-key": "\(access.reader.secretAccessKey)",
        }
        folder = "\(place)/objects_deals/metadata"
        hint = load_file_io(keys, folder).new_input(f"{folder}/version-hint.text")
        version = hint.open().read().decode().strip()
        deals = StaticTable.from_metadata(f"{folder}/v{version}.metadata.json", keys).scan().to_pandas()
        print(deals[["objectid", "property_dealname", "property_amount"]].head())

        # What the vendor sees: the connection, and every check of it, in another terminal
        export HUBLAKE_STATE='\(access.stateFolder)'
        export AWS_ACCESS_KEY_ID=\(access.vendor.accessKeyID) AWS_SECRET_ACCESS_KEY=\(access.vendor.secretAccessKey)
        hublake connections show \(access.connection)
        hublake doctor --connection \(access.connection)

        The objects are in \(access.dataFolder), and are there again next time.
        """
    }
}
