"""What is not looked at in every run: when it is found, and what that takes."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from conftest import Place
from oracle.readers import read_lake
from oracle.values import EPOCH
from support import accounts

OK = 0
MINUTES, HOURS, DAYS = 60, 3_600, 86_400
FAST = ("--association-limit", "1000000")
SIZES = accounts.TINY | accounts.UNLIMITED


@dataclass
class Kept:
    """An account, its tables, and both clocks."""

    hublake: object
    account: object
    place: Place
    tables: str
    offset: int = 0

    def sync(self, after: int = 0) -> dict[str, int]:
        """A sync some time after the last; its calls by kind."""
        self.account.advance(after)
        self.offset += after
        self.account.forget_calls()
        clock = {"HUBLAKE_CLOCK_AHEAD": str(self.offset)}
        self.hublake.sync(self.account, self.place, *FAST, "--tables", self.tables, env=clock).must(OK)
        return self.account.calls()["byEndpoint"]

    def rows(self, table: str) -> list[tuple]:
        found = read_lake(self.place.lake, "duckdb")[table]
        return sorted(zip(*(found.values[column] for column in sorted(found.values) if column != "ingestedat"), strict=True), key=str)

    def ago(self, **time) -> str:
        moment = EPOCH + timedelta(microseconds=self.account.now()) - timedelta(**time)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@pytest.fixture
def kept(hublake, simulator, folder):
    def start(tables: str, **sizes) -> Kept:
        life = Kept(hublake, simulator(**(SIZES | sizes)), folder, tables)
        life.sync()
        return life

    return start


def event_name(life: Kept) -> str:
    return next(e["fullyqualifiedname"] for e in life.account.truth()["event_types"] if e["name"] == "demo_booked")


def test_an_event_after_a_long_silence_is_found_within_the_hour_and_the_next_one_at_once(kept):
    life = kept("events_*", events=4)
    contact = life.account.truth().records("0-1")[0]["objectid"]
    happens = {"kind": "event", "name": event_name(life), "id": contact}
    before = len(life.rows("events_demo_booked"))
    life.account.change(happens)
    assert life.sync(5 * MINUTES).get("events.list", 0) == 0, "a type that was quiet for months was asked about"
    assert life.sync(55 * MINUTES)["events.list"] == len(life.account.truth()["event_types"])
    assert len(life.rows("events_demo_booked")) == before + 1
    life.account.change(happens)
    assert life.sync(5 * MINUTES)["events.list"] == 1, "only the type that was heard of lately is asked about"
    assert len(life.rows("events_demo_booked")) == before + 2


def test_an_event_that_is_sent_days_late_is_found_within_a_day_without_reading_all(kept):
    life = kept("events_*", events=150)
    contact = life.account.truth().records("0-1")[0]["objectid"]
    before = len(life.rows("events_demo_booked"))
    life.account.change({"kind": "event", "name": event_name(life), "id": contact, "at": life.ago(days=5)})
    life.sync(1 * HOURS)
    assert len(life.rows("events_demo_booked")) == before, "the hourly look back is two hours long"
    calls = life.sync(23 * HOURS)
    assert len(life.rows("events_demo_booked")) == before + 1
    assert calls["events.list"] == len(life.account.truth()["event_types"]), "more than a page was read of a type"


def test_a_property_that_was_archived_is_told_within_the_hour_and_nothing_else_asked_twice(kept):
    life = kept("property_definitions,objects_companies")
    types = len(life.account.truth().types)
    assert life.sync(1 * HOURS)["properties.list"] == 3 * types, "archived definitions are asked for once a day"
    life.account.change({"kind": "remove-property", "type": "0-2", "name": "industry"})
    assert life.sync(1 * HOURS)["properties.list"] == 3 * types + 3
    found = read_lake(life.place.lake, "duckdb")["property_definitions"].values
    archived = dict(zip(zip(found["objecttypeid"], found["name"], strict=True), found["archived"], strict=True))
    assert archived["0-2", "industry"] is True
    assert archived == {(t, p["name"]): p["archived"] for t in {i for i, _ in archived} for p in life.account.truth().properties(t)}
    assert life.sync(22 * HOURS)["properties.list"] == 6 * types


def test_a_property_that_was_made_again_loses_its_values_although_a_run_came_before_anybody_noticed(kept):
    life = kept("objects_contacts")
    contact, other = (record["objectid"] for record in life.account.truth().records("0-1")[:2])
    made = {"kind": "add-property", "type": "0-1", "name": "made_again", "propertyType": "string"}
    life.account.change(made, {"kind": "update", "type": "0-1", "id": contact, "properties": {"made_again": "before"}})
    life.sync(1 * HOURS)

    def values():
        found = read_lake(life.place.lake, "duckdb")["objects_contacts"].values
        return set(found["property_made_again"])

    assert values() == {None, "before"}
    life.account.change(made)
    # This commits the table, as of after the property was made; the definitions are those of before.
    life.account.advance(60)
    life.offset += 60
    life.account.change({"kind": "update", "type": "0-1", "id": other, "properties": {"firstname": "Else"}})
    life.sync(5 * MINUTES)
    assert "Else" in read_lake(life.place.lake, "duckdb")["objects_contacts"].values["property_firstname"]
    life.sync(1 * HOURS)
    assert values() == {None}


def test_members_who_change_places_are_found_by_the_end_of_the_list(kept):
    life = kept("list*", contacts=700, lists=1)
    ids = [record["objectid"] for record in life.account.truth().records("0-1")]
    big = life.account.change({"kind": "create-list", "type": "contacts", "name": "Big", "ids": ids[:600]})["ids"][0]
    small = life.account.change({"kind": "create-list", "type": "contacts", "name": "Small", "ids": ids[:3]})["ids"][0]
    life.sync(5 * MINUTES)
    life.account.change(
        {"kind": "remove-from-list", "list": big, "ids": [ids[0]]}, {"kind": "add-to-list", "list": big, "ids": [ids[650]]}
    )
    assert life.sync(5 * MINUTES).get("lists.joinOrder", 0) == 0

    calls = life.sync(6 * HOURS)
    truth = life.account.truth()
    members = {(str(m["listid"]), int(m["objectid"])) for m in truth["list_memberships"]}
    found = read_lake(life.place.lake, "duckdb")["list_memberships"].values
    assert set(zip(map(str, found["listid"]), found["objectid"], strict=True)) == members
    full = [row for row in truth["lists"] if not row["deletedat"] and any(m == str(row["listid"]) for m, _ in members)]
    # One for the end of each list, and three pages of the one that changed.
    assert calls["lists.joinOrder"] == len(full) + 3
    assert str(small) in {str(row["listid"]) for row in full}
    assert life.sync(6 * HOURS)["lists.joinOrder"] == len(full), "nothing changed since"
