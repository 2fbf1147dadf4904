"""A first load that is interrupted goes on behind what it has committed, whatever changed meanwhile.

Small parts (`commit-records`) make many commits of few records; ranges of ids are read side by side from 4,000 records of a type on.
"""

import concurrent.futures
import dataclasses
import signal
from collections import Counter

import pytest
from oracle.comparison import compare
from oracle.expectation import expect
from oracle.readers import READERS, read_lake
from oracle.table import Table

from conftest import folder_place
from support.accounts import UNLIMITED
from support.benches import Benches, FolderBench

OK = 0
FAST = ("--association-limit", "1000000")
TABLES = (
    "objects_contacts,objects_taxes,objects,object_properties,object_with_object_properties,object_properties_history,"
    "object_lifecycle,associations,associations_contacts_to_companies"
)
READING = ("records.list", "records.batchRead")


def calls(account, *endpoints: str) -> int:
    return sum(c["count"] for c in account.calls()["calls"] if c["endpoint"] in (endpoints or READING))


@pytest.mark.parametrize("organization", ["both", "combined"])
def test_goes_on_after_each_interruption(hublake, simulator, folder, tmp_path, interrupt, organization):
    account = simulator("--type=taxes=4400", "--latency-ms=5", contacts=4300, companies=20, deals=3, custom=1, **UNLIMITED)
    flags = [*FAST, "--organization", organization, "--tables", TABLES]
    command = ["sync", "--json", "--hubspot-url", account.url, *folder.flags, *flags, "--commit-records", "300"]

    hublake.sync(account, folder_place(tmp_path / "elsewhere"), *flags).must(OK)
    whole = calls(account)
    account.forget_calls()
    made, seen = [], 0
    for share in (0.3, 0.6):
        process = hublake.start(*command)
        interrupt(process, signal.SIGKILL, when=lambda share=share: calls(account) >= share * whole)
        hublake.finish(process, 0)
        # By its metadata file: a table that the kill met before its first hint was written can't be opened by its folder yet.
        rows = {name: READERS["pyarrow"](folder.lake, name, key).row_count for name, key in folder.lake.current_metadata().items()}
        assert sum(rows.values()) > seen, f"nothing new was committed: {rows}"
        seen = sum(rows.values())
        made.append(change(account, len(made)))
    hublake.sync(account, folder, *flags, "--commit-records", "300").must(OK)
    # Twice what was in flight or waited for its part is read again, which weighs much here, and what changed. Without parts it is 1.9.
    assert calls(account) <= 1.6 * whole, f"{calls(account)} calls instead of {whole}"

    tables = read_lake(folder.lake, "pyiceberg")
    truth = account.truth()
    expected = expect(truth, organization).tables
    for name, table in tables.items():
        if name == "object_lifecycle":
            told = Counter(zip(table.values["objecttypeid"], table.values["objectid"], table.values["event"]))
            assert max(told.values()) == 1, "something is told twice"
            for one in made:
                assert ("0-1", int(one["archived"]), "archived") in told
                assert ("0-1", int(one["absorbed"]), "merged") in told
        elif name == "object_properties_history":
            keys = list(zip(*(table.values[column] for column in expected[name].key)))
            assert len(keys) == len(set(keys)) and set(keys) >= set(zip(*(expected[name].values[c] for c in expected[name].key)))
        elif name != "audit_results":
            verdict = compare(expected[name], table)
            assert verdict, str(verdict)


def change(account, round_: int) -> dict:
    """Changes records that were read, and records that were not, and makes one below and one above all others."""
    ids = [r["objectid"] for r in account.truth().records("0-1")]
    low, high = ids[10 + round_ * 10 :], ids[-10 - round_ * 10 :]
    account.change(
        *({"kind": "update", "type": "contacts", "id": id_, "properties": {"firstname": f"Round {round_}"}} for id_ in (low[0], high[0])),
        {"kind": "archive", "type": "contacts", "id": low[1]},
        {"kind": "archive", "type": "contacts", "id": high[1]},
        {"kind": "merge", "type": "contacts", "id": low[2], "toId": low[3], "newId": False},
        {"kind": "create", "type": "contacts", "properties": {"firstname": "Newcomer"}},
        {"kind": "create", "type": "contacts", "id": str(1 + round_), "properties": {"firstname": "Late"}},
    )  # fmt: skip
    return {"archived": low[1], "absorbed": low[3]}


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_at_every_write(session_hublake, simulators, tmp_path_factory, moment):
    """Each commit is whole: readers see rows of the account and each once; and no kill keeps the next run from the end."""
    account = simulators("--type=taxes=4100", contacts=2, companies=1, deals=1, custom=1, **UNLIMITED)
    flags = [*FAST, "--organization", "both", "--tables", "objects_taxes,objects", "--commit-records", "1200"]
    expected = {name: expect(account.truth(), "both").tables[name] for name in ("objects_taxes", "objects")}
    base = tmp_path_factory.mktemp("parts")
    benches = Benches([FolderBench.at(base / f"{n}") for n in range(2)])
    with benches.borrowed() as place:
        writes = session_hublake.sync(account, place, *flags).must(OK).report["store"]["writes"]
        versions = [name for name in place.lake.sizes() if name.endswith("metadata.json")]
        assert len(versions) >= 7, f"not in parts: {versions}"

    def look(number: int) -> list[str]:
        with benches.borrowed() as place:
            fault = f"kill-{moment}-write:{number}"
            killed = session_hublake.sync(account, place, *flags, env={"HUBLAKE_FAULT": fault})
            if killed.code != -signal.SIGKILL:
                return [f"{fault}: not killed but {killed.code}: {killed.err[-300:]}"]
            problems = [
                f"{fault}: {reader} sees in {name} what is not so: {verdict}"
                for name, key in place.lake.current_metadata().items()
                for reader in ("pyarrow", "duckdb")
                if reader == "pyarrow" or f"{name}/metadata/version-hint.text" in place.lake.sizes()
                if not (verdict := is_part(READERS[reader](place.lake, name, key), expected[name]))
            ]
            again = session_hublake.sync(account, place, *flags)
            if again.code != OK or again.report["status"] != "complete":
                return [*problems, f"{fault}: the next sync ended with {again.code}: {again.err[-600:]}"]
            for name, key in place.lake.current_metadata().items():
                if not (verdict := compare(expected[name], READERS["pyiceberg"](place.lake, name, key))):
                    problems.append(f"{fault}: after the next sync {verdict}")
            return problems

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        # One moment of each write: the other test has the writes in between.
        numbers = range(1 if moment == "before" else 2, writes + 1, 2)
        problems = [problem for found in pool.map(look, numbers) for problem in found]
    assert not problems, "\n".join(problems[:20])


def is_part(seen: Table, whole: Table):
    """Whether the rows are some of the table's, each once."""
    wanted = set(zip(*(seen.values[column] for column in whole.key)))
    assert len(wanted) == seen.row_count, "a row is there twice"
    rows = [row for row, key in enumerate(zip(*(whole.values[column] for column in whole.key))) if key in wanted]
    values = {column: [cells[row] for row in rows] for column, cells in whole.values.items()}
    return compare(dataclasses.replace(whole, values=values), seen)
