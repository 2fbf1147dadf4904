"""Failures of other systems that take a whole program, or two runs of it, to show: each test has its number in the bug log.

Those that one call, one page or one value shows are Swift tests, with the number in their names.
"""

import concurrent.futures
import re
import signal
import time
from datetime import timedelta

import pytest
from model.chain import Chain
from model.life import SETTLED
from oracle.comparison import compare
from oracle.expectation import expect
from oracle.readers import read_lake
from oracle.values import EPOCH

from conftest import Place
from support import accounts

OK, PARTIAL = 0, 3
READER = "duckdb"
FAST = ("--association-limit", "1000000")


class Kept:
    """An account and its tables, compared after each sync."""

    def __init__(self, hublake, account, place: Place, flags=()):
        self.hublake, self.account, self.place, self.flags, self.chain = hublake, account, place, flags, Chain("both")
        self.offset = 0
        self.settings: dict[str, str] = {}

    def sync(self, *flags, code: int = OK):
        command = (*FAST, "--organization", "both", *self.flags, *flags)
        env = self.settings | {"HUBLAKE_CLOCK_AHEAD": str(self.offset)}
        return self.hublake.sync(self.account, self.place, *command, env=env).must(code)

    def wait(self, seconds: int):
        """Time passes for the account and for hublake."""
        self.account.advance(seconds)
        self.offset += seconds

    def synced(self, *changes, after: int = SETTLED) -> dict:
        """The tables after the changes and, once all of hublake's rhythms are due, a sync; all of them equal the truth."""
        if changes:
            self.account.change(*changes)
        self.wait(after)
        self.sync()
        tables = read_lake(self.place.lake, READER)
        verdict = self.chain.check(self.account.truth(), tables)
        assert verdict, str(verdict)
        return tables

    def ids(self, type_id: str) -> list[str]:
        return [record["objectid"] for record in self.account.truth().records(type_id)]


@pytest.fixture
def kept(hublake, simulator, folder):
    def start(*arguments, flags=(), **sizes) -> Kept:
        return Kept(hublake, simulator(*arguments, **(accounts.TINY | accounts.UNLIMITED | sizes)), folder, flags)

    return start


def happened(life: Kept, **ago) -> str:
    """A moment before the account's now."""
    moment = EPOCH + timedelta(microseconds=life.account.now()) - timedelta(**ago)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def live(tables: dict, name: str) -> set[int]:
    return set(tables[f"objects_{name}"].values["objectid"])


def lifecycle(tables: dict, id_: str, type_id: str = "0-1") -> list[tuple]:
    """What `object_lifecycle` tells of a record, oldest first."""
    table = tables["object_lifecycle"]
    columns = ("ingestedat", "occurredat", "objecttypeid", "objectid", "event", "mergedintoobjectid")
    rows = [row for row in zip(*(table.values[c] for c in columns)) if row[2:4] == (type_id, int(id_))]
    return [row[4:] for row in sorted(rows, key=lambda row: row[:2])]


def tells(tables: dict, id_: str, *events: tuple, type_id: str = "0-1"):
    """The lifecycle of a record, once hublake writes one."""
    if "object_lifecycle" in tables:
        assert lifecycle(tables, id_, type_id) == list(events)


# -- C: reading ------------------------------------------------------------------------------------------------------------


def test_b047_more_changes_in_one_millisecond_than_a_search_can_page(hublake, simulator, folder):
    account = simulator("--type=taxes=10050", **accounts.UNLIMITED)
    flags = [*FAST, "--tables", "objects_taxes"]
    hublake.sync(account, folder, *flags).must(OK)
    account.advance(86_400)
    account.change({"kind": "bulk-edit", "type": "taxes", "count": 12_000, "properties": {"hs_label": "All at once"}})
    account.advance(86_400)
    account.forget_calls()
    hublake.sync(account, folder, *flags, env={"HUBLAKE_CLOCK_AHEAD": "172800"}).must(OK)
    table = read_lake(folder.lake, READER)["objects_taxes"]
    assert len(set(table.values["objectid"])) == table.row_count == 10_050
    assert set(table.values["property_hs_label"]) == {"All at once"}
    assert record_calls(account) < 250


