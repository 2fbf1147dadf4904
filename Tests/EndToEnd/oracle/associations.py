"""Associations in their tables: one a directed pair of types, and the one that all pairs share."""

from .account import Account
from .expectation import Expectation
from .rows import fixed
from .table import Table

CATEGORY_NUMBERS = {"HUBSPOT_DEFINED": 0, "INTEGRATOR_DEFINED": 1, "USER_DEFINED": 2, "WORK": 3}


def combined_id(category: str, type_id) -> str:
    return f"{CATEGORY_NUMBERS[category]}-{type_id}"


def individual(account: Account, pair: tuple[str, str], result: Expectation) -> Table:
    """`associations_<plural x>_to_<plural y>`."""
    (one, ones), (other, others) = result.names[pair[0]], result.names[pair[1]]
    first, second = f"{one}_objectid", f"{other}_objectid"
    if pair[0] == pair[1]:
        first, second = f"from_{first}", f"to_{second}"
    types = {
        first: "long", second: "long", "combinedassociationtypeid": "string", "associationcategory": "string",
        "associationtypeid": "long", "label": "string", "ismainassociationdefinition": "boolean",
        "ingestedat": "timestamptz",
    }  # fmt: skip
    rows = [_kind(a) | {first: int(a["fromobjectid"]), second: int(a["toobjectid"])} for a in account.associations(pair)]
    key = (first, second, "associationcategory", "associationtypeid")
    return Table.of_rows(f"associations_{ones}_to_{others}", types, key, rows)


def combined(account: Account) -> Table:
    """`associations`."""
    return fixed("associations", [
        _kind(a) | {
            "fromobjecttypeid": pair[0], "fromobjectid": int(a["fromobjectid"]),
            "toobjecttypeid": pair[1], "toobjectid": int(a["toobjectid"]),
        }
        for pair in account.pairs()
        for a in account.associations(pair)
    ])  # fmt: skip


def _kind(association: dict) -> dict:
    category, type_id = association["associationcategory"], int(association["associationtypeid"])
    return {
        "combinedassociationtypeid": combined_id(category, type_id), "associationcategory": category,
        "associationtypeid": type_id, "label": association.get("label"),
    }  # fmt: skip
