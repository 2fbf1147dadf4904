"""The whole account: every type, every kind of data, both organisations. What each reader sees is what the account holds."""

from collections import Counter

import pytest
from oracle.account import Account
from oracle.catalogue import EMAIL_EVENTS, STANDARD_TYPES
from oracle.comparison import compare, compare_lakes
from oracle.expectation import Expectation, expect
from oracle.readers import READERS, read_lake
from oracle.runs import reported_runs
from oracle.table import Table

from conftest import Place, folder_place

OK, PARTIAL = 0, 3

#: Every standard type, five custom ones, and one type with over 1,000 properties.
WHOLE = {
    "everything": 1, "custom_types": 5, "contacts": 260, "companies": 60, "deals": 24, "wide_properties": 1_050,
    "misfit_share": 0.05, "limit_general": 100_000, "limit_associations": 0, "limit_search": 0,
}  # fmt: skip

#: Every kind of data with a handful of rows, and few types: quick.
FEW = {
    "contacts": 12, "companies": 5, "deals": 5, "custom": 4, "custom_types": 2, "wide_properties": 0, "lists": 9, "events": 8,
    "email_events": 28, "limit_general": 100_000, "limit_associations": 0, "limit_search": 0,
}  # fmt: skip


#: HubSpot's association calls carry no limit, so hublake would take the smallest plan's; the simulator here has none.
FAST = SYNC = ("--association-limit", "1000000")


@pytest.fixture(scope="module")
def account(simulators):
    return simulators(**WHOLE)


# -- equal to the truth ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("kind", ["folder", "bucket"])
def test_every_table_of_the_whole_account_equals_the_truth(synced, expected, kind, reader):
    done = synced(kind)
    verdict = compare_lakes(expected.tables, read_lake(done.place.lake, reader), done.result.window)
    print(f"{kind}, {reader}: {verdict}")
    assert verdict, str(verdict)
    assert verdict.rows > 30_000


def test_account_is_whole(truth, expected):
    """At least 25 types, 5 of them custom, with records, associations and history each; every other kind filled."""
    filled = [t["objecttypeid"] for t in truth.types if truth.records(t["objecttypeid"])]
    assert len(filled) >= 25 and sum(id_.startswith("2-") for id_ in filled) == 5
    assert all(truth[f"history/{id_}"] for id_ in filled)
    assert len({id_ for pair in truth.pairs() for id_ in pair if truth.associations(pair)}) >= 25
    assert max(Counter(p["objecttypeid"] for p in truth["property_definitions"]).values()) > 1_000
    assert {row["listtype"] for row in truth["lists"]} == {"MANUAL", "DYNAMIC", "SNAPSHOT"}
    assert {row["archived"] for row in truth["owners"]} == {True, False} and truth["owner_teams"]
    assert len({row["objecttypeid"] for row in truth["pipelines"]}) >= 8
    tables = expected.tables
    assert tables["list_memberships"].row_count > 200
    assert tables["object_properties_history"].row_count > tables["object_properties"].row_count > 10_000
    for name in EMAIL_EVENTS.values():
        assert tables[expected.event_tables[name]].row_count, f"no {name}"
    events = {name: table for name, table in tables.items() if name.startswith("events_")}
    assert any(table.row_count == 0 for table in events.values()), "no event type without occurrences"
    assert any("double" in table.types.values() for table in events.values()), "no event type with typed properties"
    assert len({row["metatype"] for row in truth["object_and_event_type_definitions"]}) == 2


def test_misfits_are_counted_by_table_and_property(synced, expected):
    report = synced("folder").result.report
    counted = {table["name"]: {p: n for p, n in table["unparsed_values"].items() if n} for table in report["tables"]}
    wanted = {name: {p: n for p, n in expected.misfits.get(name, {}).items() if n} for name in counted}
    assert {name: misfits for name, misfits in wanted.items() if counted[name] != misfits} == {}
    assert sum(sum(misfits.values()) for misfits in wanted.values()) > 100


def test_each_source_is_read_once_for_all_its_tables(hublake, simulator, tmp_path):
    """Both organisations take no more calls than one."""
    account = simulator(**FEW)
    calls = {}
    for organization in ("individual", "combined", "both"):
        place = folder_place(tmp_path / organization)
        report = hublake.sync(account, place, *FAST, "--organization", organization).must(OK).report
        calls[organization] = report["api_calls"]["by_endpoint"]
    assert calls["both"] == calls["individual"] == calls["combined"]


def test_a_second_run_commits_nothing_but_the_runs(hublake, simulator, folder):
    account = simulator(**FEW)
    first = hublake.sync(account, folder, *FAST, "--organization", "both").must(OK)
    second = hublake.sync(account, folder, *FAST, "--organization", "both").must(OK)
    changed = {table["name"] for table in second.report["tables"] if table["outcome"] == "committed"}
    assert changed <= {"sync_runs"}
    verdict = compare_lakes(expect(account.truth(), "both").tables, read_lake(folder.lake, "duckdb"))
    assert verdict, str(verdict)
    assert first.report["run_id"] != second.report["run_id"]


