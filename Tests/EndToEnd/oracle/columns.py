"""The columns that an account's properties have: names, types, and what stands in them."""

from collections import Counter
from dataclasses import dataclass

from . import naming
from .values import UNPARSED, column_type, parse


@dataclass
class Assigned:
    """The column that a property has, and the one for what does not parse."""

    hubspot_type: str
    column: str
    type: str
    unparsed: str | None
    #: Whether a run has made the column; from then on it stays, whatever becomes of the property.
    written: bool = False


#: Property name → its columns, oldest first.
Assignments = dict[str, list[Assigned]]


def is_written(definition: dict) -> bool:
    """Whether a property's values are read: not the archived and, by default, not the sensitive ones."""
    return not definition.get("archived") and definition.get("datasensitivity") in (None, "non_sensitive")


def assign(definitions: list[dict], earlier: Assignments) -> Assignments:
    """A column for every definition (`name`, `type`, `archived`); those that have one keep it."""
    known = {name: list(columns) for name, columns in earlier.items()}
    taken = {c for columns in known.values() for a in columns for c in (a.column, a.unparsed) if c}

    def precedence(definition):
        name = definition["name"]
        return (*naming.precedence(name), bool(definition.get("archived")), name.encode(), definition["type"])

    for definition in sorted(definitions, key=precedence):
        name, kind = definition["name"], definition["type"]
        columns = known.setdefault(name, [])
        if any(a.hubspot_type == kind for a in columns):
            continue
        # Recreated with another type: a new column beside the old one.
        stem = f"{naming.fold(name)}__{naming.fold(kind)}" if columns else naming.fold(name)
        type_ = column_type(kind, name)
        column = naming.claim(f"property_{stem}", name, taken)
        unparsed = None if type_ == "string" else naming.claim(f"property_unparsed_{stem}", name, taken)
        columns.append(Assigned(kind, column, type_, unparsed))
    return known


def put(assigned: Assigned, raw: list, types: dict, values: dict, name: str, misfits: Counter):
    """The property's columns from its raw texts; `misfits` counts what does not parse."""
    types[assigned.column] = assigned.type
    raw = [text or None for text in raw]
    if assigned.unparsed is None:
        values[assigned.column] = raw
        return
    parsed = [parse(text, assigned.type) for text in raw]
    wrong = [value is UNPARSED for value in parsed]
    if any(wrong):
        misfits[name] += sum(wrong)
    values[assigned.column] = [None if bad else value for value, bad in zip(parsed, wrong)]
    always = assigned.type in ("double", "long") or assigned.type.startswith("decimal")
    types[assigned.unparsed] = "string"
    # Blank text is no value and no failure, but not lost either: it stands as text where the column is null.
    values[assigned.unparsed] = [
        text if always or value is None or value is UNPARSED else None for text, value in zip(raw, parsed)
    ]
