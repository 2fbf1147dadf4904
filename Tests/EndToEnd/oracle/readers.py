"""Four readers that have no code in common with hublake: each gives a table's current rows as plain Python values."""

import functools
import importlib.util
import io
import json
import os
import warnings
from pathlib import Path

import duckdb
import fastavro
import polars
import pyarrow
import pyarrow.parquet
from pyiceberg.table import StaticTable

from .lake import BucketLake, Lake
from .table import Table

os.environ["POLARS_ICEBERG_PLANNER"] = "plugin"  # polars plans by itself, without pyiceberg's manifests code

_NAMES = {
    pyarrow.string(): "string", pyarrow.large_string(): "string", pyarrow.string_view(): "string",
    pyarrow.int32(): "int", pyarrow.int64(): "long", pyarrow.float64(): "double", pyarrow.bool_(): "boolean",
    pyarrow.date32(): "date",
}  # fmt: skip


def plain(name: str, arrow: pyarrow.Table) -> Table:
    """Arrow's columns as Python's values and Iceberg's type names."""
    types, values = {}, {}
    for field in arrow.schema:
        column = arrow.column(field.name)
        kind = field.type
        if pyarrow.types.is_dictionary(kind):
            kind = kind.value_type
            column = column.cast(kind)
        if pyarrow.types.is_timestamp(kind):
            zone = "tz" if kind.tz in ("UTC", "Etc/UTC", "+00:00") else f"[{kind.tz}]"
            types[field.name] = f"timestamp{zone}" if kind.unit == "us" else f"timestamp{zone}({kind.unit})"
            values[field.name] = column.cast(pyarrow.int64()).to_pylist()
            continue
        if pyarrow.types.is_decimal(kind):
            types[field.name] = f"decimal({kind.precision}, {kind.scale})"
        else:
            types[field.name] = _NAMES.get(kind, str(kind))
        values[field.name] = column.to_pylist()
    return Table(name, types, values)


# -- pyarrow over the files that the current snapshot lists ----------------------------------------------------------


def with_pyarrow(lake: Lake, name: str, metadata_key: str) -> Table:
    metadata = json.loads(lake.read(metadata_key))
    schema = next(s for s in metadata["schemas"] if s["schema-id"] == metadata["current-schema-id"])
    wanted = pyarrow.schema([pyarrow.field(f["name"], _arrow_type(f["type"])) for f in schema["fields"]])
    ids = {f["id"]: f["name"] for f in schema["fields"]}
    parts = [wanted.empty_table()]
    for path, deleted in data_files(lake, metadata).items():
        file = pyarrow.parquet.read_table(io.BytesIO(lake.read_uri(path)))
        if deleted:
            file = file.take([row for row in range(file.num_rows) if row not in deleted])
        found = {}
        for index, field in enumerate(file.schema):
            field_id = int((field.metadata or {}).get(b"PARQUET:field_id", b"-1"))
            if field_id not in ids:
                raise ValueError(f"{path}: the column {field.name} has the field id {field_id}, which the schema has not")
            found[ids[field_id]] = file.column(index)
        columns = [found.get(f.name, pyarrow.nulls(file.num_rows, f.type)) for f in wanted]
        parts.append(pyarrow.table([_same_type(c, f) for c, f in zip(columns, wanted)], schema=wanted))
    return plain(name, pyarrow.concat_tables(parts))


def data_files(lake: Lake, metadata: dict) -> dict[str, set[int]]:
    """Addresses of the data files of the current snapshot, from its manifests, with the places of the rows that delete files take out."""
    current = metadata.get("current-snapshot-id")
    snapshot = next((s for s in metadata.get("snapshots", []) if s["snapshot-id"] == current), None)
    if snapshot is None:
        return {}
    data, deletes = {}, []
    for manifest in _avro(lake, snapshot["manifest-list"]):
        for entry in _avro(lake, manifest["manifest_path"]):
            if entry["status"] == 2:  # deleted
                continue
            number, file = entry["sequence_number"], entry["data_file"]
            number = manifest["sequence_number"] if number is None else number
            if file["content"] == 0:
                data[file["file_path"]] = (number, set())
            elif file["content"] == 1:
                deletes.append((number, file["file_path"]))
            else:
                raise ValueError("the snapshot has equality deletes, which this reader does not know")
    for number, path in deletes:
        lines = pyarrow.parquet.read_table(io.BytesIO(lake.read_uri(path)), columns=["file_path", "pos"])
        for target, place in zip(lines["file_path"].to_pylist(), lines["pos"].to_pylist()):
            if target in data and data[target][0] <= number:
                data[target][1].add(place)
    return {path: deleted for path, (_, deleted) in data.items()}


