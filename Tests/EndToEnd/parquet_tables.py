"""Random tables for the Parquet oracles.

Every cell is kept in one canonical form, whoever wrote or read it: None, bool, int (also days, microseconds and unscaled decimals),
str, and the 64 bits of a double as an int, so that NaN, -0.0 and all digits compare exactly.
"""

from __future__ import annotations

import math
import random
import struct
from dataclasses import dataclass, field

MIN_DAY, MAX_DAY = -719_162, 2_932_896  # 0001-01-01 and 9999-12-31
MIN_TIME, MAX_TIME = -62_135_596_800_000_000, 253_402_300_799_999_999
DECIMALS = [(1, 0), (9, 2), (9, 9), (10, 0), (18, 4), (19, 0), (20, 10), (29, 3), (38, 0), (38, 38), (38, 18)]
SCALARS = ["boolean", "int32", "int64", "double", "string", "date", "timestamp"]
CHARACTERS = "aaab zÄßé€漢字\u0000\u007f\u0080\u07ff\ud7ff\ue000\uffff\U00010000\U0001F600\U0010FFFF\"\\\n"


def bits(value: float) -> int:
    return struct.unpack("<Q", struct.pack("<d", value))[0]


def number(value: int) -> float:
    return struct.unpack("<d", struct.pack("<Q", value))[0]


@dataclass
class Column:
    name: str
    type: str
    precision: int = 0
    scale: int = 0
    required: bool = False
    field_id: int = 0

    @property
    def spec_type(self) -> str:
        return f"decimal({self.precision},{self.scale})" if self.type == "decimal" else self.type


@dataclass
class Table:
    columns: list[Column]
    rows: list[list] = field(default_factory=list)


def text(rng: random.Random) -> str:
    shape = rng.random()
    if shape < 0.15:
        return ""
    if shape < 0.3:
        return rng.choice(["open", "closed", "won", "lost"])
    if shape < 0.35:
        return rng.choice(CHARACTERS) * rng.randrange(1, 3000)
    if shape < 0.5:
        return "https://example.com/" + "p/" * 30 + "".join(rng.choices(CHARACTERS, k=rng.randrange(0, 5)))
    return "".join(rng.choices(CHARACTERS, k=rng.randrange(0, 40)))


def value(rng: random.Random, column: Column):
    match column.type:
        case "boolean":
            return rng.random() < 0.5
        case "int32":
            return rng.choice([-(2**31), 2**31 - 1, 0, rng.randrange(-9, 9), rng.randrange(-(2**31), 2**31)])
        case "int64":
            return rng.choice([-(2**63), 2**63 - 1, 0, rng.randrange(-9, 9), rng.randrange(-(2**63), 2**63)])
        case "double":
            return bits(
                rng.choice(
                    [math.nan, math.inf, -math.inf, 0.0, -0.0, 5e-324, 1.7976931348623157e308, rng.gauss(0, 1e6), 0.1, 1.5]
                )
            )
        case "string":
            return text(rng)
        case "date":
            return rng.choice([MIN_DAY, MAX_DAY, 0, -1, rng.randrange(MIN_DAY, MAX_DAY + 1)])
        case "timestamp":
            return rng.choice([MIN_TIME, MAX_TIME, 0, -1, rng.randrange(MIN_TIME, MAX_TIME + 1)])
        case "decimal":
            limit = 10**column.precision
            return rng.choice([limit - 1, 1 - limit, 0, -1, rng.randrange(1 - limit, limit)])
    raise ValueError(column.type)


def columns(rng: random.Random, count: int) -> list[Column]:
    made = []
    for index in range(count):
        kind = rng.choice(SCALARS + ["decimal", "string"])
        precision, scale = rng.choice(DECIMALS) if kind == "decimal" else (0, 0)
        made.append(
            Column(f"c{index}_{rng.choice(['x', 'ä', 'name'])}", kind, precision, scale, rng.random() < 0.3, index + 1)
        )
    return made


def table(rng: random.Random, row_count: int | None = None, with_nan: bool = True) -> Table:
    made = Table(columns(rng, rng.randrange(1, 9)))
    count = row_count if row_count is not None else rng.choice([0, 1, 2, 7, 8, 9, 100, 1000, 3000])
    null_shares = [0 if column.required else rng.choice([0, 0.01, 0.3, 0.99, 1]) for column in made.columns]
    # Few distinct values make dictionaries, runs make run lengths.
    pools = [
        [value(rng, column) for _ in range(rng.choice([1, 2, 5, 300]))] if rng.random() < 0.5 else None
        for column in made.columns
    ]
    previous = None
    for _ in range(count):
        if previous is not None and rng.random() < 0.2:
            made.rows.append(list(previous))
            continue
        row = []
        for column, share, pool in zip(made.columns, null_shares, pools):
            if rng.random() < share:
                row.append(None)
            else:
                cell = rng.choice(pool) if pool else value(rng, column)
                if column.type == "double" and not with_nan and math.isnan(number(cell)):
                    cell = bits(1.0)
                row.append(cell)
        made.rows.append(row)
        previous = row
    return made


def spec(made: Table, **options) -> dict:
    """What `parquet-tool write` takes."""

    def cell(column: Column, canonical):
        if canonical is None:
            return None
        if column.type == "boolean":
            return "true" if canonical else "false"
        return hex(canonical) if column.type == "double" else str(canonical)

    return {
        "columns": [
            {"name": c.name, "type": c.spec_type, "required": c.required, "fieldID": c.field_id} for c in made.columns
        ],
        "rows": [[cell(c, v) for c, v in zip(made.columns, row)] for row in made.rows],
        **options,
    }


def order_key(column: Column, canonical):
    """The order of SQL engines: NaN after all numbers, -0.0 equal to 0.0, text by code points."""
    if column.type == "double":
        as_number = number(canonical)
        return (1, 0.0) if math.isnan(as_number) else (0, as_number)
    return canonical.encode() if column.type == "string" else canonical


def passes(column: Column, canonical, operator: str, operand) -> bool:
    if operator == "isNull":
        return canonical is None
    if canonical is None:
        return False
    if operator == "isNotNull":
        return True
    left, right = order_key(column, canonical), order_key(column, operand)
    return {
        "==": left == right,
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
    }[operator]
