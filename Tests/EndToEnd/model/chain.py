"""What the tables must hold, and what they may hold besides, from one sync to the next.

Most tables show the account as it is. Some accumulate: history entries once seen stay, as do definitions, pipelines and owners
that HubSpot no longer lists, and lists that were deleted. After a sync that was disturbed nobody knows what it has seen, so what
it may have seen is allowed to be there from then on, and not required to.
"""

import copy
import json
from dataclasses import dataclass, field, replace

from oracle.account import Account
from oracle.comparison import Verdict, compare_lakes
from oracle.expectation import Expectation, expect
from oracle.table import ANY, Table

#: Tables that keep rows of which the account says nothing any more.
ACCUMULATING = (
    "object_properties_history", "lists", "object_and_event_type_definitions", "property_definitions", "owners", "pipelines",
    "pipeline_stages",
)  # fmt: skip

#: Told by hublake alone; looked at by `lifecycle`.
TOLD = ("object_lifecycle", "audit_results")


@dataclass
class Chain:
    """Goes along with the syncs of one destination."""

    organization: str = "both"
    #: What the last sync of which all is known has left.
    certain: Expectation | None = None
    #: The same with all that disturbed syncs may have seen.
    possible: Expectation | None = None
    #: Table → key → rows that may be there.
    pool: dict[str, dict[tuple, list[tuple]]] = field(default_factory=dict)
    #: Records that were deleted for good: what they did may be erased with them.
    purged: set[tuple[str, int]] = field(default_factory=set)
    #: Table of events → key → the records that an occurrence has been said to be of.
    actors: dict[str, dict[tuple, set]] = field(default_factory=dict)
    #: Address → the contacts that have had it: an e-mail event names no record, and is of whoever hublake knows to have the address.
    owners: dict[str, set] = field(default_factory=dict)

    @property
    def is_certain(self) -> bool:
        return self.certain is self.possible

    def may_have_seen(self, truth: Account):
        """A sync has run, or runs, of which nobody can say how far it came or what it saw."""
        self.possible = self._after(truth, self.possible)
        self._allow(self.possible)

    def _after(self, truth: Account, earlier: Expectation | None) -> Expectation:
        if earlier:
            # Which columns were ever written is noted in the assignments themselves.
            earlier = replace(earlier, assigned=copy.deepcopy(earlier.assigned))
        made = expect(truth, self.organization, earlier)
        self._note_actors(truth, made)
        return _with_forgotten(made, earlier) if earlier else made

    def _allow(self, seen: Expectation):
        for name in ACCUMULATING:
            table = seen.tables.get(name)
            if table is None:
                continue
            known = self.pool.setdefault(name, {})
            for key, row in _rows(table, table.types):
                rows = known.setdefault(key, [])
                if row not in rows:
                    rows.append(row)

    def check(self, truth: Account, tables: dict[str, Table], window=None) -> Verdict:
        """Whether the tables are right after a sync that saw all of the account; goes on from there if they are."""
        wanted = self._after(truth, self.certain)
        if not self.is_certain:
            self._allow(self._after(truth, self.possible))
        shown, kept = {}, {}
        for name, table in tables.items():
            if name in TOLD:
                continue
            shown[name], kept[name] = table, []
            if name in ACCUMULATING and self.pool and name in wanted.tables:
                shown[name], kept[name] = self._without_allowed(table, wanted.tables[name])
        required = {name: _as_of_reading(table) for name, table in wanted.tables.items() if name not in TOLD}
        for name in filter(_is_of_events, required.keys() & shown.keys()):
            required[name], shown[name] = (self._without_purged(table[name]) for table in (required, shown))
        verdict = compare_lakes(required, shown, window)
        if verdict:
            for name, rows in kept.items():
                for column, cells in wanted.tables[name].values.items() if rows else ():
                    cells.extend(row.get(column) for row in rows)
            self.certain = self.possible = wanted
            self.pool = {}
        return verdict

    def _note_actors(self, truth: Account, made: Expectation):
        for contact in truth.records("0-1"):
            for address in _addresses(contact["properties"].get(name) for name in ("email", "hs_additional_emails")):
                self.owners.setdefault(address, set()).add(("0-1", int(contact["objectid"])))
        for name, table in made.tables.items():
            if not _is_of_events(name):
                continue
            known = self.actors.setdefault(name, {})
            names = zip(table.values["objecttypeid"], table.values["objectid"])
            for key, actor in zip(zip(*(table.values[c] for c in EVENT_KEY)), names):
                known.setdefault(key, set()).add(actor)

    def _without_purged(self, table: Table) -> Table:
        """Without the occurrences of purged records, which may be there or not."""
        known = self.actors.get(table.name, {})
        keys = zip(*(table.values[c] for c in EVENT_KEY))
        nobody: set = set()
        actors = [known.get(key, nobody) | self.owners.get(to, nobody) for key, to in zip(keys, _recipients(table))]
        kept = [row for row, names in enumerate(actors) if not names & self.purged]
        return replace(table, values={column: [cells[row] for row in kept] for column, cells in table.values.items()})

    def forget(self, type_id: str, ids: set[int]):
        """Rows of purged records' history may be there or not: they leave within the privacy deadline."""
        self.purged |= {(type_id, id_) for id_ in ids}
        for one in (self.certain, self.possible):
            table = one and one.tables.get("object_properties_history")
            if table is None:
                continue
            known = self.pool.setdefault(table.name, {})
            for key, row in _rows(table, table.types):
                if key[0] == type_id and key[1] in ids and row not in known.setdefault(key, []):
                    known[key].append(row)
            gone = [t == type_id and i in ids for t, i in zip(table.values["objecttypeid"], table.values["objectid"])]
            one.tables[table.name] = replace(
                table, values={c: [v for v, left in zip(cells, gone) if not left] for c, cells in table.values.items()}
            )

    def _without_allowed(self, found: Table, wanted: Table) -> tuple[Table, list[dict]]:
        """The table without rows that nobody requires but that may be there, and those rows."""
        required = {key for key, _ in _rows(wanted, wanted.types)}
        allowed = self.pool.get(found.name, {})
        columns = [c for c in wanted.types if c not in wanted.clock_columns]
        keep, extra = [], []
        keys = zip(*(found.values[c] for c in wanted.key))
        for index, key in enumerate(keys):
            row = tuple(found.values[c][index] for c in columns if c in found.values)
            if key not in required and row in allowed.get(key, []):
                extra.append({c: found.values[c][index] for c in found.values})
            else:
                keep.append(index)
        values = {column: [cells[index] for index in keep] for column, cells in found.values.items()}
        return replace(found, values=values), extra


