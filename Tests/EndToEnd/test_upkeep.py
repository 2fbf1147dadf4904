"""Tables are looked after by the sync itself, when it is due; and never by two at once."""

import json
import os
import shutil
import time

import pytest
from oracle.comparison import compare
from oracle.expectation import expect
from oracle.readers import READERS
from support import accounts
from test_maintenance import commits

CONFLICT = 7
TABLES = "objects_contacts,owners,sync_runs"


@pytest.fixture
def lake(hublake, simulator, folder):
    """A synced account whose contacts have many snapshots of three days ago."""
    account = simulator(**accounts.TINY, limit_general=0, limit_associations=0)
    hublake.sync(account, folder, "--tables", TABLES, env={"HUBLAKE_CLOCK_AHEAD": str(-3 * 86_400)}).must(0)
    commits(hublake.program.parent, folder.lake.folder, "objects_contacts", 80, "2025-01-01T00:00:00Z")
    return account, folder


def change(account, number: int):
    contact = account.truth().records("0-1")[number % 12]["objectid"]
    account.change({"kind": "update", "type": "0-1", "id": contact, "properties": {"firstname": f"Changed {number}"}})


def agree(account, place, readers=("duckdb",)):
    truth = expect(account.truth(), "individual").tables
    lake = place.lake
    for name, path in lake.current_metadata().items():
        if name != "sync_runs":
            for reader in readers:
                verdict = compare(truth[name], READERS[reader](lake, name, path))
                assert verdict, f"{reader}: {verdict}"


def snapshots(place, table: str) -> int:
    return len(json.loads(place.lake.read(place.lake.current_metadata()[table]))["snapshots"])


def catalog(place) -> dict:
    return json.loads(place.lake.read("_hublake/catalog.json"))


def test_a_sync_looks_after_the_tables_that_it_changed(hublake, lake):
    account, place = lake
    before = snapshots(place, "objects_contacts")
    idle = hublake.sync(account, place, "--tables", TABLES).must(0).report
    assert "maintenance" not in idle and snapshots(place, "objects_contacts") == before
    change(account, 1)
    report = hublake.sync(account, place, "--tables", TABLES).must(0).report
    [done] = report["maintenance"]
    assert done["table"] == "objects_contacts" and done["expired_snapshots"] > 25 and done["removed_objects"] > 25
    assert snapshots(place, "objects_contacts") <= 50
    assert catalog(place)["tables"]["objects_contacts"]["metadata_file"] == place.lake.current_metadata()["objects_contacts"]
    agree(account, place, READERS)


def test_it_can_be_switched_off(hublake, lake):
    account, place = lake
    before = snapshots(place, "objects_contacts")
    change(account, 1)
    report = hublake.sync(account, place, "--tables", TABLES, env={"HUBLAKE_MAINTENANCE": "never"}).must(0).report
    assert "maintenance" not in report
    assert snapshots(place, "objects_contacts") == before + 1
    hublake("config", "check", *place.flags, env={"HUBLAKE_MAINTENANCE": "sometimes"}).must(4)


def test_maintenance_that_fails_is_a_warning(hublake, lake):
    account, place = lake
    newest = json.loads(place.lake.read(place.lake.current_metadata()["objects_contacts"]))
    # The newest but one stays, so that its list is needed.
    damaged = place.lake.folder / place.lake.key(newest["snapshots"][-2]["manifest-list"])
    damaged.unlink()
    change(account, 1)
    report = hublake.sync(account, place, "--tables", TABLES).must(0).report
    assert report["status"] == "complete"
    [warning] = [text for text in report["warnings"] if "looked after" in text]
    assert warning.startswith("objects_contacts ")
    agree(account, place)