def _avro(lake: Lake, uri: str):
    return list(fastavro.reader(io.BytesIO(lake.read_uri(uri))))


def _arrow_type(iceberg: str) -> pyarrow.DataType:
    if iceberg.startswith("decimal"):
        return pyarrow.decimal128(*map(int, iceberg[len("decimal(") : -1].split(",")))
    return {
        "string": pyarrow.string(), "int": pyarrow.int32(), "long": pyarrow.int64(), "double": pyarrow.float64(),
        "boolean": pyarrow.bool_(), "date": pyarrow.date32(), "timestamptz": pyarrow.timestamp("us", tz="UTC"),
    }[iceberg]  # fmt: skip


def _same_type(column, field: pyarrow.Field):
    if column.type == pyarrow.large_string():  # an Arrow writer's note in the file; the Parquet type is the same
        column = column.cast(pyarrow.string())
    if column.type != field.type:
        raise ValueError(f"{field.name}: the file has {column.type}, the schema {field.type}")
    return column


# -- DuckDB ----------------------------------------------------------------------------------------------------------


def with_duckdb(lake: Lake, name: str, metadata_key: str) -> Table:
    """Opens the table by its folder, so that the version hint is tried too."""
    address = f"{lake.uri}/{name}".removeprefix("file://")
    return plain(name, _duckdb(lake).execute("SELECT * FROM iceberg_scan(?)", [address]).to_arrow_table())


@functools.lru_cache(maxsize=4)  # opening one and loading its extensions takes longer than most tables
def _duckdb(lake: Lake) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config={"threads": 2})
    for extension in ("httpfs", "avro", "iceberg"):
        connection.execute(f"LOAD '{_extension(extension)}'")
    connection.execute("SET TimeZone = 'UTC'")
    if isinstance(lake, BucketLake):
        scheme, host = lake.keys.endpoint.split("://")
        connection.execute(
            f"""CREATE SECRET (TYPE s3, KEY_ID '{lake.keys.access_key}', SECRET '{lake.keys.secret_key}',
                REGION '{lake.keys.region}', ENDPOINT '{host}', URL_STYLE 'path', USE_SSL {scheme == "https"})"""
        )
    return connection


def _extension(name: str) -> Path:
    package = importlib.util.find_spec(f"duckdb_extension_{name}")
    return next(Path(package.submodule_search_locations[0]).rglob(f"{name}.duckdb_extension"))


# -- pyiceberg and polars --------------------------------------------------------------------------------------------


def with_pyiceberg(lake: Lake, name: str, metadata_key: str) -> Table:
    table = StaticTable.from_metadata(f"{lake.uri}/{metadata_key}", _io_properties(lake))
    return plain(name, table.scan().to_arrow())


def with_polars(lake: Lake, name: str, metadata_key: str) -> Table:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", polars.exceptions.UnstableWarning)
        frame = polars.scan_iceberg(f"{lake.uri}/{metadata_key}", storage_options=_io_properties(lake) or None).collect()
    return plain(name, frame.to_arrow())


def _io_properties(lake: Lake) -> dict[str, str]:
    if not isinstance(lake, BucketLake):
        return {}
    return {
        "s3.endpoint": lake.keys.endpoint, "s3.access-key-id": lake.keys.access_key,
        "s3.secret-access-key": lake.keys.secret_key, "s3.region": lake.keys.region,
        "s3.path-style-access": "true",
    }  # fmt: skip


READERS = {"pyarrow": with_pyarrow, "duckdb": with_duckdb, "pyiceberg": with_pyiceberg, "polars": with_polars}


def read_lake(lake: Lake, reader: str) -> dict[str, Table]:
    """Every table of the destination as `reader` sees it."""
    read = READERS[reader]
    return {name: read(lake, name, key) for name, key in lake.current_metadata().items()}
