"""The oracle itself, on accounts small enough to be worked out by hand from the data format."""

import pytest
from oracle.account import Account
from oracle.cost import TIERS, Limits, fewest_association_reads, fewest_list_calls, fewest_record_calls
from oracle.expectation import expect


def object_type(id_: str, name: str, plural_label: str | None = None) -> dict:
    return {
        "objecttypeid": id_, "fullyqualifiedname": name, "name": name, "singularname": name, "pluralname": plural_label,
        "description": None, "primarydisplayproperty": None, "archived": False, "createdat": None, "updatedat": None,
    }  # fmt: skip


def definition(type_id: str, name: str, kind: str, **more) -> dict:
    return {"objecttypeid": type_id, "name": name, "type": kind, "archived": False, "datasensitivity": "non_sensitive"} | more


def record(type_id: str, id_: int, **properties) -> dict:
    return {"objecttypeid": type_id, "objectid": str(id_), "updatedat": "2026-01-02T03:04:05.678Z", "properties": properties}


def rows(table) -> list[dict]:
    return [dict(zip(table.values, cells)) for cells in zip(*table.values.values())]


@pytest.fixture
def account() -> Account:
    return Account({
        "object_and_event_type_definitions": [object_type("0-1", "contact"), object_type("0-5", "ticket")],
        "property_definitions": [
            definition("0-1", "email", "string"), definition("0-1", "seen", "datetime"), definition("0-1", "vip", "bool"),
            definition("0-1", "secret", "string", datasensitivity="sensitive"),
        ],
        "objects/0-1": [
            record("0-1", 11, email="Ann@Example.com", seen="2026-01-01T00:00:00.0019Z", vip="TRUE", secret="x"),
            record("0-1", 12, email="", seen="never", vip=None),
        ],
    })  # fmt: skip


def test_combined_values_are_texts_in_the_encoding_of_the_share(account):
    table = expect(account, "combined").tables["object_properties"]
    assert {(row["objectid"], row["name"], row["value"]) for row in rows(table)} == {
        (11, "email", "Ann@Example.com"), (11, "seen", "1767225600001"), (11, "vip", "true"), (12, "seen", "never"),
    }  # fmt: skip


def test_names_of_types_that_clash(account):
    account.rows["object_and_event_type_definitions"] += [
        object_type("2-7", "Ticket", "Tickets"), object_type("2-8", "Contacts", "機器"), object_type("2-9", "thing", "tickets"),
    ]
    assert expect(account).names == {
        "0-1": ("contact", "contacts"), "0-5": ("ticket", "tickets"),
        "2-9": ("thing", "tickets_45a5c622"), "2-7": ("ticket_567a8b5f", "tickets_3d131368"),
        "2-8": ("contacts", "contacts_b450645d"),
    }  # fmt: skip


def test_a_type_keeps_its_name_whatever_becomes_of_its_label(account):
    account.rows["object_and_event_type_definitions"].append(object_type("2-7", "pet", "Pets"))
    first = expect(account)
    account.rows["object_and_event_type_definitions"][-1] = object_type("2-7", "pet", "Animals")
    assert expect(account, earlier=first).names["2-7"] == ("pet", "pets")


def entry(name: str, value: str | None, at: str, source: str = "API") -> dict:
    return {"objecttypeid": "0-1", "objectid": "11", "name": name, "value": value, "updatedat": at, "sourcetype": source}


def test_history_is_encoded_keeps_clearings_and_knows_each_entry_once(account):
    at = "2026-01-01T00:00:00.000Z"
    account.rows["history/0-1"] = [
        entry("seen", "2026-01-01T00:00:00Z", at), entry("seen", "1767225600000", at, "IMPORT"), entry("vip", "", at),
        entry("vip", "False", at), entry("secret", "x", at), entry("email", "a@example.com", at),
    ]  # fmt: skip
    table = expect(account).tables["object_properties_history"]
    assert [(row["name"], row["value"], row["sourcetype"]) for row in rows(table)] == [
        ("seen", "1767225600000", "API"), ("vip", "", "API"), ("vip", "false", "API"), ("email", "a@example.com", "API"),
    ]  # fmt: skip


def test_history_accumulates(account):
    account.rows["history/0-1"] = [entry("email", "a@example.com", "2026-01-01T00:00:00Z")]
    first = expect(account)
    account.rows["history/0-1"] = [entry("email", "b@example.com", "2026-01-02T00:00:00Z")]
    table = expect(account, earlier=first).tables["object_properties_history"]
    assert table.values["value"] == ["a@example.com", "b@example.com"]


@pytest.fixture
def eventful(account) -> Account:
    occurrence = {"objecttypeid": "0-1", "objectid": "11", "occurredat": "2026-01-01T00:00:00Z"}
    account.rows |= {
        "event_types": [
            {"fullyqualifiedname": "e_visited_page", "eventtypeid": "4-96000", "isdefined": False, "label": "never told"},
            {"fullyqualifiedname": "e_never_seen", "eventtypeid": None, "isdefined": False},
            {"fullyqualifiedname": "pe4242_visited_page", "eventtypeid": "6-1", "label": "Visit"},
            {
                "fullyqualifiedname": "ae99_Item-Sold", "eventtypeid": "6-2", "name": "Item-Sold",
                "properties": [{"name": "Price", "type": "number"}, {"name": "on", "type": "date"}],
            },
        ],
        "events/e_visited_page": [
            occurrence | {"id": "a", "properties": {"hs_url": "https://example.com", "Odd Name": ""}},
            occurrence | {"id": "a", "properties": {"hs_url": "again"}},
            occurrence | {"id": "a", "occurredat": "2026-01-01T00:00:01Z", "properties": {}},
        ],
        "events/ae99_Item-Sold": [occurrence | {"id": "b", "properties": {"Price": "1e1", "on": "soon", "note": "n"}}],
    }  # fmt: skip
    return account


