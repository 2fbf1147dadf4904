import Avro
import Foundations

/// JSON of an Avro type.
typealias AvroTypeJSON = JSONValue

/// The Avro schemas of manifests and manifest lists, with Iceberg's field ids (spec, "Manifests" and "Manifest Lists", v2).
enum ManifestSchemas {
    /// The tuple of a file's partition values.
    static func partitionType(_ spec: PartitionSpec, types: [Int32: String]) -> AvroTypeJSON {
        let fields = spec.fields.map { field -> JSONValue in
            optional(
                sanitised(field.name), field.id ?? 0,
                .string(field.sourceID.flatMap { types[$0] } ?? "string"))
        }
        return ["type": "record", "name": "r102", "fields": .array(fields)]
    }

    /// One entry of a manifest.
    static func entry(partition: AvroTypeJSON) throws -> AvroSchema {
        let file: JSONValue = [
            "type": "record", "name": "r2",
            "fields": [
                required("content", 134, "int"), required("file_path", 100, "string"),
                required("file_format", 101, "string"), required("partition", 102, partition),
                required("record_count", 103, "long"), required("file_size_in_bytes", 104, "long"),
                optional("column_sizes", 108, map(117, 118, "long")),
                optional("value_counts", 109, map(119, 120, "long")),
                optional("null_value_counts", 110, map(121, 122, "long")),
                optional("nan_value_counts", 137, map(138, 139, "long")),
                optional("lower_bounds", 125, map(126, 127, "bytes")),
                optional("upper_bounds", 128, map(129, 130, "bytes")),
                optional("key_metadata", 131, "bytes"),
                optional("split_offsets", 132, ["type": "array", "items": "long", "element-id": 133]),
                optional("equality_ids", 135, ["type": "array", "items": "int", "element-id": 136]),
                optional("sort_order_id", 140, "int"), optional("referenced_data_file", 143, "string"),
            ],
        ]
        return try AvroSchema([
            "type": "record", "name": "manifest_entry",
            "fields": [
                required("status", 0, "int"), optional("snapshot_id", 1, "long"),
                optional("sequence_number", 3, "long"), optional("file_sequence_number", 4, "long"),
                required("data_file", 2, file),
            ],
        ])
    }

    /// One line of a manifest list.
    static func manifestFile() throws -> AvroSchema {
        let summary: JSONValue = [
            "type": "record", "name": "r508",
            "fields": [
                required("contains_null", 509, "boolean"), optional("contains_nan", 518, "boolean"),
                optional("lower_bound", 510, "bytes"), optional("upper_bound", 511, "bytes"),
            ],
        ]
        return try AvroSchema([
            "type": "record", "name": "manifest_file",
            "fields": [
                required("manifest_path", 500, "string"), required("manifest_length", 501, "long"),
                required("partition_spec_id", 502, "int"), required("content", 517, "int"),
                required("sequence_number", 515, "long"), required("min_sequence_number", 516, "long"),
                required("added_snapshot_id", 503, "long"), required("added_files_count", 504, "int"),
                required("existing_files_count", 505, "int"), required("deleted_files_count", 506, "int"),
                required("added_rows_count", 512, "long"), required("existing_rows_count", 513, "long"),
                required("deleted_rows_count", 514, "long"),
                optional("partitions", 507, ["type": "array", "items": summary, "element-id": 508]),
                optional("key_metadata", 519, "bytes"),
            ],
        ])
    }

    // MARK: Parts

    private static func required(_ name: String, _ id: Int32, _ type: AvroTypeJSON) -> JSONValue {
        ["name": .string(name), "type": type, "field-id": .integer(id)]
    }

    private static func optional(_ name: String, _ id: Int32, _ type: AvroTypeJSON) -> JSONValue {
        ["name": .string(name), "type": ["null", type], "default": .null, "field-id": .integer(id)]
    }

    /// A map with integer keys, which Avro only knows as an array of pairs.
    private static func map(_ key: Int32, _ value: Int32, _ type: AvroTypeJSON) -> AvroTypeJSON {
        [
            "type": "array", "logicalType": "map",
            "items": [
                "type": "record", "name": .string("k\(key)_v\(value)"),
                "fields": [required("key", key, "int"), required("value", value, type)],
            ],
        ]
    }

    /// A column's name as Avro allows names; the field id is what counts.
    private static func sanitised(_ name: String) -> String {
        var safe = ""
        for scalar in name.unicodeScalars {
            let isLetter = scalar == "_" || (scalar.isASCII && scalar.properties.isAlphabetic)
            let isDigit = ("0"..."9").contains(scalar)
            if isLetter || (isDigit && !safe.isEmpty) {
                safe.unicodeScalars.append(scalar)
            } else {
                safe += isDigit ? "_\(scalar)" : "_x" + String(scalar.value, radix: 16, uppercase: true)
            }
        }
        return safe
    }
}
