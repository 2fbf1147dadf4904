"""Marketing-e-mail events: an API of its own, which tells the recipient's address and no record."""

import json

from .account import Account
from .catalogue import EMAIL_EVENTS

#: What becomes a column of its own or says which table it is.
_NO_PROPERTIES = {"id", "created", "type"}


def email_occurrences(account: Account) -> dict[str, list[dict]]:
    """The occurrences by the name of their event type."""
    contacts = {}
    for record in account.records("0-1"):
        address = (record["properties"].get("email") or "").lower()
        if address:
            contacts.setdefault(address, int(record["objectid"]))
    found: dict[str, list[dict]] = {}
    for event in account["email_events"]:
        contact = contacts.get((event.get("recipient") or "").lower())
        found.setdefault(EMAIL_EVENTS[event["type"]], []).append({
            "id": str(event["id"]), "objecttypeid": None if contact is None else "0-1", "objectid": contact,
            "occurredat": int(event["created"]) * 1000, "properties": _properties(event),
        })  # fmt: skip
    return found


def _properties(event: dict) -> dict[str, str]:
    return {name: _text(value) for name, value in event.items() if name not in _NO_PROPERTIES and value is not None}


def _text(value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
