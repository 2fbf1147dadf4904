"""Everything that an account can hold, as HubSpot's own Python client reads it from the simulator."""

import json
import urllib.parse
import urllib.request

import hubspot
import pytest
from hubspot.crm.contacts.models import PublicGdprDeleteInput, PublicMergeInput
from hubspot.crm.lists.models import ListSearchRequest
from hubspot.crm.objects.models import BatchReadInputSimplePublicObjectId, SimplePublicObjectId
from support.hubspot_client import Server, assert_alike, by, expected_rows, iso, names_of, rows_of, started


@pytest.fixture(scope="module")
def whole(bin_dir):
    """An account with everything in it."""
    yield from started(bin_dir, "--everything=1", "--custom-types=5", "--events=130", "--contacts=320")


@pytest.fixture
def changing(bin_dir):
    """The same, for one test to change."""
    yield from started(bin_dir, "--everything=1", "--contacts=30")


def type_ids(server: Server) -> list[str]:
    return [row["objecttypeid"] for row in server.truth("object_and_event_type_definitions")]


def test_every_type_lists_its_records(whole):
    types = type_ids(whole)
    assert len(types) > 35 and sum(id.startswith("2-") for id in types) == 5
    for type_id in types:
        names = names_of(whole, type_id)[:60]
        records = whole.client.crm.objects.get_all(type_id, properties=names)
        assert records and rows_of(records, type_id, names) == expected_rows(whole, type_id, names)


def test_every_type_lists_its_archived_records(whole):
    for type_id in type_ids(whole):
        names = names_of(whole, type_id)[:40]
        records = whole.client.crm.objects.get_all(type_id, properties=names, archived=True)
        rows = {
            id: {**row, "archivedat": iso(record.archived_at)}
            for (id, row), record in zip(rows_of(records, type_id, names).items(), records, strict=True)
        }
        truth = whole.truth(f"archived/{type_id}")
        assert rows and rows == {
            row["objectid"]: {**row, "properties": {name: row["properties"][name] for name in names}} for row in truth
        }
        request = BatchReadInputSimplePublicObjectId(
            inputs=[SimplePublicObjectId(id=id) for id in list(rows)[:50]], properties=names, properties_with_history=[]
        )
        batch = whole.client.crm.objects.batch_api.read(type_id, request, archived=True).results
        assert [record.id for record in batch] == list(rows)[:50]


def history_rows(records, type_id: str) -> list[dict]:
    return [
        {
            "objecttypeid": type_id, "objectid": record.id, "name": name, "value": entry.value,
            "updatedat": iso(entry.timestamp), "sourcetype": entry.source_type, "sourceid": entry.source_id,
            "sourcelabel": entry.source_label, "updatedbyuserid": entry.updated_by_user_id,
        }
        for record in records
        for name, entries in (record.properties_with_history or {}).items()
        for entry in entries
    ]  # fmt: skip


@pytest.mark.parametrize("type_id", ["0-1", "0-3", "0-5", "0-48", "2-3456789"])
def test_history_by_list_and_by_batch_equals_the_truth(whole, type_id):
    names = names_of(whole, type_id)
    basic, batch = whole.client.crm.objects.basic_api, whole.client.crm.objects.batch_api
    listed, after = [], None
    while True:
        page = basic.get_page(type_id, limit=50, after=after, properties_with_history=names[:60])
        listed += page.results
        if page.paging is None:
            break
        after = page.paging.next.after
    read = []
    for start in range(0, len(listed), 50):
        inputs = [SimplePublicObjectId(id=record.id) for record in listed[start : start + 50]]
        request = BatchReadInputSimplePublicObjectId(inputs=inputs, properties=[], properties_with_history=names)
        read += batch.read(type_id, request).results
    truth = whole.truth(f"history/{type_id}")
    key = ("objectid", "name", "updatedat", "value")
    assert by(history_rows(read, type_id), *key) == by(truth, *key)
    some = set(names[:60])
    assert by(history_rows(listed, type_id), *key) == by([row for row in truth if row["name"] in some], *key)
    one = basic.get_by_id(type_id, listed[0].id, properties_with_history=names[:60])
    assert history_rows([one], type_id) == history_rows(listed[:1], type_id)