def test_many_small_syncs_leave_few_files(hublake, simulator, folder):
    """Hourly syncs: each leaves a small file of its own run and of an event, and readers see the truth throughout."""
    account = simulator(events=4, limit_general=0, limit_associations=0, limit_search=0)
    done, runs, files = [], 24, []
    for number in range(runs):
        account.advance(3_600)
        if number:
            change(account, number)
            contact = account.truth().records("0-1")[number % 12]["objectid"]
            account.change({"kind": "event", "name": "pe4242_demo_booked", "id": contact, "properties": {"plan": "small"}})
        env = {"HUBLAKE_CLOCK_AHEAD": str(3_600 * (number + 1))}
        report = hublake.sync(account, folder, "--tables", "objects_contacts,events_*,sync_runs", env=env).must(0).report
        done += report.get("maintenance", [])
        files.append({name: entry["files"] for name, entry in catalog(folder)["tables"].items()})
        if number % 8 == 7:
            agree(account, folder)
    joined = {each["table"] for each in done if each["rewritten_files"]}
    assert joined >= {"sync_runs", "events_demo_booked"}
    for table in joined:
        assert max(counts[table] for counts in files) <= 17
    ids = READERS["duckdb"](folder.lake, "sync_runs", folder.lake.current_metadata()["sync_runs"]).values["runid"]
    assert len(ids) == runs - 1 == len(set(ids)), "each run but the last is told once"


# -- two at once -----------------------------------------------------------------------------------------------------


def test_maintain_and_purge_wait_for_a_sync_and_a_sync_for_them(hublake, lake):
    account, place = lake
    lease = place.lake.folder / "_hublake" / "lease.json"
    holder = {"run_id": "20261125T100000123Z-9f3a61c2", "since": "2026-11-25T10:00:00Z", "host": "elsewhere", "process": 7,
              "work": "purge"}  # fmt: skip
    lease.write_text(json.dumps(holder))
    for command in (["maintain"], ["purge", "--all", "--apply"]):
        error = hublake(*command, "--json", *place.flags).must(CONFLICT).error
        assert "the purge 20261125T100000123Z-9f3a61c2" in error["why"] and "elsewhere" in error["why"]
    hublake.sync(account, place, "--tables", TABLES).must(CONFLICT)
    assert json.loads(lease.read_text()) == holder
    hublake("maintain", "--dry-run", *place.flags).must(0)
    hublake("purge", "--all", *place.flags).must(0)
    lease.unlink()
    hublake("maintain", *place.flags).must(0)
    assert not lease.exists()
    agree(account, place)


# -- hublake's own files ---------------------------------------------------------------------------------------------


def test_old_reports_and_files_that_nothing_names_leave(hublake, lake):
    account, place = lake
    change(account, 1)
    hublake.sync(account, place, "--tables", TABLES).must(0)
    folder = place.lake.folder / "_hublake"
    [first, _] = sorted((folder / "runs").iterdir())
    named = folder / "state" / catalog(place)["discovery"].split("/")[-1]
    unnamed = folder / "state" / f"{'0' * 64}.json"
    shutil.copy(named, unnamed)
    old = time.time() - 31 * 86_400
    for path in (first, named, unnamed):
        os.utime(path, (old, old))
    dry = hublake("maintain", "--json", "--dry-run", *place.flags).must(0).report
    assert first.exists() and unnamed.exists() and dry["own_files"]["objects"] == 2
    done = hublake("maintain", "--json", *place.flags).must(0).report
    assert done["own_files"]["objects"] == 2
    assert not first.exists() and not unnamed.exists() and named.exists()
    hublake.sync(account, place, "--tables", TABLES).must(0)
    hublake("status", *place.flags).must(0)


def test_status_warns_when_the_privacy_deadline_is_not_held(hublake, lake):
    account, place = lake
    hublake.sync(account, place, "--tables", TABLES).must(0)
    assert json.loads(hublake("status", "--json", *place.flags).must(0).out)["warnings"] == []
    path = place.lake.folder / "_hublake" / "catalog.json"
    changed = catalog(place)
    for times in changed["chores"].values():
        times["scan"] = "2026-01-01T00:00:00Z"
    path.write_text(json.dumps(changed))
    status = hublake("status", "--json", *place.flags).must(0)
    assert "privacy-deadline of 24 hours" in json.loads(status.out)["warnings"][0]
    report = hublake.sync(account, place, "--tables", TABLES).must(0).report
    assert [text for text in report["warnings"] if "privacy-deadline" in text], "late, if made up for now"
    report = hublake.sync(account, place, "--tables", TABLES).must(0).report
    assert not [text for text in report["warnings"] if "privacy-deadline" in text]
