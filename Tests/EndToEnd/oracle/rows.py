"""Rows of the tables whose columns do not depend on the account."""

import json

from .shapes import SHAPES
from .table import Table
from .values import parse


def typed(table: str, row: dict) -> dict:
    """A row of the truth with the fixed table's types; what the truth does not have is null."""
    shape = SHAPES[table]
    return {
        column: _typed(row.get(column), "json" if column in shape.json_columns else type_)
        for column, type_ in shape.types.items()
    }


def _typed(value, type_: str):
    if value is None:
        return None
    if type_ == "json":
        if value == []:  # a property that is no enumeration has no options, not an empty list of them
            return None
        return value if isinstance(value, str) else json.dumps(value)
    if type_ == "timestamptz":
        return parse(str(value), type_)
    if type_ in ("long", "double"):
        return {"long": int, "double": float}[type_](value)
    return value if type_ == "boolean" else str(value)


def fixed(name: str, rows: list[dict]) -> Table:
    shape = SHAPES[name]
    return Table.of_rows(name, shape.types, shape.key, rows, shape.json_columns)


def distinct(rows: list[dict], key: tuple[str, ...]) -> list[dict]:
    """The first row of each key."""
    found: dict[tuple, dict] = {}
    for row in rows:
        found.setdefault(tuple(row[column] for column in key), row)
    return list(found.values())
