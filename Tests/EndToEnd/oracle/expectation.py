"""The tables that an account must give, from its truth and the data format alone."""

import json
from dataclasses import dataclass, field

from . import naming
from .account import Account
from .shapes import PRIMARY_DISPLAY_PROPERTIES, SHAPES, STANDARD_TYPES
from .table import Table
from .values import UNPARSED, column_type, combined_text, parse

#: Names that every `objects_*` table has before its properties.
FIXED_OBJECT_COLUMNS = {
    "objecttypeid": "string", "objectid": "long", "updatedat": "timestamptz", "ingestedat": "timestamptz",
}  # fmt: skip
CATEGORY_NUMBERS = {"HUBSPOT_DEFINED": 0, "INTEGRATOR_DEFINED": 1, "USER_DEFINED": 2, "WORK": 3}
METATYPES = {"0": "hubspot", "1": "integrator", "2": "portal"}


@dataclass
class Assigned:
    """The column that a property has, and the one for what does not parse."""

    hubspot_type: str
    column: str
    type: str
    unparsed: str | None
    #: Whether a run has made the column; from then on it stays, whatever becomes of the property.
    written: bool = False


@dataclass
class Expectation:
    """All expected tables, with the names given so far: a second expectation goes on from the first one's."""

    tables: dict[str, Table] = field(default_factory=dict)
    #: Object type id → property name → its columns, oldest first.
    assigned: dict[str, dict[str, list[Assigned]]] = field(default_factory=dict)
    #: Object type id → (singular, plural), folded.
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    #: How many values stand as text because they do not parse.
    unparsed_count: int = 0


def expect(account: Account, organization: str = "individual", earlier: Expectation | None = None) -> Expectation:
    """What a finished run over `account` must have left, after the run that left `earlier`."""
    result = Expectation(assigned=dict(earlier.assigned) if earlier else {}, names=dict(earlier.names) if earlier else {})
    _name_types(account, result)
    for type_ in account.types:
        _assign_columns(account, type_["objecttypeid"], result)
    if organization in ("individual", "both"):
        for type_ in account.types:
            _add(result, _objects(account, type_["objecttypeid"], result))
        for pair in account.pairs():
            _add(result, _associations(account, pair, result))
    if organization in ("combined", "both"):
        _add(result, _combined(account))
    for table in _reference(account, result):
        _add(result, _with_archived(table, earlier.tables.get(table.name) if earlier else None))
    return result


def _add(result: Expectation, table: Table):
    assert table.name not in result.tables, table.name
    result.tables[table.name] = table


def _with_archived(table: Table, earlier: Table | None) -> Table:
    """What HubSpot no longer lists stays, marked archived, where the table has a column for that: old records refer to it."""
    if earlier is None or "archived" not in table.types:
        return table
    listed = set(zip(*(table.values[column] for column in table.key)))
    for row, key in enumerate(zip(*(earlier.values[column] for column in table.key))):
        if key not in listed:
            for column, cells in table.values.items():
                cells.append(True if column == "archived" else earlier.values[column][row])
    return table


def _name_types(account: Account, result: Expectation):
    taken = {f"objects_{plural}" for _, plural in result.names.values()}
    for type_ in sorted(account.types, key=lambda t: (t["objecttypeid"] not in STANDARD_TYPES, t["objecttypeid"])):
        id_ = type_["objecttypeid"]
        if id_ in result.names:
            continue
        if id_ in STANDARD_TYPES:
            singular, original = STANDARD_TYPES[id_]
        else:
            label = type_.get("pluralname") or ""
            singular, original = naming.fold(type_["name"]), label if label and label.isascii() else type_["name"]
        table = naming.claim(f"objects_{naming.fold(original)}", original, taken)
        result.names[id_] = (singular, table.removeprefix("objects_"))


def _assign_columns(account: Account, type_id: str, result: Expectation):
    known = {name: list(columns) for name, columns in result.assigned.get(type_id, {}).items()}
    taken = {c for columns in known.values() for a in columns for c in (a.column, a.unparsed) if c}

    def precedence(definition):
        name = definition["name"]
        return (*naming.precedence(name), bool(definition["archived"]), name.encode(), definition["type"])

    for definition in sorted(account.properties(type_id), key=precedence):
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
    result.assigned[type_id] = known


def is_written(definition: dict) -> bool:
    """Whether a property's values are read: not the archived and, by default, not the sensitive ones."""
    return not definition.get("archived") and definition.get("datasensitivity") in (None, "non_sensitive")


def _objects(account: Account, type_id: str, result: Expectation) -> Table:
    records = account.records(type_id)
    types = dict(FIXED_OBJECT_COLUMNS)
    values = {
        "objecttypeid": [type_id] * len(records),
        "objectid": [int(r["objectid"]) for r in records],
        "updatedat": [parse(r["updatedat"], "timestamptz") for r in records],
        "ingestedat": [None] * len(records),
    }
    live = {(d["name"], d["type"]) for d in account.properties(type_id) if is_written(d)}
    for name, columns in result.assigned[type_id].items():
        for assigned in columns:
            is_live = (name, assigned.hubspot_type) in live
            if is_live or assigned.written:
                raw = [(r["properties"].get(name) or None) if is_live else None for r in records]
                _put_property(assigned, raw, types, values, result)
                assigned.written = True
    return Table(f"objects_{result.names[type_id][1]}", types, values, ("objectid",))


