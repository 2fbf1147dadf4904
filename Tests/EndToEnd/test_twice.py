"""The second sync: nothing for an unchanged account, and for a changed one what the data format says."""

from dataclasses import replace

import pytest
from oracle.comparison import compare_lakes
from oracle.expectation import expect
from oracle.readers import read_lake
from oracle.table import Table

READER = "duckdb"


def outcomes(result) -> dict[str, str]:
    return {table["name"]: table["outcome"] for table in result.report["tables"]}


def table_files(place) -> dict[str, int]:
    """Everything but the run's own notes."""
    return {key: size for key, size in place.lake.sizes().items() if not key.startswith("_hublake/")}


def check(place, expectation, window=None):
    verdict = compare_lakes(expectation.tables, read_lake(place.lake, READER), window)
    assert verdict, str(verdict)


@pytest.mark.parametrize("kind", ["folder", "bucket"])
def test_an_unchanged_account_commits_nothing(hublake, simulator, folder, bucket, kind):
    place = folder if kind == "folder" else bucket("twice")
    account = simulator()
    first = hublake.sync(account, place, "--organization", "both").must(0)
    assert set(outcomes(first).values()) == {"committed"}
    before = table_files(place)
    second = hublake.sync(account, place, "--organization", "both").must(0)
    assert set(outcomes(second).values()) == {"unchanged"}
    assert table_files(place) == before, "a table has a new or another file"
    assert second.report["run_id"] != first.report["run_id"]
    check(place, expect(account.truth(), "both"), first.window)


def test_full_reads_all_again_and_still_commits_nothing(hublake, simulator, folder):
    account = simulator()
    hublake.sync(account, folder).must(0)
    before = table_files(folder)
    hublake.sync(account, folder, "--full").must(0)
    assert table_files(folder) == before


def test_a_changed_record_commits_its_tables_only(hublake, simulator, folder):
    account = simulator()
    hublake.sync(account, folder).must(0)
    earlier = expect(account.truth())
    record = account.truth().records("0-1")[3]["objectid"]
    account.change({"kind": "update", "type": "0-1", "id": record, "properties": {"firstname": "Changed", "email": ""}})
    second = hublake.sync(account, folder).must(0)
    committed = {name for name, outcome in outcomes(second).items() if outcome == "committed"}
    assert committed == {"objects_contacts", "object_properties_history", "sync_runs"}
    check(folder, expect(account.truth(), earlier=earlier))


def test_created_archived_and_associated_records(hublake, simulator, folder):
    account = simulator()
    hublake.sync(account, folder, "--organization", "both").must(0)
    earlier = expect(account.truth(), "both")
    contacts, companies = (account.truth().records(t) for t in ("0-1", "0-2"))
    account.change(
        {"kind": "create", "type": "0-1", "properties": {"firstname": "New"}},
        {"kind": "archive", "type": "0-1", "id": contacts[0]["objectid"]},
        {"kind": "purge", "type": "0-2", "id": companies[0]["objectid"]},
        {"kind": "associate", "type": "0-1", "id": contacts[2]["objectid"], "to": "0-2", "toId": companies[1]["objectid"]},
    )
    hublake.sync(account, folder, "--organization", "both", "--full").must(0)
    expected = expect(account.truth(), "both", earlier)
    history = expected.tables["object_properties_history"]
    purged = {("0-2", int(companies[0]["objectid"]))}
    expected.tables["object_properties_history"] = without_records(history, purged)
    check(folder, expected)


def test_a_new_property_becomes_a_column_and_an_old_one_stays(hublake, simulator, folder):
    account = simulator()
    hublake.sync(account, folder).must(0)
    first = expect(account.truth())
    record = account.truth().records("0-2")[0]["objectid"]
    account.change(
        {"kind": "add-property", "type": "0-2", "name": "shoe_size", "propertyType": "number"},
        {"kind": "remove-property", "type": "0-2", "name": "industry"},
    )
    account.change({"kind": "update", "type": "0-2", "id": record, "properties": {"shoe_size": "47.5"}})
    hublake.sync(account, folder, "--full").must(0)
    second = expect(account.truth(), earlier=first)
    table = second.tables["objects_companies"]
    assert {"property_shoe_size", "property_unparsed_shoe_size", "property_industry"} <= table.types.keys()
    assert set(table.values["property_industry"]) == {None}
    check(folder, second)


