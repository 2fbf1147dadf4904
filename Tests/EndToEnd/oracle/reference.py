"""The reference tables: types, properties, association types, owners, pipelines."""

import json

from . import events
from .account import Account
from .associations import combined_id
from .catalogue import METATYPES, PRIMARY_DISPLAY_PROPERTIES, standard_names
from .expectation import Expectation
from .rows import fixed, typed
from .values import UNPARSED, parse


def reference(account: Account, event_types: list, result: Expectation):
    """Each of the reference tables."""
    yield fixed("object_and_event_type_definitions", [
        typed("object_and_event_type_definitions", row) | {
            "primarydisplayproperty": row["primarydisplayproperty"] or PRIMARY_DISPLAY_PROPERTIES.get(row["objecttypeid"]),
            "name": (standard_names(row) or [row["name"]])[0],
            "metatype": METATYPES.get(row["objecttypeid"].split("-")[0], "hubspot"),
            "tablename": f"objects_{result.names[row['objecttypeid']][1]}",
        }
        for row in account.types
    ] + events.definition_rows(event_types, result))  # fmt: skip
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
    probability = parse(metadata.get("probability"), "double")
    return typed("pipeline_stages", row) | {
        "probability": None if probability is UNPARSED else probability,
        "isclosed": _is_closed(metadata),
    }


def _is_closed(metadata: dict) -> bool | None:
    """Deals and custom types say `isClosed`, tickets `ticketState`."""
    value = parse(metadata.get("isClosed"), "boolean")
    if value in (True, False):
        return value
    return {"CLOSED": True, "OPEN": False}.get(metadata.get("ticketState"))