def test_b053_contacts_and_others_are_found_by_their_own_modified_time(kept):
    life = kept()
    life.synced()
    changes = [
        {"kind": "update", "type": type_, "id": life.ids(id_)[0], "properties": {name: "Changed"}}
        for type_, id_, name in (("contacts", "0-1", "firstname"), ("companies", "0-2", "name"), ("pet", "2-3456789", "pet_name"))
    ]
    life.account.change(*changes)
    life.wait(3_600)
    tables = life.synced()
    assert "Changed" in tables["objects_contacts"].values["property_firstname"]
    assert "Changed" in tables["objects_companies"].values["property_name"]
    assert "Changed" in tables["objects_pets"].values["property_pet_name"]


def test_b057_an_event_at_the_very_end_of_a_run_comes_once(kept):
    life = kept(events=3)
    life.settings = {"HUBLAKE_RHYTHMS": "events=0"}  # a type that has been quiet for a year is asked about, too
    life.synced()
    contact = life.ids("0-1")[0]
    name = next(e["fullyqualifiedname"] for e in life.account.truth()["event_types"] if e["name"] == "demo_booked")
    life.synced({"kind": "event", "name": name, "id": contact}, after=0)
    for _ in range(2):
        life.synced(after=300)


def test_b058_email_events_that_are_listed_late(kept):
    life = kept(email_events=6)
    address = next(a for r in life.account.truth().records("0-1") if (a := r["properties"]["email"]))
    life.synced({"kind": "email-event", "name": "OPEN", "recipient": address}, after=60)
    life.wait(600)
    for minutes in (50, 20, 5):
        late = happened(life, minutes=minutes)
        life.synced({"kind": "email-event", "name": "CLICK", "recipient": address, "at": late}, after=60)


def test_b059_a_killed_load_goes_on_where_it_was(hublake, simulator, folder, interrupt):
    """Killed after 60 % of 50,000 records, it takes no more than 55 % of the calls of a whole run to come to its end."""
    account = simulator("--type=taxes=50000", "--latency-ms=10", **accounts.UNLIMITED)
    flags = [*FAST, "--tables", "objects_taxes", "--commit-records", "1000"]
    # A whole run: 500 pages and some, since each range of ids ends within one; 25 of archived records.
    reading, pages, archived = ("records.list", "records.batchRead"), 535, 25
    process = hublake.start("sync", "--json", "--hubspot-url", account.url, *folder.flags, *flags)
    interrupt(process, signal.SIGKILL, when=lambda: record_calls(account, *reading) >= 0.6 * pages + archived, timeout=180)
    hublake.finish(process, 0)
    account.forget_calls()
    assert hublake.sync(account, folder, *flags).must(OK).report["status"] == "complete"
    assert record_calls(account, *reading) <= 0.55 * (pages + archived)
    expected = expect(account.truth(), "individual").tables["objects_taxes"]
    for reader in ("duckdb", "pyiceberg"):
        table = read_lake(folder.lake, reader)["objects_taxes"]
        assert table.row_count == len(set(table.values["objectid"])) == 50_000
        verdict = compare(expected, table)
        assert verdict, f"{reader}: {verdict}"


def record_calls(account, *endpoints: str) -> int:
    """Calls that read records, of all kinds or of these."""
    calls = account.calls()["calls"]
    return sum(c["count"] for c in calls if (c["endpoint"] in endpoints if endpoints else c["endpoint"].startswith("records.")))


