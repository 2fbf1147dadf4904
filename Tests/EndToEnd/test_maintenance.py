"""`hublake maintain` and `hublake purge` on synced tables: readers see the same rows before, during and after."""

import json
import os
import shutil
import signal
import subprocess
import time

import pytest
from oracle.comparison import compare
from oracle.expectation import expect
from oracle.readers import READERS
from pyiceberg.table import StaticTable

from conftest import folder_place
from support import accounts, s3server

TABLES = "objects_contacts,objects_pets,owners,associations_pets_to_contacts"
OLD = time.time() - 8 * 86_400


@pytest.fixture(scope="module")
def account(simulators):
    return simulators(**accounts.TINY, limit_general=0, limit_associations=0)


@pytest.fixture(scope="module")
def synced(session_hublake, account, tmp_path_factory):
    """Makes copies of a synced folder at the place where it was written, with many old snapshots of one table."""
    base = tmp_path_factory.mktemp("maintain")
    folder, saved = base / "lake", base / "saved"
    session_hublake.sync(account, folder_place(folder), "--tables", TABLES).must(0)
    commits(session_hublake.program.parent, folder, "objects_contacts", 70, "2026-12-01T00:00:00Z")
    commits(session_hublake.program.parent, folder, "objects_contacts", 52, "2026-12-30T00:00:00Z")
    shutil.copytree(folder, saved)

    def fresh():
        shutil.rmtree(folder)
        shutil.copytree(saved, folder)  # copies are new by the store's clock
        return folder_place(folder)

    return fresh


def commits(bin_dir, folder, table, count, at):
    """Empty commits of a table, as other writers may make them."""
    script = folder.parent / "script.json"
    schema = StaticTable.from_metadata(metadata(folder, table)).schema()
    types = {"string": "string", "long": "long", "timestamptz": "timestamptz", "double": "double", "boolean": "boolean",
             "date": "date"}
    fields = [{"name": field.name, "type": types[str(field.field_type)], "required": field.required, "comment": field.doc}
              for field in schema.fields]
    key = [schema.find_column_name(each) for each in schema.identifier_field_ids]
    command = {"do": "append", "table": table, "fields": fields, "key": key, "rows": [], "at": at}
    script.write_text(json.dumps([command] * count))
    subprocess.run([bin_dir / "iceberg-tool", folder, script], check=True, capture_output=True)


def metadata(folder, table):
    files = (folder / table / "metadata").glob("v*.metadata.json")
    return f"file://{max(files, key=lambda path: int(path.name[1:].split('.')[0]))}"


def files(folder):
    return {path.relative_to(folder): path.stat().st_size for path in folder.rglob("*") if path.is_file()}


def agree(account, place, reader="duckdb"):
    """The tables hold the account, as an independent reader sees them."""
    truth = expect(account.truth(), "individual").tables
    lake = place.lake
    for name, path in lake.current_metadata().items():
        if name != "sync_runs":
            verdict = compare(truth[name], READERS[reader](lake, name, path))
            assert verdict, f"{reader}: {verdict}"


def maintain(hublake, place, *arguments, **options):
    return hublake("maintain", "--json", *place.flags, *arguments, env=place.env | options.pop("env", {}), **options)


def test_snapshots_expire_and_their_files_go(hublake, synced, account):
    place = synced()
    folder = place.lake.folder
    before = files(folder)
    dry = maintain(hublake, place, "--dry-run").must(0).report
    assert files(folder) == before, "a dry run writes nothing"
    done = maintain(hublake, place).must(0).report
    table = {each["name"]: each for each in done["tables"]}["objects_contacts"]
    assert table["expired_snapshots"] >= 70 and table["expired"]["objects"] >= 70
    assert [each["expired_snapshots"] for each in dry["tables"]] == [each["expired_snapshots"] for each in done["tables"]]
    assert (dry["dry_run"], done["dry_run"]) == (True, False)
    path = metadata(folder, "objects_contacts")
    assert len(StaticTable.from_metadata(path).snapshots()) == 52
    catalog = json.loads((folder / "_hublake" / "catalog.json").read_text())
    assert path.endswith(catalog["tables"]["objects_contacts"]["metadata_file"]), "the catalog names the newest state"
    for reader in READERS:
        agree(account, place, reader)
    again = maintain(hublake, place).must(0).report
    assert again["freed"]["objects"] == 0