def test_runs_are_folded_into_their_table(hublake, simulator, folder):
    """Every run but the newest has a row that says what its report says."""
    account = simulator(**FEW)
    contact = account.truth().records("0-1")[0]["objectid"]
    for name in ("One", "Two", "Three"):
        account.change({"kind": "update", "type": "0-1", "id": contact, "properties": {"firstname": name}})
        hublake.sync(account, folder, *FAST).must(OK)
    reported = reported_runs(folder.lake)
    table = read_lake(folder.lake, "pyarrow")["sync_runs"]
    newest = max(reported.values["runid"])
    earlier = [row for row, id_ in enumerate(reported.values["runid"]) if id_ != newest]
    wanted = Table(
        "sync_runs", reported.types, {c: [cells[row] for row in earlier] for c, cells in reported.values.items()},
        reported.key, reported.json_columns, clock_columns=frozenset({"bytesreceived", "byteswritten", "warnings"}),
    )  # fmt: skip
    assert wanted.row_count == 2
    verdict = compare(wanted, table)
    assert verdict, str(verdict)


def test_what_changes_in_every_kind_of_data(hublake, simulator, folder):
    """A value and its history, an archived record, an event said to be old, an e-mail event, lists and their members."""
    account = simulator(**FEW)
    hublake.sync(account, folder, *FAST, "--organization", "both").must(OK)
    truth = account.truth()
    earlier = expect(truth, "both")
    contacts = [record["objectid"] for record in truth.records("0-1")]
    address = next(r["properties"]["email"] for r in truth.records("0-1") if r["properties"].get("email"))
    lists = [row["listid"] for row in truth["lists"] if not row["deletedat"] and row["objecttypeid"] == "0-1"]
    member = next(m for m in truth["list_memberships"] if m["listid"] == lists[0])["objectid"]
    event = next(e["fullyqualifiedname"] for e in truth["event_types"] if e["name"] == "demo_booked")
    account.change(
        {"kind": "update", "type": "0-1", "id": contacts[2], "properties": {"firstname": "Changed", "phone": ""}},
        {"kind": "archive", "type": "0-1", "id": contacts[5]},
        {"kind": "event", "name": event, "id": contacts[3], "at": "2026-01-01T00:00:00.000Z", "properties": {"seats": "4"}},
        {"kind": "email-event", "name": "CLICK", "recipient": address},
        {"kind": "remove-from-list", "list": lists[0], "ids": [member]},
        {"kind": "create-list", "type": "contacts", "name": "New", "ids": contacts[:2]},
        {"kind": "delete-list", "list": lists[1]},
    )
    hublake.sync(account, folder, *FAST, "--organization", "both", "--full").must(OK)
    verdict = compare_lakes(expect(account.truth(), "both", earlier).tables, read_lake(folder.lake, "duckdb"))
    assert verdict, str(verdict)


@pytest.mark.parametrize("first", ["individual", "combined"])
def test_switching_the_organisation_fills_what_is_missing(hublake, simulator, folder, first):
    account = simulator(**FEW)
    hublake.sync(account, folder, *FAST, "--organization", first).must(OK)
    there = set(folder.lake.current_metadata())
    second = hublake.sync(account, folder, *FAST, "--organization", "both").must(OK)
    outcomes = {table["name"]: table["outcome"] for table in second.report["tables"]}
    assert {name for name in there - {"sync_runs"} if outcomes.get(name) == "committed"} == set()
    verdict = compare_lakes(expect(account.truth(), "both").tables, read_lake(folder.lake, "pyarrow"))
    assert verdict, str(verdict)


# -- trouble -----------------------------------------------------------------------------------------------------------------

FAULTS = "429=0.02,502=0.02,cut=0.02,reset=0.02"


# A 429 without Retry-After closes its budget for ten seconds, so the whole account takes minutes.
@pytest.mark.parametrize(
    ("kind", "size"),
    [("folder", FEW), pytest.param("folder", WHOLE, marks=pytest.mark.slow), pytest.param("bucket", WHOLE, marks=pytest.mark.slow)],
    ids=["few", "whole-folder", "whole-bucket"],
)
def test_random_faults_leave_no_trace_but_in_the_report(hublake, simulator, folder, bucket, kind, size):
    """2 % of the calls each: 429, 502 with a page, a cut body, a reset; and once the token is called expired."""
    place = folder if kind == "folder" else bucket("faults")
    account = simulator("--fault", FAULTS, **size)
    account.fail({"path": "/crm/objects/", "kind": "401-expired", "after": 20, "times": 1})
    result = hublake.sync(account, place, *FAST, "--organization", "both", timeout=900).must(OK)
    calls = account.calls()
    met = {status: count for status, count in calls["byStatus"].items() if not status.startswith("2")}
    assert met.get("429") and met.get("502") and met.get("401") == 1, met
    expected = expect(account.truth(), "both")
    verdict = compare_lakes(expected.tables, read_lake(place.lake, "pyarrow" if kind == "folder" else "duckdb"), result.window)
    assert verdict, str(verdict)
    told = result.report["api_calls"]
    assert told["rate_limited"] == met["429"]
    assert told["retries"] >= sum(met.get(status, 0) for status in ("401", "429", "502"))


