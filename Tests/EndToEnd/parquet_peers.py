"""The peers of the Parquet oracles: our tool, pyarrow and DuckDB, each giving and taking canonical cells (see parquet_tables)."""

from __future__ import annotations

import json
import subprocess
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from parquet_tables import Column, Table, bits, number, spec


class Tool:
    """Our `parquet-tool`."""

    def __init__(self, bin_dir: Path):
        self.path = bin_dir / "parquet-tool"

    def run(self, *arguments) -> subprocess.CompletedProcess:
        return subprocess.run([self.path, *map(str, arguments)], capture_output=True, timeout=60)

    def lines(self, *arguments) -> list[str]:
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode().split("\n")[:-1]

    def write(self, made: Table, path: Path, **options) -> dict:
        spec_path = path.with_suffix(".json")
        spec_path.write_text(json.dumps(spec(made, **options)))
        return json.loads(self.lines("write", spec_path, path)[0])

    def describe(self, path: Path) -> dict:
        return json.loads(self.lines("describe", path)[0])

    def read(self, columns: list[Column], path: Path) -> list[list]:
        return [self._row(columns, line) for line in self.lines("read", path)]

    def scan(self, columns: list[Column], path: Path, condition: str) -> list[list]:
        return [self._row(columns, line) for line in self.lines("scan", path, condition)]

    @staticmethod
    def _row(columns: list[Column], line: str) -> list:
        cells = json.loads(line)
        assert list(cells) == [c.name for c in columns]
        return [Tool._cell(c, cells[c.name]) for c in columns]

    @staticmethod
    def _cell(column: Column, cell):
        if cell is None or column.type in ("boolean", "string"):
            return cell
        return int(cell, 16) if column.type == "double" else int(cell)


def arrow_type(column: Column) -> pa.DataType:
    return {
        "boolean": pa.bool_(),
        "int32": pa.int32(),
        "int64": pa.int64(),
        "double": pa.float64(),
        "string": pa.string(),
        "date": pa.date32(),
        "timestamp": pa.timestamp("us", tz="UTC"),
        "decimal": pa.decimal128(max(column.precision, 1), column.scale),
    }[column.type]


def to_decimal(column: Column, unscaled: int) -> Decimal:
    return Decimal((0 if unscaled >= 0 else 1, tuple(map(int, str(abs(unscaled)))), -column.scale))


def from_decimal(column: Column, value: Decimal) -> int:
    sign, digits, exponent = value.as_tuple()
    assert exponent == -column.scale
    return (-1 if sign else 1) * int("".join(map(str, digits)))


def to_arrow(made: Table) -> pa.Table:
    arrays = []
    for index, column in enumerate(made.columns):
        cells = [row[index] for row in made.rows]
        match column.type:
            case "double":
                array = pa.array([None if c is None else number(c) for c in cells], pa.float64(), from_pandas=False)
            case "decimal":
                array = pa.array([None if c is None else to_decimal(column, c) for c in cells], arrow_type(column))
            case "date":
                array = pa.array(cells, pa.int32()).cast(pa.date32())
            case "timestamp":
                array = pa.array(cells, pa.int64()).cast(arrow_type(column))
            case _:
                array = pa.array(cells, arrow_type(column))
        arrays.append(array)
    fields = [pa.field(c.name, arrow_type(c), nullable=not c.required) for c in made.columns]
    return pa.table(arrays, schema=pa.schema(fields))


def from_arrow(columns: list[Column], table: pa.Table) -> list[list]:
    decoded = []
    for column in columns:
        array = table.column(column.name)
        assert array.type == arrow_type(column), (column, array.type)
        match column.type:
            case "double":
                cells = [None if c is None else bits(c) for c in array.to_pylist()]
            case "decimal":
                cells = [None if c is None else from_decimal(column, c) for c in array.to_pylist()]
            case "date":
                cells = array.cast(pa.int32()).to_pylist()
            case "timestamp":
                cells = array.cast(pa.int64()).to_pylist()
            case _:
                cells = array.to_pylist()
        decoded.append(cells)
    return [list(row) for row in zip(*decoded)] if decoded else []


def arrow_read(columns: list[Column], path: Path, **options) -> list[list]:
    return from_arrow(columns, pq.ParquetFile(path, page_checksum_verification=True).read(**options))


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def duckdb_cell(column: Column) -> str:
    name = quoted(column.name)
    return {
        "date": f"date_diff('day', DATE '1970-01-01', {name})",
        "timestamp": f"epoch_us({name})",
        "decimal": f"CAST({name} AS VARCHAR)",
    }.get(column.type, name)


def duckdb_literal(column: Column, operand) -> tuple[str, list]:
    match column.type:
        case "date":
            return "DATE '1970-01-01' + CAST(? AS INTEGER)", [operand]
        case "timestamp":
            return "make_timestamptz(CAST(? AS BIGINT))", [operand]
        case "decimal":
            kind = f"DECIMAL({column.precision},{column.scale})"
            return f"CAST(? AS {kind})", [format(to_decimal(column, operand), "f")]
        case "double":
            return "CAST(? AS DOUBLE)", [number(operand)]
        case _:
            return "?", [operand]


def duckdb_read(columns: list[Column], path: Path, where: str = "true", operands: list | None = None) -> list[list]:
    cells = ", ".join(duckdb_cell(c) for c in columns)
    rows = duckdb.execute(f"SELECT {cells} FROM read_parquet('{path}') WHERE {where}", operands or []).fetchall()

    def cell(column: Column, value):
        if value is None:
            return None
        if column.type == "double":
            return bits(value)
        if column.type == "decimal":
            return from_decimal(column, Decimal(value))
        return value

    return [[cell(c, v) for c, v in zip(columns, row)] for row in rows]
