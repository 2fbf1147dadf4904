"""A run killed right before or right after any of its writes leaves each table in its old state or its new one.

The run kills itself with SIGKILL at a write (`HUBLAKE_FAULT`); a write is a put or a delete. Of some tables, one of each sort,
every write is tried, over an empty destination and over one that holds an earlier state of the account. With --all every table,
in a folder: each kind of write (data file, manifest, list of manifests, metadata, hint) of each table once, the moment chosen by a
seed; and in S3 a third of those.
"""

import concurrent.futures
import dataclasses
import random
import signal
from collections import Counter
from dataclasses import dataclass

import pytest
from oracle.comparison import compare
from oracle.expectation import expect
from oracle.readers import READERS
from oracle.table import Table

from conftest import Hublake, Simulator
from support import accounts
from support.benches import Benches, BucketBench, FolderBench

#: One table of each sort.
SELECTION = "objects_contacts,objects_pets,associations_pets_to_contacts,object_with_object_properties,owners"
OBSERVERS = ("pyarrow", "duckdb")
PARALLEL = 2

ACCOUNT = accounts.TINY | {"limit_general": 0, "limit_associations": 0}
#: A row or more for every kind of table.
EVERY_KIND = ACCOUNT | {"lists": 3, "events": 3, "email_events": 14}
FAST = ("--association-limit", "1000000")


@dataclass
class Crash:
    """All that the crashes of one starting point have in common."""

    hublake: Hublake
    account: Simulator
    flags: list[str]
    benches: Benches
    old: dict[str, Table]
    new: dict[str, Table]
    #: How many writes a whole run has, and how many of them each kind of file of each table has.
    writes: int = 0
    kinds: Counter = dataclasses.field(default_factory=Counter)

    def run(self, place, **options):
        # What changed besides records is seen at once, whenever it would be due.
        return self.hublake.sync(self.account, place, *self.flags, "--full", **options)

    def rehearse(self):
        """A whole run, to count its writes."""
        with self.benches.borrowed() as place:
            before = place.lake.sizes()
            self.writes = self.run(place).must(0).report["store"]["writes"]
            written = [key for key in place.lake.sizes() if key not in before]
        for key in written:
            table, _, name = key.partition("/")
            self.kinds[f"{table}/{name.partition('/')[0]}/"] += 1
        # A hint, the catalog and such are written again under their old names.
        for table in {key.split("/")[0] for key in self.kinds if "/metadata/" in key}:
            if f"{table}/metadata/version-hint.text" in before:
                self.kinds[f"{table}/metadata/"] += 1
        self.kinds["_hublake/catalog.json"] = 1
        del self.kinds["_hublake/catalog.json/"]


def starting_points(hublake, account, flags, change, make) -> dict[str, Crash]:
    """Nothing, and an earlier state of the account; `change` leads from there to the state that runs are killed over."""
    earlier = expect(account.truth(), "both")
    filled = [make(f"lake-{number}") for number in range(PARALLEL)]
    for bench in filled:
        hublake.sync(account, bench.place, *flags).must(0)
        bench.keep()
    chosen = filled[0].place.lake.current_metadata().keys()
    change(account)
    later = expect(account.truth(), "both", earlier)
    fresh = expect(account.truth(), "both")
    empty = [make(f"new-{number}") for number in range(PARALLEL)]
    made = {
        "empty": Crash(hublake, account, flags, Benches(empty), {}, _only(fresh, chosen)),
        "existing": Crash(hublake, account, flags, Benches(filled), _only(earlier, chosen), _only(later, chosen)),
    }
    for crash in made.values():
        crash.rehearse()
    return made


def _only(expectation, names) -> dict[str, Table]:
    return {name: expectation.tables[name] for name in names}