def test_b067_a_record_whose_id_is_lower_than_those_already_read(hublake, simulator, folder):
    account = simulator("--latency-ms=30", contacts=400, **accounts.UNLIMITED)
    highest = max(int(r["objectid"]) for r in account.truth().records("0-1") if int(r["objectid"]) < 2**53)
    free = next(id_ for id_ in range(101, highest) if str(id_) not in {r["objectid"] for r in account.truth().records("0-1")})
    flags = [*FAST, "--tables", "objects_contacts"]
    command = ["sync", "--json", "--hubspot-url", account.url, *folder.flags, *flags]
    process = hublake.start(*command)
    while record_calls(account) < 5:
        assert process.poll() is None, "the run ended before a record could be created"
    account.change({"kind": "create", "type": "contacts", "id": str(free), "properties": {"firstname": "Late"}})
    hublake.finish(process, 0).must(OK)
    account.advance(3_600)
    hublake.sync(account, folder, *flags, env={"HUBLAKE_CLOCK_AHEAD": "3600"}).must(OK)
    assert free in read_lake(folder.lake, READER)["objects_contacts"].values["objectid"]


def test_b068_all_events_of_all_records(kept):
    """More than a page of them, over two records, newest first."""
    life = kept("--event-page=100", events=3)
    one, two = life.ids("0-1")[:2]
    name = next(e["fullyqualifiedname"] for e in life.account.truth()["event_types"] if e["name"] == "demo_booked")
    tables = life.synced(*(
        {"kind": "event", "name": name, "id": (one, two)[n % 2], "at": happened(life, hours=n % 150, milliseconds=n)}
        for n in range(205)
    ))  # fmt: skip
    assert tables["events_demo_booked"].row_count >= 205


# -- D: what becomes of records, links, lists ------------------------------------------------------------------------------


def test_b070_an_archived_record_is_no_longer_live(kept):
    life = kept()
    life.synced()
    gone = life.ids("0-3")[1]
    tables = life.synced({"kind": "archive", "type": "deals", "id": gone})
    assert int(gone) not in live(tables, "deals")
    tells(tables, gone, ("archived", None), type_id="0-3")


@pytest.mark.parametrize("then", ["restore", "purge"])
def test_b072_a_record_that_leaves_the_archive_is_restored_or_gone(kept, then):
    life = kept()
    life.synced()
    id_ = life.ids("0-1")[4]
    life.synced({"kind": "archive", "type": "contacts", "id": id_})
    if then == "restore":
        tables = life.synced({"kind": "restore", "type": "contacts", "id": id_})
        assert int(id_) in live(tables, "contacts")
        tells(tables, id_, ("archived", None), ("restored", None))
        return
    life.chain.forget("0-1", {int(id_)})
    tables = life.synced({"kind": "purge", "type": "contacts", "id": id_})
    assert int(id_) not in live(tables, "contacts")
    tells(tables, id_, ("archived", None), ("purged", None))


def test_b072_a_record_that_is_archived_again_while_a_run_looks_is_not_taken_for_purged(kept):
    """It is missing in the list of archived records, then among the live ones; and what is purged would be erased at once."""
    life = kept("--index-lag-ms=3600000", flags=("--tables", "objects_contacts,object_properties_history,object_lifecycle"))
    life.sync()
    id_ = life.ids("0-1")[4]
    change = {"type": "contacts", "id": id_}
    life.account.change(change | {"kind": "archive"})
    life.wait(SETTLED)
    life.sync()
    life.wait(2 * 3_600)
    life.account.change(change | {"kind": "restore"})
    life.account.fail({"path": "batch/read", "kind": "delay", "milliseconds": 4000, "times": 1})

    def is_asked() -> bool:
        return accounts.get(f"{life.account.url}/_simulator/faults")[0]["struck"] > 0

    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        run = pool.submit(life.sync)
        # The lists are read; the answer whether it lives will tell what is so in four seconds.
        while not is_asked() and not run.done():
            time.sleep(0.02)
        assert is_asked(), "nobody asked whether it lives"
        life.account.change(change | {"kind": "archive"})
        run.result()
    life.wait(SETTLED)
    life.sync()
    tables = read_lake(life.place.lake, READER)
    assert "purged" not in {event for event, _ in lifecycle(tables, id_)}
    assert lifecycle(tables, id_)[-1] == ("archived", None) and int(id_) not in live(tables, "contacts")
    assert int(id_) in tables["object_properties_history"].values["objectid"]


