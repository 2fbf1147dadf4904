"""What is in the simulated account: the simulator's truth, read name by name as JSON lines."""

import json
import urllib.parse
import urllib.request
from dataclasses import dataclass, field

from .catalogue import UNNUMBERED_TYPES

_TYPE_KEYS = ("objecttypeid", "fromobjecttypeid", "toobjecttypeid")


@dataclass
class Account:
    """Lists of rows by truth name: `objects/0-1`, `associations/0-1/0-2`, `owners`, …"""

    rows: dict[str, list[dict]] = field(default_factory=dict)

    @staticmethod
    def fetch(url: str) -> "Account":
        """The whole truth of the simulator at `url`."""
        base = url.rstrip("/") + "/_simulator/truth"
        account = Account({name: _lines(f"{base}/{urllib.parse.quote(name)}") for name in _names(base)})
        unpublished = {
            type_["objecttypeid"]: UNNUMBERED_TYPES[type_["name"]] for type_ in account.types if type_["name"] in UNNUMBERED_TYPES
        }
        return account.renumbered(unpublished) if unpublished else account

    def renumbered(self, ids: dict[str, str]) -> "Account":
        """The same with other ids of object types."""
        def row(one):
            return one | {key: ids[one[key]] for key in _TYPE_KEYS if one.get(key) in ids}

        return Account({
            "/".join(ids.get(part, part) for part in name.split("/")): list(map(row, rows)) for name, rows in self.rows.items()
        })

    def __getitem__(self, name: str) -> list[dict]:
        return self.rows.get(name, [])

    @property
    def types(self) -> list[dict]:
        """The object types; event types (`4-…`, `6-…`) have no records."""
        return [t for t in self["object_and_event_type_definitions"] if t["objecttypeid"][:2] not in ("4-", "5-", "6-")]

    def has(self, name: str) -> bool:
        """Whether the account has that kind of data at all, be it without rows."""
        return name in self.rows

    def records(self, type_id: str) -> list[dict]:
        return self[f"objects/{type_id}"]

    def properties(self, type_id: str) -> list[dict]:
        return [p for p in self["property_definitions"] if p["objecttypeid"] == type_id]

    def associations(self, pair: tuple[str, str]) -> list[dict]:
        return self[f"associations/{pair[0]}/{pair[1]}"]

    def pairs(self) -> list[tuple[str, str]]:
        """The directed pairs for which HubSpot lists an association type."""
        seen = {(d["fromobjecttypeid"], d["toobjecttypeid"]): None for d in self["association_definitions"]}
        return list(seen)

    def without_types(self, *type_ids: str) -> "Account":
        """What a token sees that may not read the records of these types; lists (but not their members) and events have permissions of their own."""
        gone = set(type_ids)
        return Account({
            name: rows if _has_own_permission(name) else [r for r in rows if not any(r.get(key) in gone for key in _TYPE_KEYS)]
            for name, rows in self.rows.items()
            if not gone & set(name.split("/")[1:])
        })


def _has_own_permission(name: str) -> bool:
    return name.split("/")[0] in ("lists", "events", "event_types", "email_events")


def _open(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=120) as answer:
        return answer.read()


def _names(base: str) -> list[str]:
    return json.loads(_open(base))


def _lines(url: str) -> list[dict]:
    return [json.loads(line) for line in _open(url).splitlines() if line.strip()]
