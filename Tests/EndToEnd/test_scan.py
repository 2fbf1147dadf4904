"""The daily list of all records: what no search can show is found by it, and only that is read."""

from dataclasses import replace

import pytest
from oracle.comparison import compare_lakes
from oracle.expectation import expect
from oracle.readers import read_lake

from support import accounts
from support.recorder import Recorder

OK = 0
READER = "duckdb"
DAY = 86_400
FAST = ("--association-limit", "1000000")


class Daily:
    """An account that was synced once, and is again after a day has passed."""

    def __init__(self, hublake, account, place, organization):
        self.hublake, self.account, self.place = hublake, account, place
        self.flags, self.organization = (*FAST, "--organization", organization), organization
        hublake.sync(account, place, *self.flags).must(OK)
        self.before = expect(account.truth(), organization)

    def contacts(self) -> list[str]:
        return [record["objectid"] for record in self.account.truth().records("0-1")]

    def scan(self) -> tuple[Recorder, dict[str, str]]:
        """What is asked and how the tables ended in a sync a day later, when the scan is due."""
        self.account.advance(DAY + 60)
        with Recorder(self.account.url) as recorder:
            clock = {"HUBLAKE_CLOCK_AHEAD": str(DAY + 60)}
            asked = replace(self.account, url=recorder.url)
            result = self.hublake.sync(asked, self.place, *self.flags, env=clock).must(OK)
        return recorder, {table["name"]: table["outcome"] for table in result.report["tables"]}

    def check(self):
        expected = expect(self.account.truth(), self.organization, self.before)
        verdict = compare_lakes(expected.tables, read_lake(self.place.lake, READER))
        assert verdict, str(verdict)


@pytest.fixture
def daily(hublake, simulator, folder):
    def start(*arguments, organization="individual", **sizes) -> Daily:
        return Daily(hublake, simulator(*arguments, **(accounts.TINY | accounts.UNLIMITED | sizes)), folder, organization)

    return start


def calculated(account, type_id: str) -> set[str]:
    return {
        property_["name"] for property_ in account.truth().properties(type_id)
        if property_["calculated"] and not property_["archived"] and property_["datasensitivity"] in (None, "non_sensitive")
    }  # fmt: skip


@pytest.mark.parametrize("organization", ["individual", "combined", "both"])
def test_a_calculated_value_is_refreshed_by_asking_for_calculated_properties_alone(daily, organization):
    life = daily(organization=organization)
    touched = life.contacts()[5]
    life.account.change(
        {"kind": "update", "type": "0-1", "id": touched, "properties": {"hubspotscore": "4711"}, "touches": False}
    )
    asked, _ = life.scan()
    assert asked.lists("contacts"), "the contacts are listed"
    assert {frozenset(request.properties()) for request in asked.lists("contacts")} == {
        frozenset(calculated(life.account, "0-1"))
    }
    assert all("propertiesWithHistory" not in request.query for request in asked.lists("contacts"))
    assert asked.read("contacts") == [touched], "only the record that differs is read"
    life.check()


def test_a_type_without_calculated_properties_is_listed_by_its_ids(daily):
    life = daily()
    assert calculated(life.account, "0-2") == set()
    asked, outcomes = life.scan()
    assert {frozenset(request.properties()) for request in asked.lists("companies")} == {frozenset({"hs_object_id"})}
    assert asked.read("companies") == []
    assert outcomes["objects_companies"] == "unchanged"


def test_a_scan_that_finds_nothing_writes_nothing(daily):
    """But for the notes of the runs themselves."""
    life = daily(organization="both")

    def files() -> dict[str, int]:
        return {key: size for key, size in life.place.lake.sizes().items() if not key.startswith(("_hublake/", "sync_runs/"))}

    before = files()
    asked, outcomes = life.scan()
    assert {name for name, outcome in outcomes.items() if outcome != "unchanged"} <= {"sync_runs"}
    assert files() == before
    assert [asked.read(type_) for type_ in ("contacts", "companies", "deals")] == [[], [], []]


def test_a_purged_record_leaves_and_is_told(daily):
    life = daily()
    gone = life.contacts()[3]
    life.account.change({"kind": "purge", "type": "0-1", "id": gone})
    asked, _ = life.scan()
    assert asked.read("contacts") == [gone], "HubSpot is asked once more before a record is taken for purged"
    tables = read_lake(life.place.lake, READER)
    assert int(gone) not in tables["objects_contacts"].values["objectid"]
    told = tables["object_lifecycle"].values
    assert (int(gone), "purged") in zip(told["objectid"], told["event"])


def test_a_record_that_the_search_never_showed_is_found(daily):
    life = daily("--index-lag-ms", str(1_000 * DAY * 365))
    touched = life.contacts()[1]
    life.account.change(
        {"kind": "create", "type": "0-1", "properties": {"firstname": "Unseen"}},
        {"kind": "update", "type": "0-1", "id": touched, "properties": {"firstname": "Late"}},
    )
    new = (set(life.contacts()) - {str(id_) for id_ in life.before.tables["objects_contacts"].values["objectid"]}).pop()
    life.hublake.sync(life.account, life.place, *life.flags).must(OK)
    assert int(new) not in read_lake(life.place.lake, READER)["objects_contacts"].values["objectid"]
    asked, _ = life.scan()
    assert sorted(asked.read("contacts")) == sorted([new, touched])
    life.check()


def test_so_many_differ_that_all_are_read(daily):
    """Above a thousand and above half of the type; the account's own contacts are 1,200."""
    life = daily(contacts=1_200)
    changes = [
        {"kind": "update", "type": "0-1", "id": id_, "properties": {"hubspotscore": "5"}, "touches": False}
        for id_ in life.contacts()[:1_100]
    ]
    life.account.change(*changes)
    asked, _ = life.scan()
    assert any("propertiesWithHistory" in request.query for request in asked.lists("contacts"))
    assert asked.read("contacts") == []
    life.check()
