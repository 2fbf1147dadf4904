"""Our Parquet against pyarrow's and DuckDB's: what one writes the others must read cell by cell, predicates must never hide a row,
and damage must end in an error, not in a crash. All tables are random and seeded."""

from __future__ import annotations

import random

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

import parquet_peers as peers
import parquet_tables as tables
from parquet_peers import Tool
from parquet_tables import Column, Table


@pytest.fixture(scope="session")
def tool(bin_dir) -> Tool:
    return Tool(bin_dir)


def layout(rng: random.Random) -> dict:
    """Options that make many small pages and row groups out of small tables, or leave the defaults."""
    if rng.random() < 0.2:
        return {}
    codec = rng.choice(["uncompressed", "gzip", "zstd"])
    return {
        "codec": codec,
        "rowGroupRows": rng.choice([1, 10, 500, 131_072]),
        "pageBytes": rng.choice([1, 50, 1000, 1 << 20]),
        "dictionaryBytes": rng.choice([0, 100, 1 << 20]),
        "boundBytes": rng.choice([4, 5, 16, 64]),
        "batchRows": rng.choice([1, 100, 10_000]),
    }


@pytest.mark.parametrize("seed", range(60))
def test_others_read_what_we_write(tool, tmp_path, seed):
    rng = random.Random(seed)
    made = tables.table(rng)
    options = layout(rng)
    if options.get("rowGroupRows") == 1:
        made.rows = made.rows[:100]
    path = tmp_path / "ours.parquet"
    report = tool.write(made, path, metadata={"k": "vä"}, **options)

    assert peers.arrow_read(made.columns, path) == made.rows
    assert peers.duckdb_read(made.columns, path) == made.rows
    assert tool.read(made.columns, path) == made.rows
    file = pq.ParquetFile(path)
    assert file.metadata.created_by == "hublake"
    assert file.metadata.metadata[b"k"] == "vä".encode()
    for index, column in enumerate(made.columns):
        kept = file.schema_arrow.field(index)
        assert kept.nullable != column.required
        assert kept.metadata[b"PARQUET:field_id"] == str(column.field_id).encode()
    assert report["splitOffsets"] == [
        min(
            offset
            for offset in (group.column(0).dictionary_page_offset, group.column(0).data_page_offset)
            if offset is not None
        )
        for group in (file.metadata.row_group(i) for i in range(file.num_row_groups))
    ]
    check_summaries(made, report)


def check_summaries(made: Table, report: dict) -> None:
    assert report["rowCount"] == len(made.rows)
    for index, (column, summary) in enumerate(zip(made.columns, report["columns"])):
        cells = [row[index] for row in made.rows]
        there = [cell for cell in cells if cell is not None]
        keys = [tables.order_key(column, cell) for cell in there]
        if column.type == "double":
            numbers = [key for key in keys if key[0] == 0]
            assert summary["nanCount"] == len(keys) - len(numbers)
            keys = numbers
        assert (summary["name"], summary["fieldID"]) == (column.name, column.field_id)
        assert (summary["valueCount"], summary["nullCount"]) == (len(cells), len(cells) - len(there))
        if not keys:
            assert "lower" not in summary and "upper" not in summary
            continue
        for bound, expected in (("lower", min(keys)), ("upper", max(keys))):
            said = summary[bound]
            if column.type == "double":
                assert tables.order_key(column, int(said, 16)) == expected
                if expected[1] == 0:
                    assert int(said, 16) == tables.bits(-0.0 if bound == "lower" else 0.0)
            elif column.type == "boolean":
                assert said == str(expected).lower()
            else:
                assert (said.encode() if column.type == "string" else int(said)) == expected


