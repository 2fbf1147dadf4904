import Foundation

/// Queries to paste that read the demo's tables where they stand.
struct QueryExamples {
    let folder: String

    var text: String {
        """
        Query the tables (each block can be pasted as it is):

        # DuckDB: pip install duckdb==1.5.5, then in `duckdb`
        INSTALL iceberg; LOAD iceberg;
        SELECT property_lifecyclestage, count(*) AS contacts
        FROM iceberg_scan('\(folder)/objects_contacts')
        GROUP BY ALL ORDER BY contacts DESC;

        # pandas: pip install 'pyiceberg[pyarrow]' pandas, then in `python3`
        from pathlib import Path
        from pyiceberg.table import StaticTable
        folder = Path("\(folder)/objects_deals/metadata")
        version = (folder / "version-hint.text").read_text().strip()
        deals = StaticTable.from_metadata(f"file://{folder}/v{version}.metadata.json").scan().to_pandas()
        print(deals[["objectid", "property_dealname", "property_amount"]].head())

        # Spark, with Iceberg's runtime jar on its class path, in `spark-sql`
        CREATE TEMPORARY VIEW contacts USING iceberg OPTIONS (path 'file://\(folder)/objects_contacts');
        SELECT count(*) FROM contacts;
        """
    }
}
