"""The tables that an account must give, from its truth and the data format alone."""

from collections import Counter
from dataclasses import dataclass, field

from .account import Account
from .columns import Assignments, assign
from .table import Table
from .type_names import name_types


@dataclass
class Expectation:
    """All expected tables, with the names given so far: a second expectation goes on from the first one's."""

    tables: dict[str, Table] = field(default_factory=dict)
    #: Object type id, or event's name → property name → its columns, oldest first.
    assigned: dict[str, Assignments] = field(default_factory=dict)
    #: Object type id → (singular, plural), folded.
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    #: Event's name → its table.
    event_tables: dict[str, str] = field(default_factory=dict)
    #: Table → property → how many values do not parse.
    misfits: dict[str, Counter] = field(default_factory=dict)

    @property
    def unparsed_count(self) -> int:
        """How many values stand as text in the tables of records because they do not parse."""
        return sum(misfits.total() for name, misfits in self.misfits.items() if name.startswith("objects_"))

    def add(self, table: Table):
        assert table.name not in self.tables, table.name
        self.tables[table.name] = table


def expect(account: Account, organization: str = "individual", earlier: Expectation | None = None) -> Expectation:
    """What a finished run over `account` must have left, after the run that left `earlier`."""
    from . import associations, events, history, lifecycle, lists, records, reference, runs  # they know the Expectation

    result = Expectation(names=name_types(account, earlier.names if earlier else {}))
    if earlier:
        result.assigned, result.event_tables = dict(earlier.assigned), dict(earlier.event_tables)
    for type_ in account.types:
        id_ = type_["objecttypeid"]
        result.assigned[id_] = assign(account.properties(id_), result.assigned.get(id_, {}))
    event_types = events.event_types(account)
    events.name_tables(event_types, result)

    if organization in ("individual", "both"):
        for type_ in account.types:
            result.add(records.individual(account, type_["objecttypeid"], result))
        for pair in account.pairs():
            result.add(associations.individual(account, pair, result))
        for event_type in event_types:
            result.add(events.individual(event_type, result))
    if organization in ("combined", "both"):
        for table in records.combined(account, result):
            result.add(table)
        result.add(associations.combined(account))
        result.add(events.combined(event_types, result))
    before = earlier.tables if earlier else {}
    result.add(history.history(account, result, before.get(history.NAME)))
    result.add(lifecycle.lifecycle(account, is_first=earlier is None))
    for table in lists.lists(account, before.get("lists")):
        result.add(table)
    for table in reference.reference(account, event_types, result):
        result.add(_with_archived(table, before.get(table.name)))
    result.add(runs.unknown_runs())
    return result


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