#: What names an occurrence in every table of events.
EVENT_KEY = ("eventtypeid", "id", "occurredat")


def _is_of_events(name: str) -> bool:
    return name == "events" or name.startswith("events_")


def _addresses(texts) -> set[str]:
    """The addresses in the values of a contact's properties."""
    return {address for text in texts for address in (text or "").lower().split(";") if address}


def _recipients(table: Table) -> list[str]:
    """The address that each occurrence was sent to; empty for those of other kinds."""
    if "properties" in table.values:
        return [(json.loads(text or "{}").get("recipient") or "").lower() for text in table.values["properties"]]
    return [(text or "").lower() for text in table.values.get("property_recipient", [None] * table.row_count)]


def _as_of_reading(table: Table) -> Table:
    """Occurrences never change, so they are not read again: whose they are is as it was when they were read.

    An address may be another contact's since, and a record may have been merged into another.
    """
    if not _is_of_events(table.name):
        return table
    unknown = {column: [ANY] * table.row_count for column in ("objecttypeid", "objectid")}
    return replace(table, values=table.values | unknown)


def _rows(table: Table, types):
    """Key and cells of each row, but for the clock's columns."""
    columns = [c for c in types if c not in table.clock_columns]
    cells = zip(*(table.values[c] for c in columns))
    return zip(zip(*(table.values[c] for c in table.key)), cells)


def _with_forgotten(now: Expectation, earlier: Expectation) -> Expectation:
    """Tables of types that the account has no longer stay, without rows."""
    for name, table in earlier.tables.items():
        if name not in now.tables:
            now.add(replace(table, values={column: [] for column in table.values}))
    return now