def test_ids_that_were_merged_away_lead_to_the_survivor(whole):
    merges = whole.truth("merges")
    assert {row["objecttypeid"] for row in merges} == {"0-1", "0-2", "0-3", "0-5"}
    survivors = {(row["objecttypeid"], row["absorbedid"]): row["survivorid"] for row in merges}
    for type_id, absorbed in survivors:
        record = whole.client.crm.objects.basic_api.get_by_id(
            type_id, absorbed, properties=["hs_merged_object_ids"]
        )
        last = survivors[type_id, absorbed]
        while (type_id, last) in survivors:
            last = survivors[type_id, last]
        assert record.id == last
        assert absorbed in record.properties["hs_merged_object_ids"].split(";")
        assert absorbed not in {row["objectid"] for row in whole.truth(f"objects/{type_id}")}


def test_the_client_merges_and_deletes_for_privacy(changing):
    contacts = changing.client.crm.contacts.basic_api
    primary, other = [record.id for record in contacts.get_page(limit=2).results]
    merged = contacts.merge(PublicMergeInput(primary_object_id=primary, object_id_to_merge=other))
    assert merged.id not in (primary, other)
    assert contacts.get_by_id(other).id == merged.id
    contacts.purge(PublicGdprDeleteInput(object_id=merged.id))
    with pytest.raises(hubspot.crm.contacts.exceptions.ApiException) as refusal:
        contacts.get_by_id(other)
    assert refusal.value.status == 404


def test_lists_and_their_members_equal_the_truth(whole):
    lists_api, members_api = whole.client.crm.lists.lists_api, whole.client.crm.lists.memberships_api
    found, offset = [], 0
    while True:
        request = ListSearchRequest(
            count=3, offset=offset, query="", additional_properties=["hs_list_size"], list_ids=[], processing_types=[]
        )
        page = lists_api.do_search(request)
        found += page.lists
        if not page.has_more:
            break
        offset = page.offset
    deleted = [row["listid"] for row in whole.truth("lists") if row["deletedat"]]
    rows = [
        {
            "listid": one.list_id, "name": one.name, "listtype": one.processing_type,
            "processingstatus": one.processing_status, "objecttypeid": one.object_type_id,
            "size": one.size, "createdat": iso(one.created_at),
            "updatedat": iso(one.updated_at), "filtersupdatedat": iso(one.filters_updated_at),
            "deletedat": iso(one.deleted_at), "createdbyid": one.created_by_id,
        }
        for one in lists_api.get_all(list_ids=[one.list_id for one in found] + deleted).lists
    ]  # fmt: skip
    assert by(rows, "listid") == by(whole.truth("lists"), "listid")
    sizes = {one.list_id: int(one.additional_properties["hs_list_size"]) for one in found}

    truth, members = whole.truth("list_memberships"), {}
    for path, read in [("id", members_api.get_page), ("time", members_api.get_page_ordered_by_added_to_list_date)]:
        members[path] = []
        for one in found:
            after = None
            while True:
                page = read(one.list_id, limit=250, after=after)
                members[path] += [
                    {"listid": one.list_id, "objecttypeid": one.object_type_id, "objectid": member.record_id,
                     "joinedat": iso(member.membership_timestamp)}
                    for member in page.results
                ]  # fmt: skip
                assert page.total == sizes[one.list_id]
                if page.paging is None:
                    break
                after = page.paging.next.after
        assert by(members[path], "listid", "objectid") == by(truth, "listid", "objectid")
    first = truth[0]
    lists = members_api.get_lists(first["objecttypeid"], first["objectid"]).results
    assert first["listid"] in {one.list_id for one in lists}


def test_event_types_and_occurrences_equal_the_truth(whole):
    api = whole.client.events.events_api
    names = api.get_types().event_types
    assert names == [row["fullyqualifiedname"] for row in whole.truth("event_types")]
    contact_types = {"0-1": "CONTACT", "0-3": "DEAL", "2-3456789": "p4242_pet"}
    for name in names:
        events, after = [], None
        while True:
            page = api.get_page(event_type=name, limit=100, after=after)
            events += page.results
            if page.paging is None:
                break
            after = page.paging.next.after
        rows = [
            {"id": one.id, "objecttype": one.object_type, "objectid": one.object_id,
             "occurredat": iso(one.occurred_at), "properties": one.properties}
            for one in events
        ]  # fmt: skip
        assert rows == [
            {"id": row["id"], "objecttype": contact_types[row["objecttypeid"]], "objectid": row["objectid"],
             "occurredat": row["occurredat"], "properties": row["properties"]}
            for row in whole.truth(f"events/{name}")
        ]  # fmt: skip