@pytest.mark.parametrize("into_new", [False, True])
def test_b074_who_was_merged_away_is_no_longer_live(kept, into_new):
    life = kept()
    life.synced()
    loser, survivor = life.ids("0-1")[:2]
    answer = life.account.change({"kind": "merge", "type": "contacts", "id": survivor, "toId": loser, "newId": into_new})
    merged = answer["ids"][0]
    tables = life.synced()
    assert int(loser) not in live(tables, "contacts") and int(merged) in live(tables, "contacts")
    tells(tables, loser, ("merged", int(merged)))


def test_b074_who_was_merged_into_a_record_that_no_search_shows_yet_is_not_taken_for_purged(kept):
    """It left the archived list, lives no longer, and nobody names it as merged: only a read of this one record tells."""
    life = kept("--index-lag-ms=3600000")
    life.synced()
    loser, other = life.ids("0-1")[:2]
    life.synced({"kind": "archive", "type": "contacts", "id": loser})
    life.wait(2 * 3_600)
    life.account.change({"kind": "restore", "type": "contacts", "id": loser})
    merge = {"kind": "merge", "type": "contacts", "id": other, "toId": loser, "newId": True}
    merged = int(life.account.change(merge)["ids"][0])
    life.sync()
    tells(read_lake(life.place.lake, READER), loser, ("archived", None), ("merged", merged))
    tables = life.synced()
    tells(tables, loser, ("archived", None), ("merged", merged))
    tells(tables, other, ("merged", merged))
    assert int(loser) in tables["object_properties_history"].values["objectid"]


@pytest.mark.parametrize("at_once", [False, True])
def test_b075_chains_of_merges(kept, at_once):
    """HubSpot's `hs_calculated_merged_vids` names only the last link of a chain."""
    life = kept()
    life.synced()
    one, two, three = life.ids("0-1")[:3]
    first = {"kind": "merge", "type": "contacts", "id": two, "toId": one, "newId": False}
    second = {"kind": "merge", "type": "contacts", "id": three, "toId": two, "newId": False}
    life.account.change(first)
    if not at_once:
        tells(life.synced(), one, ("merged", int(two)))
    life.account.change(second)
    tables = life.synced()
    assert not {int(one), int(two)} & live(tables, "contacts")
    tells(tables, two, ("merged", int(three)))
    if "object_lifecycle" in tables:
        assert lifecycle(tables, one)[-1] == ("merged", int(three)), "a chain leads to its last survivor"


def test_b081_links_that_come_and_go_touch_no_record(kept):
    life = kept()
    tables = life.synced()
    table = tables["associations_contacts_to_companies"]
    contact, company = table.values["contact_objectid"][0], table.values["company_objectid"][0]
    others = sorted(live(tables, "companies") - {
        to for one, to in zip(table.values["contact_objectid"], table.values["company_objectid"]) if one == contact
    })  # fmt: skip
    pair = {"type": "contacts", "id": str(contact), "to": "companies"}
    changes = [{"kind": "dissociate", **pair, "toId": str(company)}]
    changes += [{"kind": "associate", **pair, "toId": str(other)} for other in others[:1]]
    before = life.account.truth().records("0-1")
    life.account.change(*changes)
    assert life.account.truth().records("0-1") == before, "the account itself moved a time"
    life.wait(8 * 86_400)
    life.synced()


def test_b085_lists_that_are_deleted_and_come_back(kept):
    life = kept(lists=4)
    tables = life.synced()
    id_ = next(i for i, at in zip(tables["lists"].values["listid"], tables["lists"].values["deletedat"]) if at is None)

    def deleted(tables):
        lists = tables["lists"].values
        return lists["deletedat"][lists["listid"].index(id_)] is not None

    assert not deleted(tables)
    assert deleted(life.synced({"kind": "delete-list", "list": str(id_)}))
    assert not deleted(life.synced({"kind": "restore-list", "list": str(id_)}))