def test_a_property_recreated_with_another_type_gets_a_column_of_its_own(hublake, simulator, folder):
    account = simulator()
    hublake.sync(account, folder).must(0)
    first = expect(account.truth())
    record = account.truth().records("0-2")[0]["objectid"]
    account.change(
        {"kind": "remove-property", "type": "0-2", "name": "founded"},
        {"kind": "add-property", "type": "0-2", "name": "founded", "propertyType": "number"},
        {"kind": "update", "type": "0-2", "id": record, "properties": {"founded": "1976"}},
    )
    hublake.sync(account, folder, "--full").must(0)
    second = expect(account.truth(), earlier=first)
    types = second.tables["objects_companies"].types
    assert (types["property_founded"], types["property_founded__number"]) == ("date", "double")
    check(folder, second)


def test_a_selection_leaves_the_other_tables_alone(hublake, simulator, folder):
    account = simulator()
    hublake.sync(account, folder).must(0)
    first = expect(account.truth())
    contact, company = (account.truth().records(t)[1]["objectid"] for t in ("0-1", "0-2"))
    account.change(
        {"kind": "update", "type": "0-1", "id": contact, "properties": {"firstname": "Seen"}},
        {"kind": "update", "type": "0-2", "id": company, "properties": {"name": "Not seen"}},
    )
    hublake.sync(account, folder, "--tables", "objects_contacts").must(0)
    second = expect(account.truth(), earlier=first)
    check(folder, type(first)(tables=first.tables | {"objects_contacts": second.tables["objects_contacts"]}))


@pytest.mark.parametrize("organization", ["individual", "combined", "both"])
def test_a_deleted_type_keeps_its_tables_without_rows(hublake, simulator, folder, organization):
    """Its records were there at the last sync; its history stays."""
    account = simulator(limit_general=100_000, limit_associations=0)
    flags = ["--organization", organization, "--association-limit", "1000000"]
    boat = account.change({"kind": "add-type", "name": "boat", "label": "Boat"})["ids"][0]
    contact = account.truth().records("0-1")[0]["objectid"]
    one, _ = account.change(*2 * [{"kind": "create", "type": "boat", "properties": {"title": "Argo"}}])["ids"]
    account.change({"kind": "associate", "type": "boat", "id": one, "to": "contacts", "toId": contact})
    hublake.sync(account, folder, *flags).must(0)
    first = expect(account.truth(), organization)
    check(folder, first)
    for record in account.truth().records(boat):
        account.change({"kind": "archive", "type": "boat", "id": record["objectid"]})
    account.change({"kind": "remove-type", "type": "boat"})
    second = hublake.sync(account, folder, *flags, "--full").must(0)
    expected = expect(account.truth(), organization, first)
    for name in first.tables.keys() - expected.tables.keys():
        expected.add(emptied(first.tables[name]))
    check(folder, expected)
    assert outcomes(second)["object_properties_history"] == "unchanged"
    third = hublake.sync(account, folder, *flags, "--full").must(0)
    assert "committed" not in {outcome for name, outcome in outcomes(third).items() if name != "sync_runs"}


def test_a_type_that_comes_or_goes_is_noticed_by_the_very_next_sync(hublake, simulator, folder):
    """HubSpot refuses all that concerns a deleted type, and which types there are is otherwise asked once an hour only."""
    account = simulator(limit_general=100_000, limit_associations=0, custom_types=1)
    flags = ["--organization", "both", "--association-limit", "1000000"]
    hublake.sync(account, folder, *flags).must(0)
    first = expect(account.truth(), "both")
    account.change(
        {"kind": "add-type", "name": "boat", "label": "Boat"},
        {"kind": "create", "type": "boat", "properties": {"title": "Argo"}},
    )
    hublake.sync(account, folder, *flags).must(0)
    second = expect(account.truth(), "both", first)
    assert "objects_boats" in second.tables
    check(folder, second)
    boat = second.tables["objects_boats"].values["objectid"][0]
    account.change({"kind": "archive", "type": "boat", "id": str(boat)}, {"kind": "remove-type", "type": "boat"})
    hublake.sync(account, folder, *flags).must(0)
    third = expect(account.truth(), "both", second)
    for name in second.tables.keys() - third.tables.keys():
        third.add(emptied(second.tables[name]))
    check(folder, third)


def emptied(table: Table) -> Table:
    return replace(table, values={column: [] for column in table.values})


def without_records(table: Table, names: set[tuple[str, int]]) -> Table:
    """What stays of a table when records were deleted for good."""
    kept = [row for row, name in enumerate(zip(table.values["objecttypeid"], table.values["objectid"])) if name not in names]
    return replace(table, values={column: [cells[row] for row in kept] for column, cells in table.values.items()})