def test_event_definitions_equal_the_truth(whole):
    path = "/events/v3/event-definitions?limit=4&includeProperties=true"
    definitions, after = [], ""
    while after is not None:
        page = whole.read(path + f"&after={after}")
        definitions += page["results"]
        after = page.get("paging", {}).get("next", {}).get("after")
    rows = [
        {
            "eventtypeid": one["objectTypeId"], "fullyqualifiedname": one["fullyQualifiedName"], "isdefined": True,
            "name": one["name"], "label": one["labels"]["singular"], "description": one.get("description"),
            "primaryobjecttypeid": one["primaryObjectId"], "archived": one["archived"], "createdat": one["createdAt"],
            "updatedat": one["updatedAt"],
            "properties": [
                {"name": p["name"], "label": p["label"], "type": p["type"], "fieldtype": p["fieldType"],
                 "options": p["options"]}
                for p in one["properties"]
            ],
        }
        for one in definitions
    ]  # fmt: skip
    assert page["total"] == len(rows)
    assert rows == [row for row in whole.truth("event_types") if row["isdefined"]]


def test_marketing_email_events_equal_the_truth(whole):
    events, offset = [], ""
    while True:
        answer = whole.read(f"/email/public/v1/events?limit=60&offset={offset}")
        events += answer["events"]
        if not answer["hasMore"]:
            break
        offset = answer["offset"]
    assert events and events == whole.truth("email_events")


def test_record_counts_equal_the_truth(whole):
    answer = whole.read("/crm/v3/limits/records")
    counted = answer["hubspotDefinedObjectTypes"] + answer["customObjectTypes"]["byObjectType"]
    assert {one["objectTypeId"]: one["usage"] for one in counted} == {
        id: len(whole.truth(f"objects/{id}")) for id in type_ids(whole)
    }


def test_an_expired_token_is_renewed(bin_dir):
    for server in started(bin_dir, "--token-expires-after-calls=1"):
        owners = server.client.crm.owners.owners_api
        owners.get_page()
        with pytest.raises(hubspot.crm.owners.exceptions.ApiException) as refusal:
            owners.get_page()
        assert refusal.value.status == 401
        form = {"grant_type": "refresh_token", "refresh_token": "na1-simulator-refresh-0000"}
        data = urllib.parse.urlencode(form).encode()
        with urllib.request.urlopen(f"{server.url}/oauth/v1/token", data) as answer:
            token = json.load(answer)["access_token"]
        assert hubspot.HubSpot(access_token=token, host=server.url).crm.owners.owners_api.get_page().results


@pytest.mark.parametrize(
    ("old", "dated", "rest", "body"),
    [
        ("/crm/v3/objects", "/crm/objects/2026-03", "/0-5?limit=50&propertiesWithHistory=subject,content", None),
        ("/crm/v3/objects", "/crm/objects/2026-03", "/notes?archived=true&properties=hs_note_body", None),
        ("/crm/v3/lists", "/crm/lists/2026-03", "/search", {"count": 100}),
        ("/crm/v3/lists", "/crm/lists/2026-03", "/11?includeFilters=true", None),
        ("/crm/v3/lists", "/crm/lists/2026-03", "/11/memberships", None),
        ("/crm/v3/lists", "/crm/lists/2026-03", "/11/memberships/join-order?limit=250", None),
        ("/events/v3/events", "/events/event-occurrences/2026-03", "/event-types", None),
        ("/events/v3/events", "/events/event-occurrences/2026-03", "?eventType=e_visited_page&limit=100", None),
        ("/events/v3/event-definitions", "/events/2026-03/event-definitions", "?includeProperties=true", None),
        ("/events/v3/event-definitions", "/events/custom/2026-09/event-definitions", "?limit=3", None),
        ("/crm/v3/limits", "/crm/limits/2026-03", "/records", None),
        ("/crm/v3/object-library", "/crm/object-library/2026-03", "/enablement", None),
        ("/crm/v3/pipelines", "/crm/pipelines/2026-03", "/tickets/0/audit", None),
    ],
)
def test_dated_paths_answer_as_the_older_ones_but_for_newer_fields(whole, old, dated, rest, body):
    assert_alike(whole, old, dated, rest, body, status=200)