def test_orphans_go_when_they_are_old_by_the_stores_clock(hublake, synced, account):
    place = synced()
    data = place.lake.folder / "objects_contacts" / "data"
    for name, age in (("old.parquet", OLD), ("young.parquet", time.time())):
        (data / name).write_bytes(b"left by a crash")
        os.utime(data / name, (age, age))
    strange = place.lake.folder / "objects_contacts" / "_delta_log" / "0.json"
    strange.parent.mkdir()
    strange.write_text("{}")
    os.utime(strange, (OLD, OLD))
    maintain(hublake, place).must(0)
    assert not (data / "old.parquet").exists()
    assert (data / "young.parquet").exists() and strange.exists()
    agree(account, place)


def test_a_kill_at_any_write_leaves_all_rows(hublake, synced, account):
    """Some writes of each kind: joined files, the deciding put, the hint, removals of each kind of object."""
    number, ended = 1, False
    while not ended:
        for when in ("before", "after"):
            place = synced()
            for path in place.lake.folder.rglob("*"):
                os.utime(path, (OLD, OLD))
            result = maintain(hublake, place, env={"HUBLAKE_FAULT": f"kill-{when}-write:{number}"})
            assert result.code in (0, -signal.SIGKILL)
            ended = result.code == 0
            agree(account, place)
            maintain(hublake, place).must(0)
            agree(account, place)
        number += 1 if number < 4 else 37
    assert number > 40


def test_a_table_that_is_damaged_stops_no_other(hublake, synced):
    place = synced()
    newest = metadata(place.lake.folder, "owners").removeprefix("file://")
    with open(newest, "w") as target:
        target.write("{")
    result = maintain(hublake, place).must(3)
    problems = {each["name"]: each.get("problem") for each in result.report["tables"]}
    assert "owners" in problems["owners"]
    assert [name for name, problem in problems.items() if problem] == ["owners"]


def test_the_results_are_readable_by_people(hublake, synced):
    place = synced()
    result = hublake("maintain", "--dry-run", *place.flags).must(0)
    assert "objects_contacts" in result.out and "would free" in result.out
    assert hublake("maintain", "--destination", "file:///nowhere/at/all").must(4)


# -- purge -----------------------------------------------------------------------------------------------------------


def test_purge_says_what_it_would_free_and_frees_it_when_told(hublake, synced, account):
    place = synced()
    folder = place.lake.folder
    for path in folder.rglob("*"):
        os.utime(path, (OLD, OLD))
    (folder / "owners" / "data" / "left.parquet").write_bytes(b"x" * 1000)
    os.utime(folder / "owners" / "data" / "left.parquet", (OLD, OLD))
    before = files(folder)
    planned = hublake("purge", "--all", "--json", *place.flags).must(0).report
    assert files(folder) == before and planned["dry_run"] and planned["freed"]["bytes"] > 1000
    one = hublake("purge", "--table", "owners", "--apply", "--json", *place.flags).must(0).report
    assert [each["name"] for each in one["tables"]] == ["owners"]
    assert not (folder / "owners" / "data" / "left.parquet").exists()
    hublake("purge", "--all", "--apply", *place.flags).must(0)
    agree(account, place)


def test_purge_wants_a_table_or_all(hublake, synced):
    place = synced()
    hublake("purge", *place.flags).must(2)
    hublake("purge", "--all", "--table", "owners", *place.flags).must(2)
    result = hublake("purge", "--table", "nothing", "--json", *place.flags).must(4)
    assert "no such table" in result.error["why"]


def test_purge_removes_versions_that_nobody_sees(hublake, account, bucket, seaweedfs):
    place = bucket("purge")
    s3 = s3server.administrator(seaweedfs)
    name = place.uri.split("/")[2]
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    hublake.sync(account, place, "--tables", TABLES).must(0)
    gone = s3.put_object(Bucket=name, Key="purge/owners/data/gone.parquet", Body=b"gone")
    s3.delete_object(Bucket=name, Key="purge/owners/data/gone.parquet")
    listed = s3.list_object_versions(Bucket=name, Prefix="purge/owners/data/gone")
    assert gone["VersionId"] in [each["VersionId"] for each in listed["Versions"]]
    hublake("purge", "--all", *place.flags, env=place.env).must(0)
    report = hublake("purge", "--all", "--apply", "--json", *place.flags, env=place.env).must(0).report
    assert report["freed"]["objects"] >= 1
    listed = s3.list_object_versions(Bucket=name, Prefix="purge/owners/data/gone")
    assert not listed.get("Versions") and not listed.get("DeleteMarkers")
    agree(account, place)