ARROW_ENCODINGS = {
    "boolean": ["RLE", "PLAIN"],
    "int32": ["PLAIN", "DELTA_BINARY_PACKED", "BYTE_STREAM_SPLIT"],
    "date": ["PLAIN", "DELTA_BINARY_PACKED"],
    "int64": ["PLAIN", "DELTA_BINARY_PACKED", "BYTE_STREAM_SPLIT"],
    "timestamp": ["PLAIN", "DELTA_BINARY_PACKED"],
    "double": ["PLAIN", "BYTE_STREAM_SPLIT"],
    "string": ["PLAIN", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY"],
}


@pytest.mark.parametrize("seed", range(60))
def test_we_read_what_pyarrow_writes(tool, tmp_path, seed):
    rng = random.Random(1000 + seed)
    made = tables.table(rng)
    path = tmp_path / "arrow.parquet"
    with_encodings = rng.random() < 0.5
    encodings = {c.name: rng.choice(ARROW_ENCODINGS[c.type]) for c in made.columns if c.type in ARROW_ENCODINGS}
    pq.write_table(
        peers.to_arrow(made),
        path,
        compression=rng.choice(["none", "snappy", "gzip", "zstd"]),
        data_page_version=rng.choice(["1.0", "2.0"]),
        use_dictionary=False if with_encodings else rng.random() < 0.7,
        column_encoding=encodings if with_encodings and encodings else None,
        row_group_size=rng.choice([10, 500, 1 << 20]),
        data_page_size=rng.choice([100, 1000, 1 << 20]),
        dictionary_pagesize_limit=rng.choice([50, 1 << 20]),
        write_page_index=rng.random() < 0.5,
        write_page_checksum=rng.random() < 0.5,
        store_decimal_as_integer=rng.random() < 0.5,
        version=rng.choice(["1.0", "2.4", "2.6"]),
    )
    assert tool.read(made.columns, path) == made.rows
    described = tool.describe(path)
    assert described["rowCount"] == len(made.rows)
    assert [c["type"] for c in described["columns"]] == [c.spec_type for c in made.columns]


@pytest.mark.parametrize("seed", range(40))
def test_we_read_what_duckdb_writes(tool, tmp_path, seed):
    rng = random.Random(2000 + seed)
    made = tables.table(rng, row_count=rng.choice([0, 1, 100, 5000]))
    path = tmp_path / "duckdb.parquet"
    source = peers.to_arrow(made)  # noqa: F841 (DuckDB finds it by name)
    codec = rng.choice(["uncompressed", "snappy", "gzip", "zstd"])
    version = rng.choice(["V1", "V2"])
    duckdb.sql(
        f"COPY (SELECT * FROM source) TO '{path}' (FORMAT parquet, COMPRESSION {codec}, PARQUET_VERSION {version},"
        f" ROW_GROUP_SIZE {rng.choice([2048, 122_880])}, DICTIONARY_SIZE_LIMIT {rng.choice([1, 20_000])})"
    )
    # DuckDB's dictionaries take -0.0 and 0.0 for one value, so the sign of a zero may be lost before we read it.
    assert without_negative_zeros(tool.read(made.columns, path)) == without_negative_zeros(made.rows)


def without_negative_zeros(rows: list[list]) -> list[list]:
    return [[0 if cell == tables.bits(-0.0) else cell for cell in row] for row in rows]


def predicate_table(rng: random.Random) -> Table:
    """Clustered values, so that row groups can be left out, and texts that differ only after the bounds' length."""
    columns = [Column("id", "int64", required=True), Column("v", rng.choice(tables.SCALARS + ["decimal", "string", "double"]))]
    if columns[1].type == "decimal":
        columns[1].precision, columns[1].scale = rng.choice(tables.DECIMALS)
    pool = [tables.value(rng, columns[1]) for _ in range(rng.choice([3, 40, 400]))]
    if columns[1].type == "string":
        stem = "".join(rng.choices(tables.CHARACTERS, k=rng.randrange(1, 8)))
        pool = [stem + "".join(rng.choices(tables.CHARACTERS, k=rng.randrange(0, 4))) for _ in pool]
    cells = [rng.choice(pool) if rng.random() > 0.1 else None for _ in range(400)]
    if rng.random() < 0.8:
        cells.sort(key=lambda c: (c is None, c is not None and tables.order_key(columns[1], c)))
    return Table(columns, [[index, cell] for index, cell in enumerate(cells)])


def neighbours(rng: random.Random, column: Column, made: Table) -> list:
    """Values to compare with: some that are there, some near them, some that are not."""
    there = [row[1] for row in made.rows if row[1] is not None] or [tables.value(rng, column)]
    found = [rng.choice(there), rng.choice(there), tables.value(rng, column)]
    if column.type == "string":
        base = rng.choice(there)
        found += [base[: rng.randrange(0, len(base) + 1)], base + rng.choice(tables.CHARACTERS)]
    return found


@pytest.mark.parametrize("seed", range(40))
def test_no_predicate_hides_a_row(tool, tmp_path, seed):
    rng = random.Random(3000 + seed)
    made = predicate_table(rng)
    column = made.columns[1]
    ours, theirs = tmp_path / "ours.parquet", tmp_path / "theirs.parquet"
    tool.write(
        made, ours, rowGroupRows=rng.choice([10, 50]), pageBytes=rng.choice([20, 200]), boundBytes=rng.choice([4, 5, 6, 8]),
        dictionaryBytes=rng.choice([0, 1 << 20]),
    )
    pq.write_table(peers.to_arrow(made), theirs, row_group_size=25, data_page_size=50, write_page_index=True)
    dataset = pq.ParquetFile(ours)
    assert dataset.num_row_groups > 1

    for operand in neighbours(rng, column, made):
        for operator in rng.sample(["==", "<", "<=", ">", ">="], 2) + [rng.choice(["isNull", "isNotNull"])]:
            expected = [row for row in made.rows if tables.passes(column, row[1], operator, operand)]
            said = "" if operand is None else hex(operand) if column.type == "double" else str(operand)
            said = said.lower() if column.type == "boolean" else said
            # A NUL cannot stand in a program's argument.
            if "\0" not in said:
                condition = f"v {operator}" if operator.startswith("is") else f"v {operator} {said}"
                assert tool.scan(made.columns, ours, condition) == expected, condition
                assert tool.scan(made.columns, theirs, condition) == expected, condition

            literal, operands = peers.duckdb_literal(column, operand)
            where = {"isNull": "v IS NULL", "isNotNull": "v IS NOT NULL"}.get(operator, f"v {operator} {literal}")
            assert (
                peers.duckdb_read(made.columns, ours, where, [] if operator.startswith("is") else operands) == expected
            ), (operator, operand)

            if column.type != "double":  # pyarrow orders NaN its own way
                found = pq.read_table(ours, filters=arrow_filter(column, operator, operand))
                assert peers.from_arrow(made.columns, found) == expected, (operator, operand)


def arrow_filter(column: Column, operator: str, operand) -> pc.Expression:
    values = pc.field("v")
    if operator.startswith("is"):
        return values.is_null() if operator == "isNull" else values.is_valid()
    scalar = peers.to_arrow(Table([column], [[operand]])).column(0)[0]
    return {
        "==": values == scalar,
        "<": values < scalar,
        "<=": values <= scalar,
        ">": values > scalar,
        ">=": values >= scalar,
    }[operator]


@pytest.mark.parametrize("seed", range(8))
def test_damage_ends_in_an_error(tool, tmp_path, seed):
    rng = random.Random(4000 + seed)
    made = tables.table(rng, row_count=200)
    path = tmp_path / "whole.parquet"
    if seed % 2:
        tool.write(made, path, **layout(rng) | {"rowGroupRows": 50})
    else:
        pq.write_table(
            peers.to_arrow(made), path, data_page_version=rng.choice(["1.0", "2.0"]), write_page_checksum=False
        )
    whole = path.read_bytes()
    damaged = tmp_path / "damaged.parquet"
    for _ in range(25):
        content = bytearray(whole)
        for _ in range(rng.choice([1, 1, 1, 5])):
            content[rng.randrange(len(content))] = rng.randrange(256)
        if rng.random() < 0.2:
            start = rng.randrange(len(content))
            del content[start : start + rng.randrange(1, 50)]
        damaged.write_bytes(content)
        done = tool.run("read", damaged)
        assert done.returncode in (0, 1), (done.returncode, done.stderr[-2000:])
        if done.returncode == 1:
            assert b"Parquet: " in done.stderr, done.stderr


def test_our_checksums_find_each_flipped_bit_of_a_page(tool, tmp_path):
    made = Table([Column("v", "string")], [[f"value {index}"] for index in range(500)])
    path = tmp_path / "ours.parquet"
    tool.write(made, path)
    whole = path.read_bytes()
    group = pq.ParquetFile(path).metadata.row_group(0).column(0)
    damaged = tmp_path / "damaged.parquet"
    # The last bytes of the chunk are its page's body.
    end = group.data_page_offset + group.total_compressed_size
    for at in range(end - 40, end):
        content = bytearray(whole)
        content[at] ^= 1 << (at % 8)
        damaged.write_bytes(content)
        done = tool.run("read", damaged)
        assert done.returncode == 1 and b"checksum" in done.stderr


def test_a_nested_column_of_another_engine_is_named(tool, tmp_path):
    path = tmp_path / "nested.parquet"
    pq.write_table(pa.table({"id": [1, 2], "tags": [["a"], []], "after": ["x", "y"]}), path)
    described = tool.describe(path)
    assert [c["name"] for c in described["columns"]] == ["id", "after"]
    assert described["unreadable"] == ["tags"]
    done = tool.run("read", path)
    assert done.returncode == 1 and b"column 'tags'" in done.stderr