def _put_property(assigned: Assigned, raw: list, types: dict, values: dict, result: Expectation):
    types[assigned.column] = assigned.type
    if assigned.unparsed is None:
        values[assigned.column] = raw
        return
    parsed = [parse(text, assigned.type) for text in raw]
    failed = [value is UNPARSED for value in parsed]
    result.unparsed_count += sum(failed)
    values[assigned.column] = [None if wrong else value for value, wrong in zip(parsed, failed)]
    always = assigned.type in ("double", "long") or assigned.type.startswith("decimal")
    types[assigned.unparsed] = "string"
    # Blank text is no value and no failure, but not lost either: it stands as text where the column is null.
    values[assigned.unparsed] = [
        text if always or value is None or value is UNPARSED else None for text, value in zip(raw, parsed)
    ]


def _associations(account: Account, pair: tuple[str, str], result: Expectation) -> Table:
    (one, ones), (other, others) = result.names[pair[0]], result.names[pair[1]]
    first, second = f"{one}_objectid", f"{other}_objectid"
    if first == second:
        first, second = f"from_{first}", f"to_{second}"
    types = {
        first: "long", second: "long", "combinedassociationtypeid": "string", "associationcategory": "string",
        "associationtypeid": "long", "label": "string", "ismainassociationdefinition": "boolean",
        "ingestedat": "timestamptz",
    }  # fmt: skip
    rows = [
        {
            first: int(a["fromobjectid"]), second: int(a["toobjectid"]),
            "combinedassociationtypeid": combined_id(a["associationcategory"], a["associationtypeid"]),
            "associationcategory": a["associationcategory"], "associationtypeid": int(a["associationtypeid"]),
            "label": a.get("label"),
        }
        for a in account[f"associations/{pair[0]}/{pair[1]}"]
    ]  # fmt: skip
    key = (first, second, "associationcategory", "associationtypeid")
    return Table.of_rows(f"associations_{ones}_to_{others}", types, key, rows)


def combined_id(category: str, type_id) -> str:
    return f"{CATEGORY_NUMBERS[category]}-{type_id}"


def _combined(account: Account) -> Table:
    rows = []
    for type_ in account.types:
        type_id = type_["objecttypeid"]
        kinds = {d["name"]: d["type"] for d in account.properties(type_id) if is_written(d)}
        for record in account.records(type_id):
            texts = {
                name: text
                for name, raw in record["properties"].items()
                if name in kinds and (text := combined_text(raw, kinds[name])) is not None
            }
            rows.append({
                "objecttypeid": type_id, "objectid": int(record["objectid"]), "properties": json.dumps(texts),
                "updatedat": parse(record["updatedat"], "timestamptz"),
            })  # fmt: skip
    return fixed("object_with_object_properties", rows)


def _reference(account: Account, result: Expectation):
    yield fixed("object_and_event_type_definitions", [
        typed("object_and_event_type_definitions", row) | {
            "primarydisplayproperty": row["primarydisplayproperty"] or PRIMARY_DISPLAY_PROPERTIES.get(row["objecttypeid"]),
            "metatype": METATYPES[row["objecttypeid"].split("-")[0]],
            "tablename": f"objects_{result.names[row['objecttypeid']][1]}",
        }
        for row in account.types
    ])  # fmt: skip
    yield fixed("property_definitions", [
        typed("property_definitions", row) | {"columnname": _column_name(row, result)}
        for row in account["property_definitions"]
    ])  # fmt: skip
    yield fixed("association_definitions", [
        typed("association_definitions", row) | {"combinedassociationtypeid": combined_id(row["category"], row["id"])}
        for row in account["association_definitions"]
    ])  # fmt: skip
    yield fixed("owners", [typed("owners", row) | {"isactive": not row["archived"]} for row in account["owners"]])
    for name in ("owner_teams", "pipelines"):
        yield fixed(name, [typed(name, row) for row in account[name]])
    yield fixed("pipeline_stages", [_stage(row) for row in account["pipeline_stages"]])


def _column_name(definition: dict, result: Expectation) -> str:
    columns = result.assigned[definition["objecttypeid"]][definition["name"]]
    return next(a.column for a in columns if a.hubspot_type == definition["type"])


def _stage(row: dict) -> dict:
    metadata = row.get("metadata") or {}
    if isinstance(metadata, str):
        metadata = json.loads(metadata)
    result = typed("pipeline_stages", row)
    for column, name, type_ in (("probability", "probability", "double"), ("isclosed", "isClosed", "boolean")):
        value = parse(metadata.get(name), type_)
        result[column] = None if value is UNPARSED else value
    return result


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
