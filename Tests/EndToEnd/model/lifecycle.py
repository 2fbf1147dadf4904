"""What `object_lifecycle` must tell: each change of a record's state between two syncs that saw it, once."""

from collections import defaultdict
from dataclasses import dataclass, field

from oracle.account import Account
from oracle.table import Table

LIVE, ARCHIVED, GONE = "live", "archived", "gone"

#: A record: its type and its id.
Name = tuple[str, int]


@dataclass
class Sighting:
    """The state of all records at one moment, and whether a sync must have seen it or only may have."""

    states: dict[Name, tuple]
    is_certain: bool
    #: The types that the account had; of a deleted type's records nothing can be told any more. None for all types.
    types: frozenset[str] | None = None

    def shows(self, type_id: str) -> bool:
        return self.types is None or type_id in self.types


@dataclass
class Lifecycle:
    """Follows the states of the records from sync to sync."""

    sightings: list[Sighting] = field(default_factory=list)

    def saw(self, truth: Account, is_certain: bool):
        """A sync ran while the account was like this."""
        types = frozenset(type_["objecttypeid"] for type_ in truth.types)
        self.sightings.append(Sighting(_states(truth), is_certain, types))

    def purged(self, truth: Account) -> dict[str, set[int]]:
        """The records that some sync may have seen and that are gone without a trace."""
        now = _states(truth)
        found: dict[str, set[int]] = defaultdict(set)
        for sighting in self.sightings:
            for name in sighting.states:
                if now.get(name, (GONE,))[0] == GONE:
                    found[name[0]].add(name[1])
        return found

    def problems(self, table: Table) -> list[str]:
        """What the table tells too much, or too little of."""
        told: dict[Name, list[tuple]] = defaultdict(list)
        columns = ("objecttypeid", "objectid", "event", "mergedintoobjectid", "occurredat", "ingestedat")
        for type_id, id_, event, survivor, occurred, ingested in zip(*(table.values[c] for c in columns)):
            told[type_id, id_].append((ingested, occurred, event, survivor))
        names = set(told) | {name for sighting in self.sightings for name in sighting.states}
        found = []
        for name in sorted(names):
            events = [(event, survivor) for _, _, event, survivor in sorted(told[name], key=lambda row: row[:2])]
            seen = [(s.states.get(name, (GONE,)), s.is_certain) for s in self.sightings if s.shows(name[0])]
            if not _explains(seen, events):
                found.append(f"{name}: the table tells {events}, the syncs saw {_short(seen)}")
        return found


def last_events(table: Table) -> dict[Name, str]:
    """What became of each record at last."""
    columns = ("ingestedat", "occurredat", "objecttypeid", "objectid", "event")
    rows = sorted(zip(*(table.values[c] for c in columns)))
    return {(type_id, id_): event for _, _, type_id, id_, event in rows}


def _states(truth: Account) -> dict[Name, tuple]:
    """Of each record that is there: live, archived (since when), or merged into whom."""
    states: dict[Name, tuple] = {}
    for type_ in truth.types:
        id_ = type_["objecttypeid"]
        states |= {(id_, int(r["objectid"])): (LIVE,) for r in truth.records(id_)}
        states |= {(id_, int(r["objectid"])): (ARCHIVED, r["archivedat"]) for r in truth[f"archived/{id_}"]}
    next_ = {(m["objecttypeid"], int(m["absorbedid"])): int(m["survivorid"]) for m in truth["merges"]}
    for (type_id, absorbed), survivor in next_.items():
        while (type_id, survivor) in next_ and next_[type_id, survivor] != survivor:
            survivor = next_[type_id, survivor]
        # With a survivor that was deleted for good all that it absorbed is gone.
        if (type_id, survivor) in states:
            states.setdefault((type_id, absorbed), ("merged", survivor))
    return states


def _explains(seen: list[tuple[tuple, bool]], events: list[tuple]) -> bool:
    """Whether the events are what syncs tell that saw all certain states and any of the others.

    What a record was before the first sync that saw it live nobody needs to tell, but may.
    """
    # Each way to account for the sightings so far: the last state that was seen, and how many events that took.
    ways: set[tuple[tuple | None, int]] = {(None, 0)}
    for state, is_certain in seen:
        after = set()
        for last, told in ways:
            if not is_certain:
                after.add((last, told))
            after |= _step(last, state, told, events)
        ways = after
    return any(told == len(events) for _, told in ways)


def _step(last: tuple | None, state: tuple, told: int, events: list[tuple]) -> set[tuple[tuple | None, int]]:
    """The ways on after a sync saw `state`."""
    if last is None and state == (GONE,):
        return {(None, told)}
    if last == state:
        return {(state, told)}
    ways = set()
    next_ = events[told] if told < len(events) else None
    if next_ and _tells(last, state, next_):
        ways.add((state, told + 1))
    # The first time that a record is seen it has no state to change from. A chain of merges may be told anew when it grows, and a
    # record that was archived again since may be told again.
    if last is None or last[0] == "merged" and state[0] in ("merged", GONE) or last[0] == state[0] == ARCHIVED:
        ways.add((state, told))
    return ways


def _tells(last: tuple | None, state: tuple, event: tuple) -> bool:
    name, survivor = event
    match state[0]:
        case "live":
            return name == "restored" and last is not None
        case "archived":
            return name == "archived"
        case "merged":
            return name == "merged" and survivor == state[1]
        case _:
            return name == "purged" or (name == "expired" and last is not None and last[0] == ARCHIVED)


def _short(seen: list[tuple[tuple, bool]]) -> list[str]:
    words = ["/".join(map(str, state)) + ("" if is_certain else "?") for state, is_certain in seen]
    return [word for index, word in enumerate(words) if index == 0 or words[index - 1] != word]