def test_events_have_tables_named_without_prefix_also_where_nothing_happened(eventful):
    result = expect(eventful)
    assert result.event_tables == {
        "e_visited_page": "events_visited_page", "e_never_seen": "events_never_seen",
        "pe4242_visited_page": "events_visited_page_1b98cbdb",
        "ae99_Item-Sold": "events_item_sold",
    }  # fmt: skip
    assert result.tables["events_never_seen"].row_count == 0


def test_events_are_typed_by_their_definition_and_text_without_one(eventful):
    tables = expect(eventful).tables
    visited, sold = tables["events_visited_page"], tables["events_item_sold"]
    assert [row["id"] for row in rows(visited)] == ["a", "a"], "id and time together tell occurrences apart"
    assert visited.types["property_hs_url"] == visited.types["property_odd_name"] == "string"
    assert set(visited.values["eventtypeid"]) == {"4-96000"}
    row = rows(sold)[0]
    assert (row["property_price"], row["property_unparsed_price"]) == (10.0, "1e1")
    assert (row["property_on"], row["property_unparsed_on"], row["property_note"]) == (None, "soon", "n")


def test_events_of_all_types_in_one_table(eventful):
    found = {(row["eventtypeid"], row["id"], row["eventname"], row["properties"]) for row in rows(expect(eventful, "combined").tables["events"])}
    assert found == {
        ("4-96000", "a", "e_visited_page", '{"hs_url": "https://example.com"}'), ("4-96000", "a", "e_visited_page", "{}"),
        ("6-2", "b", "ae99_Item-Sold", '{"Price": "1e1", "on": "soon", "note": "n"}'),
    }  # fmt: skip


def test_definitions_of_event_types(eventful):
    table = expect(eventful).tables["object_and_event_type_definitions"]
    found = {row["objecttypeid"]: (row["name"], row["metatype"], row["singularname"], row["tablename"]) for row in rows(table)}
    assert found["4-96000"] == ("visited_page", "hubspot", None, "events_visited_page")
    assert found["e_never_seen"] == ("never_seen", "hubspot", None, "events_never_seen")
    assert found["6-1"][:3] == ("visited_page", "portal", "Visit")
    assert found["6-2"][:2] == ("Item-Sold", "portal")


def test_marketing_email_events_belong_to_the_contact_with_the_address(account):
    account.rows["email_events"] = [
        {"id": "x", "created": 1767225600000, "type": "OPEN", "recipient": "ann@example.com", "location": {"city": "Köln"}},
        {"id": "x", "created": 1767225600001, "type": "OPEN", "recipient": "nobody@example.com", "duration": 12},
    ]
    tables = expect(account).tables
    one, two = rows(tables["events_opened_email_v2"])
    assert (one["objectid"], one["objecttypeid"], one["property_recipient"]) == (11, "0-1", "ann@example.com")
    assert (one["property_location"], one["occurredat"]) == ('{"city":"Köln"}', 1767225600000000)
    assert (two["objectid"], two["objecttypeid"], two["property_duration"]) == (None, None, "12")
    assert tables["events_printed_email"].row_count == 0


# -- the fewest calls and seconds ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sizes", "seconds"),
    [((130, 0, 4), [10, 0, 0]), ((390, 0, 4), [30, 20, 10]), ((260, 65, 4), [20, 12, 12]), ((3_500, 1_750, 150), [349, 349, 349])],
)
def test_floors_of_the_reference(sizes, seconds):
    """The published table of the cost model."""
    general, search, associations = sizes
    calls = {"general": general, "search": search, "associations": associations}
    assert [tier.floor(calls) for tier in TIERS] == seconds


def test_nothing_takes_no_time():
    assert Limits(100, 100).floor({}) == Limits(100, 100).floor({"general": 100, "search": 5, "associations": 100}) == 0


def test_fewest_calls(account):
    account.rows["objects/0-1"] = [record("0-1", id_) for id_ in range(251)]
    account.rows["objects/0-5"] = [record("0-5", id_) for id_ in range(7)]
    account.rows["association_definitions"] = [
        {"category": "HUBSPOT_DEFINED", "id": 1, "fromobjecttypeid": one, "toobjecttypeid": other}
        for one, other in (("0-1", "0-5"), ("0-5", "0-1"))
    ]
    account.rows["associations/0-5/0-1"] = [
        {"fromobjectid": "3", "toobjectid": str(target), "associationcategory": kind, "associationtypeid": 1}
        for target in range(1_100)
        for kind in ("HUBSPOT_DEFINED", "USER_DEFINED")
    ]
    assert fewest_record_calls(account) == 6 + 1
    assert fewest_record_calls(account, wide={"0-1"}) == 3 + 6 + 1
    assert fewest_association_reads(account) == 1 + (1 + 2), "three answers for the record with 1,100 targets"
    account.rows["lists"] = [{"listid": 1}, {"listid": 2}]
    account.rows["list_memberships"] = [{"listid": 1}] * 251
    assert fewest_list_calls(account) == 1 + 2 + 1