def test_b091_changes_of_one_moment_and_of_several_properties_are_rows_of_their_own(kept):
    life = kept()
    life.synced()
    id_ = life.ids("0-2")[0]
    update = {"kind": "update", "type": "companies", "id": id_}
    # Applied together, so in one millisecond.
    tables = life.synced(
        update | {"properties": {"name": "a", "domain": "x.example.com"}}, update | {"properties": {"name": "b"}}
    )
    history = tables["object_properties_history"].values
    rows = list(zip(history["objectid"], history["name"], history["value"], history["updatedat"]))
    found = [row for row in rows if row[0] == int(id_) and row[2] in ("a", "b", "x.example.com")]
    assert sorted(row[1:3] for row in found) == [("domain", "x.example.com"), ("name", "a"), ("name", "b")]
    assert len({row[3] for row in found}) == 1


def test_b093_stages_and_pipelines_that_history_still_names(kept):
    life = kept()
    pipeline = {"kind": "put-pipeline", "type": "deals", "id": "p-93", "label": "Ninety-three"}
    a, b = {"id": "stage-a", "label": "A"}, {"id": "stage-b", "label": "B"}
    life.synced(pipeline | {"stages": [a, b]})

    def stages(tables) -> dict:
        table = tables["pipeline_stages"].values
        rows = zip(table["pipelineid"], table["stageid"], table["label"], table["archived"])
        return {stage: (label, archived) for of, stage, label, archived in rows if of == "p-93"}

    assert stages(life.synced(pipeline | {"stages": [a]})) == {"stage-a": ("A", False), "stage-b": ("B", True)}
    tables = life.synced({"kind": "remove-pipeline", "type": "deals", "id": "p-93"})
    assert stages(tables) == {"stage-a": ("A", True), "stage-b": ("B", True)}
    assert stages(life.synced(pipeline | {"stages": [b]})) == {"stage-a": ("A", True), "stage-b": ("B", False)}


# -- E: what HubSpot refuses -----------------------------------------------------------------------------------------------


def test_b104_one_sensitive_property_that_is_refused(kept):
    """Named in the configuration, but the token lacks its scope: the property is missed by name, and nothing else is."""
    scope = "crm.objects.contacts.sensitive.read"
    life = kept(
        "--refuse-sensitive", "--without-scope", scope, "--without-scope", f"{scope}.v2",
        flags=("--sensitive-properties", "contacts.passport_number"),
    )  # fmt: skip
    life.chain.organization = "both"
    report = life.sync(code=PARTIAL).report
    told = [warning for warning in report["warnings"] if "passport_number" in warning]
    assert len(told) == 1 and scope in told[0] and "objects_contacts" in told[0]
    assert report["skipped"] == []
    tables = read_lake(life.place.lake, READER)
    column = tables["objects_contacts"].values.get("property_passport_number")
    assert column is None or set(column) == {None}
    for table in tables.values():
        for name in [name for name in table.types if re.fullmatch("property_(unparsed_)?passport_number", name)]:
            del table.types[name], table.values[name]
    verdict = life.chain.check(life.account.truth(), tables)
    assert verdict, str(verdict)


def test_b104_a_property_that_is_refused_without_being_called_sensitive(kept):
    life = kept()
    life.account.fail({"path": "firstname", "kind": "403", "times": 1_000_000})
    report = life.sync(code=PARTIAL).report
    assert [w for w in report["warnings"] if "firstname" in w] and report["skipped"] == []
    contacts = read_lake(life.place.lake, READER)["objects_contacts"]
    assert set(contacts.values["property_firstname"]) == {None}
    assert contacts.row_count == len(life.ids("0-1"))
    assert any(contacts.values["property_lastname"])


def test_b110_a_rare_error_in_a_long_chain_of_calls(kept):
    life = kept("--fault", "502=0.02", contacts=300)
    life.synced()