def change_some(account):
    contacts = account.truth().records("0-1")
    account.change(
        {"kind": "update", "type": "0-1", "id": contacts[1]["objectid"], "properties": {"firstname": "After", "score_a": "x"}},
        {"kind": "archive", "type": "0-1", "id": contacts[0]["objectid"]},
        {"kind": "create", "type": "2-3456789", "properties": {"pet_name": "Newcomer"}},
        {"kind": "add-property", "type": "0-1", "name": "shoe_size", "propertyType": "number"},
    )


def change_every_kind(account):
    """Something in most tables."""
    change_some(account)
    truth = account.truth()
    ids = {type_: [r["objectid"] for r in truth.records(type_)] for type_ in ("0-1", "0-2", "0-3", "2-3456789")}
    address = next(a for r in truth.records("0-1") if (a := r["properties"]["email"]))
    list_ = next(row["listid"] for row in truth["lists"] if row["objecttypeid"] == "0-1" and not row["deletedat"])
    event = next(e["fullyqualifiedname"] for e in truth["event_types"] if e["name"] == "demo_booked")
    account.change(
        {"kind": "update", "type": "0-2", "id": ids["0-2"][0], "properties": {"name": "After"}},
        {"kind": "update", "type": "0-3", "id": ids["0-3"][0], "properties": {"dealname": "After"}},
        *({"kind": "dissociate", "type": one, "id": ids[one][1], "to": two, "toId": ids[two][0]}
          for one, two in (("0-1", "0-2"), ("0-1", "0-3"), ("0-3", "0-2"), ("2-3456789", "0-1"))),
        {"kind": "remove-from-list", "list": list_, "ids": [ids["0-1"][1]]},
        {"kind": "create-list", "type": "contacts", "name": "New", "ids": ids["0-1"][:2]},
        {"kind": "event", "name": event, "id": ids["0-1"][2]},
        {"kind": "email-event", "name": "OPEN", "recipient": address},
        {"kind": "put-pipeline", "type": "deals", "id": "p", "label": "P", "stages": [{"id": "s", "label": "S"}]},
        {"kind": "update-label", "type": "contacts", "to": "companies", "typeId": 152, "label": "Fitter"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def crashes(session_hublake, simulators, tmp_path_factory):
    """Of a few tables, in folders."""
    base = tmp_path_factory.mktemp("kill")
    flags = [*FAST, "--organization", "both", "--tables", SELECTION]
    return starting_points(
        session_hublake, simulators(**ACCOUNT), flags, change_some, lambda name: FolderBench.at(base / name)
    )


@pytest.fixture(scope="module")
def all_crashes(session_hublake, simulators, tmp_path_factory, bucket):
    """Of every table, in a kind of place."""
    made = {}

    def crashes_in(kind: str) -> dict[str, Crash]:
        if kind not in made:
            base = tmp_path_factory.mktemp("kill-all")
            make = {"folder": lambda name: FolderBench.at(base / name), "bucket": lambda name: BucketBench(bucket(f"kill-{name}"))}
            account = simulators(**EVERY_KIND)
            made[kind] = starting_points(session_hublake, account, [*FAST, "--organization", "both"], change_every_kind, make[kind])
        return made[kind]

    return crashes_in


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("start", ["empty", "existing"])
def test_killed_at_every_write(crashes, start, moment):
    crash = crashes[start]
    assert crash.writes >= 4 * (2 if start == "existing" else len(crash.new)), "hardly anything is written"
    numbers = range(1, crash.writes + 1)
    problems = _each(lambda number: _kill_and_look(crash, f"kill-{moment}-write:{number}", crash.new), numbers)
    print(f"{start}, killed {moment} each of {crash.writes} writes of {len(crash.new)} tables: {len(problems)} problems")
    assert not problems, "\n".join(problems[:20])


@pytest.mark.slow
@pytest.mark.parametrize("start", ["empty", "existing"])
@pytest.mark.parametrize("kind", ["folder", "bucket"])
def test_killed_at_each_kind_of_write_of_every_table(all_crashes, kind, start):
    crash = all_crashes(kind)[start]
    source = random.Random(f"{kind} {start}")
    points = [
        (f"kill-{source.choice(['before', 'after'])}-write:{number}:{key}", key.split("/")[0])
        for key, count in sorted(crash.kinds.items())
        # Of many data files of a table two are enough: the first and another one.
        for number in (range(1, count + 1) if "/metadata/" in key else sorted({1, source.randint(1, count)}))
    ]
    if kind == "bucket":  # slower, and the same commits: every third
        points = points[source.randrange(3) :: 3]
    names = sorted(crash.new)

    def look(point):
        fault, table = point
        # The table that was hit, and some that were written at the same time.
        some = {*random.Random(fault).sample(names, 8), *({table} & set(names))}
        return _kill_and_look(crash, fault, some)

    problems = _each(look, points)
    print(f"{kind}, {start}: killed at {len(points)} of {crash.writes} writes of {len(crash.new)} tables: {len(problems)} problems")
    assert not problems, "\n".join(problems[:20])
    assert len(points) >= (4 * len(crash.new) if start == "empty" else 60) / (3 if kind == "bucket" else 1)


def test_half_a_table_would_be_noticed(crashes):
    """The look itself: a table with a row too few is neither old nor new."""
    crash = crashes["existing"]
    name = "objects_contacts"
    short = {column: cells[1:] for column, cells in crash.old[name].values.items()}
    halved = Table(name, crash.old[name].types, short, crash.old[name].key)
    wrong = dataclasses.replace(crash, old=crash.old | {name: halved}, new=crash.new | {name: halved})
    with crash.benches.borrowed() as place:
        assert not _look(crash, place, "", crash.new)
        assert len(_look(wrong, place, "", crash.new)) == len(OBSERVERS)


def _each(look, points) -> list[str]:
    with concurrent.futures.ThreadPoolExecutor(PARALLEL) as pool:
        return [problem for problems in pool.map(look, points) for problem in problems]


def _kill_and_look(crash: Crash, fault: str, names) -> list[str]:
    with crash.benches.borrowed() as place:
        killed = crash.run(place, env={"HUBLAKE_FAULT": fault})
        if killed.code != -signal.SIGKILL:
            return [f"{fault}: the run was not killed but ended with {killed.code}: {killed.err[-300:]}"]
        problems = _look(crash, place, fault, names)
        again = crash.run(place)
        if again.code != 0:
            return [*problems, f"{fault}: the next sync ended with {again.code}: {again.err[-600:]}"]
        lake = place.lake
        keys = lake.current_metadata()
        if keys.keys() != crash.new.keys():
            problems.append(f"{fault}: after the next sync the tables are {sorted(keys)}")
        for name in set(names) & keys.keys():
            verdict = compare(crash.new[name], READERS["pyiceberg"](lake, name, keys[name]))
            if not verdict:
                problems.append(f"{fault}: after the next sync {verdict}")
        return problems


def _look(crash: Crash, place, where: str, names) -> list[str]:
    """What readers see that is neither the old state of a table nor the new one."""
    lake = place.lake
    problems = []
    keys = lake.current_metadata()
    files = lake.sizes()
    for name in keys.keys() - crash.new.keys():
        problems.append(f"{where}: nobody expects the table {name}")
    for name in names:
        for reader in OBSERVERS:
            # DuckDB opens the table by its hint; before there is one, the table is not there yet.
            has_hint = f"{name}/metadata/version-hint.text" in files
            if name not in keys or (reader == "duckdb" and not has_hint):
                if name in crash.old:
                    problems.append(f"{where}: {name} is gone for {reader}")
                continue
            try:
                seen = READERS[reader](lake, name, keys[name])
            except Exception as error:  # noqa: BLE001 - whatever stops a reader is what this test is about
                problems.append(f"{where}: {reader} cannot read {name}: {type(error).__name__} {error}"[:500])
                continue
            states = [states[name] for states in (crash.old, crash.new) if name in states]
            verdicts = [compare(state, seen) for state in states]
            if not any(verdicts):
                problems.append(f"{where}: {reader} sees half a state of {name}: {verdicts[-1]}")
    return problems
