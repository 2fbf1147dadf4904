"""Events in their tables: one an event type, and the one that all types share. Marketing e-mail's events are among them."""

import json
import re
from collections import Counter
from dataclasses import dataclass, field

from . import naming
from .account import Account
from .catalogue import EMAIL_EVENTS, EVENT_TYPE_IDS, METATYPES
from .columns import assign, is_written, put
from .email_events import email_occurrences
from .expectation import Expectation
from .records import is_misfit
from .rows import distinct, fixed, typed
from .table import Table
from .values import combined_text, parse

_PREFIX = re.compile(r"(?:(e)|(pe)\d+|(ae)\d+)_(?=.)")
_METATYPES = {"e": "hubspot", "pe": "portal", "ae": "integrator"}


@dataclass
class EventType:
    """An event type with its occurrences, each with `id`, `objecttypeid`, `objectid`, `occurredat` and `properties`."""

    full_name: str
    id: str
    row: dict = field(default_factory=dict)
    properties: list[dict] = field(default_factory=list)
    occurrences: list[dict] = field(default_factory=list)

    @property
    def stem(self) -> str:
        """The name without the prefix that says who defined it."""
        return _PREFIX.sub("", self.full_name, count=1)

    @property
    def metatype(self) -> str | None:
        by_id = METATYPES.get(self.id.split("-")[0]) if "-" in self.id else None
        prefix = _PREFIX.match(self.full_name)
        return by_id or (_METATYPES[next(filter(None, prefix.groups()))] if prefix else None)


def event_types(account: Account) -> list[EventType]:
    """Every event type that HubSpot lists, and those of marketing e-mail."""
    types = {row["fullyqualifiedname"]: _event_type(row, account) for row in account["event_types"]}
    if account.has("email_events"):
        sent = email_occurrences(account)
        for name in EMAIL_EVENTS.values():
            type_ = types.setdefault(name, EventType(name, EVENT_TYPE_IDS.get(name, name)))
            type_.properties = [*type_.properties, {"name": "recipient", "type": "string"}]
            type_.occurrences += sent.get(name, [])
    for type_ in types.values():
        type_.occurrences = distinct(type_.occurrences, ("id", "occurredat"))
    return list(types.values())


def _event_type(row: dict, account: Account) -> EventType:
    """Definitions, ids and labels can be read of the account's own types alone."""
    name = row["fullyqualifiedname"]
    occurrences = [_occurrence(o) for o in account[f"events/{name}"]]
    if row.get("isdefined", True):
        return EventType(name, row.get("eventtypeid") or name, row, row.get("properties") or [], occurrences)
    return EventType(name, EVENT_TYPE_IDS.get(name, name), {}, [], occurrences)


def _occurrence(row: dict) -> dict:
    return {
        "id": str(row["id"]), "objecttypeid": row.get("objecttypeid"),
        "objectid": None if row.get("objectid") is None else int(row["objectid"]),
        "occurredat": parse(str(row["occurredat"]), "timestamptz"),
        "properties": {name: text for name, text in (row.get("properties") or {}).items() if text is not None},
    }  # fmt: skip


def name_tables(types: list[EventType], result: Expectation):
    """Gives each type a table; HubSpot's own types and those that need no folding choose first."""
    taken = set(result.event_tables.values())

    def precedence(type_):
        folded = naming.fold(type_.stem) != type_.stem
        return folded, type_.metatype != "hubspot", type_.full_name

    for type_ in sorted(types, key=precedence):
        if type_.full_name not in result.event_tables:
            wanted = f"events_{naming.fold(type_.stem)}"
            result.event_tables[type_.full_name] = naming.claim(wanted, type_.full_name, taken)


def individual(type_: EventType, result: Expectation) -> Table:
    """`events_<name>`: columns of their type where there is a definition, else text as soon as a property occurs."""
    name = result.event_tables[type_.full_name]
    occurrences = type_.occurrences
    types = {
        "eventtypeid": "string", "id": "string", "objecttypeid": "string", "objectid": "long",
        "occurredat": "timestamptz", "ingestedat": "timestamptz",
    }  # fmt: skip
    values = {column: [o.get(column) for o in occurrences] for column in types}
    values["eventtypeid"] = [type_.id] * len(occurrences)
    definitions = _definitions(type_)
    columns = result.assigned[type_.full_name] = assign(definitions, result.assigned.get(type_.full_name, {}))
    live = {(d["name"], d["type"]) for d in definitions if is_written(d)}
    misfits = result.misfits.setdefault(name, Counter())
    for property_name, assigned_columns in columns.items():
        for assigned in assigned_columns:
            is_live = (property_name, assigned.hubspot_type) in live
            if is_live or assigned.written:
                raw = [o["properties"].get(property_name) if is_live else None for o in occurrences]
                put(assigned, raw, types, values, property_name, misfits)
                assigned.written = True
    return Table(name, types, values, ("eventtypeid", "id", "occurredat"))


def _definitions(type_: EventType) -> list[dict]:
    defined = {d["name"] for d in type_.properties}
    occurring = {name for o in type_.occurrences for name in o["properties"]} - defined
    return [*type_.properties, *({"name": name, "type": "unknown"} for name in sorted(occurring))]


def combined(types: list[EventType], result: Expectation) -> Table:
    """`events`."""
    rows, misfits = [], Counter()
    for type_ in types:
        kinds = {d["name"]: d["type"] for d in _definitions(type_) if is_written(d)}
        for occurrence in type_.occurrences:
            texts = {
                name: combined_text(raw, kinds[name]) for name, raw in occurrence["properties"].items() if raw and name in kinds
            }
            misfits.update(n for n in texts if is_misfit(occurrence["properties"][n], kinds[n]))
            rows.append(
                {column: cell for column, cell in occurrence.items() if column != "properties"}
                | {"eventtypeid": type_.id, "eventname": type_.full_name, "properties": json.dumps(texts)}
            )
    result.misfits["events"] = +misfits
    return fixed("events", rows)


def definition_rows(types: list[EventType], result: Expectation) -> list[dict]:
    """The rows of `object_and_event_type_definitions`."""
    return [
        typed("object_and_event_type_definitions", type_.row) | {
            "objecttypeid": type_.id, "fullyqualifiedname": type_.full_name,
            "name": type_.row.get("name") or type_.stem, "metatype": type_.metatype,
            "singularname": type_.row.get("label"), "archived": bool(type_.row.get("archived")),
            "tablename": result.event_tables[type_.full_name],
        }
        for type_ in types
    ]  # fmt: skip
