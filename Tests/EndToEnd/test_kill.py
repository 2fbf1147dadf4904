"""A run killed right before or right after any of its writes leaves each table in its old state or its new one.

The run kills itself with SIGKILL at write N (`HUBLAKE_FAULT`); a write is a put or a delete. N goes from 1 to as many writes as
the whole run has, over an empty destination and over one that holds an earlier state of the account.
"""

import concurrent.futures
import contextlib
import dataclasses
import queue
import shutil
import signal
from dataclasses import dataclass
from pathlib import Path

import pytest
from oracle.comparison import compare
from oracle.expectation import expect
from oracle.lake import FolderLake
from oracle.readers import READERS
from oracle.table import Table

from conftest import Hublake, Simulator, folder_place
from support import accounts

#: One table of each sort; with --all every table.
SELECTION = "objects_contacts,objects_pets,associations_pets_to_contacts,object_with_object_properties,owners"
OBSERVERS = ("pyarrow", "duckdb")
PARALLEL = 2


@dataclass
class Crash:
    """All that the crashes of one starting point have in common."""

    hublake: Hublake
    account: Simulator
    flags: list[str]
    #: Folders to work in, each with what it holds before the run, or None; a table's files name their own place in full, so that
    #: a state can only be brought back where it came from.
    benches: "queue.Queue[tuple[Path, Path | None]]"
    old: dict[str, Table]
    new: dict[str, Table]
    writes: int = 0

    @contextlib.contextmanager
    def bench(self):
        """A place in the starting state, for one crash at a time."""
        folder, saved = self.benches.get()
        try:
            shutil.rmtree(folder, ignore_errors=True)
            if saved:
                shutil.copytree(saved, folder)
            yield folder_place(folder)
        finally:
            self.benches.put((folder, saved))

    def run(self, place, **options):
        return self.hublake.sync(self.account, place, *self.flags, **options)


@pytest.fixture(scope="module")
def crashes(request, session_hublake, simulators, tmp_path_factory):
    """Makes the two starting points: nothing, and an earlier state of the account."""
    account = simulators(**accounts.TINY, limit_general=0, limit_associations=0)
    selection = [] if request.config.getoption("--all") else ["--tables", SELECTION]
    flags = ["--organization", "both", *selection]
    base = tmp_path_factory.mktemp("kill")
    earlier = expect(account.truth(), "both")
    empty, existing = queue.Queue(), queue.Queue()
    for number in range(PARALLEL):
        folder, saved = base / f"lake-{number}", base / f"earlier-{number}"
        session_hublake.sync(account, folder_place(folder), *flags).must(0)
        shutil.copytree(folder, saved)
        existing.put((folder, saved))
        empty.put((base / f"new-{number}", None))
    chosen = FolderLake(base / "earlier-0").current_metadata().keys()

    contacts = account.truth().records("0-1")
    account.change(
        {"kind": "update", "type": "0-1", "id": contacts[1]["objectid"], "properties": {"firstname": "After", "score_a": "x"}},
        {"kind": "archive", "type": "0-1", "id": contacts[0]["objectid"]},
        {"kind": "create", "type": "2-3456789", "properties": {"pet_name": "Newcomer"}},
        {"kind": "add-property", "type": "0-1", "name": "shoe_size", "propertyType": "number"},
    )
    later = expect(account.truth(), "both", earlier)
    fresh = expect(account.truth(), "both")
    made = {
        "empty": Crash(session_hublake, account, flags, empty, {}, _only(fresh, chosen)),
        "existing": Crash(session_hublake, account, flags, existing, _only(earlier, chosen), _only(later, chosen)),
    }
    for crash in made.values():
        with crash.bench() as place:
            crash.writes = crash.run(place).must(0).report["store"]["writes"]
    return made


def _only(expectation, names) -> dict[str, Table]:
    return {name: expectation.tables[name] for name in names}


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("start", ["empty", "existing"])
def test_killed_at_every_write(crashes, start, moment):
    crash = crashes[start]
    assert crash.writes >= 4 * (2 if start == "existing" else len(crash.new)), "hardly anything is written"
    numbers = range(1, crash.writes + 1)
    with concurrent.futures.ThreadPoolExecutor(PARALLEL) as pool:
        problems = pool.map(lambda number: _kill_and_look(crash, moment, number), numbers)
    found = [problem for some in problems for problem in some]
    print(f"{start}, killed {moment} each of {crash.writes} writes of {len(crash.new)} tables: {len(found)} problems")
    assert not found, "\n".join(found[:20])


def test_half_a_table_would_be_noticed(crashes):
    """The look itself: a table with a row too few is neither old nor new."""
    crash = crashes["existing"]
    name = "objects_contacts"
    short = {column: cells[1:] for column, cells in crash.old[name].values.items()}
    halved = Table(name, crash.old[name].types, short, crash.old[name].key)
    wrong = dataclasses.replace(crash, old=crash.old | {name: halved}, new=crash.new | {name: halved})
    with crash.bench() as place:
        assert not _look(crash, place, "")
        assert len(_look(wrong, place, "")) == len(OBSERVERS)


def _kill_and_look(crash: Crash, moment: str, number: int) -> list[str]:
    where = f"killed {moment} write {number}"
    with crash.bench() as place:
        killed = crash.run(place, env={"HUBLAKE_FAULT": f"kill-{moment}-write:{number}"})
        if killed.code != -signal.SIGKILL:
            return [f"{where}: the run was not killed but ended with {killed.code}: {killed.err[-300:]}"]
        problems = _look(crash, place, where)
        again = crash.run(place)
        if again.code != 0:
            return [*problems, f"{where}: the next sync ended with {again.code}: {again.err[-600:]}"]
        lake = place.lake
        keys = lake.current_metadata()
        if keys.keys() != crash.new.keys():
            problems.append(f"{where}: after the next sync the tables are {sorted(keys)}")
        for name in crash.new.keys() & keys.keys():
            verdict = compare(crash.new[name], READERS["pyiceberg"](lake, name, keys[name]))
            if not verdict:
                problems.append(f"{where}: after the next sync {verdict}")
        return problems


def _look(crash: Crash, place, where: str) -> list[str]:
    """What readers see that is neither the old state of a table nor the new one."""
    lake = place.lake
    problems = []
    keys = lake.current_metadata()
    for name in keys.keys() - crash.new.keys():
        problems.append(f"{where}: nobody expects the table {name}")
    for name in crash.new:
        for reader in OBSERVERS:
            # DuckDB opens the folder by its hint; before there is one, the table is not there yet.
            hint = lake.folder / name / "metadata" / "version-hint.text"
            if name not in keys or (reader == "duckdb" and not hint.exists()):
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