# -- what the token may not see ------------------------------------------------------------------------------------------------

_TYPES = [
    "contacts", "companies", "deals", "tickets", "products", "line_items", "quotes", "communications",
    "feedback_submissions", "tasks", "notes", "meetings", "calls", "emails", "invoices", "marketing_events", "subscriptions",
    "deal_splits", "goal_targets", "discounts", "fees", "taxes", "commerce_payments", "users", "postal_mail", "orders",
    "leads", "carts", "services", "courses", "listings", "appointments", "contracts", "projects", "partner_clients",
    "partner_services", "pets", "machines",
]  # fmt: skip

#: In the account whatever is asked for.
_EVERYWHERE = {"contacts", "companies", "deals", "pets", "machines"}

#: Tables that say of every type that it is there, whether or not its records may be read.
_ABOUT_TYPES = {"list_memberships", "object_and_event_type_definitions", "property_definitions", "association_definitions", "pipelines", "pipeline_stages"}


def of_type(tables: dict[str, Table], truth: Account, result: Expectation, type_id: str) -> set[str]:
    """The tables that hold nothing without this type's records: its own, its pairs' and those of what its records did."""
    plural = result.names[type_id][1]
    mine = {result.event_tables[e["fullyqualifiedname"]] for e in truth["event_types"] if e["primaryobjecttypeid"] == type_id}
    return mine | {name for name in tables if is_named_after(name, plural)}


def is_named_after(table: str, plural: str) -> bool:
    return table == f"objects_{plural}" or table.startswith("associations_") and (
        table.startswith(f"associations_{plural}_to_") or table.endswith(f"_to_{plural}")
    )


@pytest.mark.parametrize("name", _TYPES)
def test_a_missing_scope_costs_that_types_tables_and_no_others(hublake, simulator, folder, name):
    """Among the types that every account has."""
    id_ = id_or_name(name)
    account = simulator("--forbid", id_, *([] if name in _EVERYWHERE else [f"--type={id_}=4"]), **FEW)
    check_missing_scope(hublake, account, folder, name)


@pytest.mark.slow
@pytest.mark.parametrize("name", _TYPES)
def test_a_missing_scope_among_all_types(hublake, simulator, folder, name):
    check_missing_scope(hublake, simulator("--forbid", id_or_name(name), **WHOLE), folder, name)


def id_or_name(plural: str) -> str:
    """A standard type's id: a custom type may have its name too."""
    return next((id_ for id_, (_, many) in STANDARD_TYPES.items() if many == plural), plural)


def check_missing_scope(hublake, account, place: Place, name: str):
    result = hublake.sync(account, place, *FAST, timeout=600).must(PARTIAL)
    truth = account.truth()
    whole = expect(truth)
    type_id = next(id_ for id_, (_, plural) in whole.names.items() if plural == name)
    gone = of_type(whole.tables, truth, whole, type_id)
    assert f"objects_{name}" in gone

    skipped = {entry["table"]: entry for entry in result.report["skipped"]}
    assert set(skipped) >= gone
    # Which of its pairs have associations cannot be asked, so that pairs without any may be named too.
    assert {table for table in set(skipped) - gone if not is_named_after(table, name)} == set()
    assert all(entry["reason"] for entry in skipped.values())
    assert any(entry["missing_scopes"] for entry in skipped.values())

    # A type that is there but may not be read has its names all the same.
    expected = expect(truth.without_types(type_id), earlier=Expectation(names=whole.names)).tables
    present = read_lake(place.lake, "pyarrow")
    assert set(present) == set(expected) - gone
    for table in present:
        wanted, found = expected[table], present[table]
        if table in _ABOUT_TYPES:
            wanted, found = wanted.without_type(type_id), found.without_type(type_id)
        verdict = compare(wanted, found)
        assert verdict, str(verdict)


def test_event_types_that_cannot_be_asked_keep_their_tables(hublake, simulator, folder):
    """Unknown is not none: the tables stay, are named in the report, and their definitions are not called archived."""
    account = simulator(**FEW)
    hublake.sync(account, folder, *FAST, "--organization", "both").must(OK)
    before = read_lake(folder.lake, "pyarrow")
    account.fail({"path": "event-types", "kind": "403", "times": 1_000})
    report = hublake.sync(account, folder, *FAST, "--organization", "both", "--full").must(PARTIAL).report
    skipped = {entry["table"] for entry in report["skipped"]}
    email = {name for name in before if name.startswith("events_") and name.endswith(("_email", "_email_v2", "_status_v2"))}
    assert skipped == {name for name in before if name.startswith("events_")} - email
    verdict = compare_lakes(expect(account.truth(), "both").tables, read_lake(folder.lake, "pyarrow"))
    assert verdict, str(verdict)
