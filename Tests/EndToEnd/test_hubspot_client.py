"""The simulator, as HubSpot's own Python client sees it: what it reads is what the account is said to hold."""

import gzip
import http.client
import json
import urllib.error

import hubspot
import pytest
from hubspot.crm.associations.v4.models import (
    BatchInputPublicFetchAssociationsBatchRequest,
    PublicFetchAssociationsBatchRequest,
)
from hubspot.crm.objects.exceptions import ApiException
from hubspot.crm.objects.models import (
    BatchReadInputSimplePublicObjectId,
    PublicObjectSearchRequest,
    SimplePublicObjectId,
)
from support.hubspot_client import assert_alike, by, expected_rows, iso, names_of, rows_of, started

TYPES = {"0-1": "contacts", "0-2": "companies", "0-3": "deals", "2-3456789": "p4242_pet"}
PAIRS = [("0-1", "0-2"), ("0-2", "0-1"), ("0-1", "0-3"), ("0-3", "0-2"), ("2-3456789", "0-1"), ("0-1", "2-3456789")]


@pytest.fixture(scope="module")
def server(bin_dir):
    sizes = {"contacts": 900, "companies": 150, "deals": 160, "custom": 60, "misfit-share": 0.01}
    yield from started(bin_dir, *[f"--{name}={value}" for name, value in sizes.items()])


@pytest.mark.parametrize("type_id", TYPES)
def test_listed_records_equal_the_truth(server, type_id):
    names = names_of(server, type_id)[:60]
    records = server.client.crm.objects.get_all(TYPES[type_id], properties=names)
    assert [int(record.id) for record in records] == sorted(int(record.id) for record in records)
    assert rows_of(records, type_id, names) == expected_rows(server, type_id, names)


def test_the_families_of_contacts_companies_and_deals_list_the_same(server):
    crm = server.client.crm
    for type_id, family in [("0-1", crm.contacts), ("0-2", crm.companies), ("0-3", crm.deals)]:
        ids = [record.id for record in family.get_all()]
        assert ids == [row["objectid"] for row in server.truth(f"objects/{type_id}")]


@pytest.mark.parametrize("type_id", TYPES)
def test_batch_read_gives_every_property_of_every_record(server, type_id):
    names = names_of(server, type_id)
    ids = [row["objectid"] for row in server.truth(f"objects/{type_id}")]
    records = []
    for start in range(0, len(ids), 100):
        inputs = [SimplePublicObjectId(id=id) for id in ids[start : start + 100]]
        request = BatchReadInputSimplePublicObjectId(inputs=inputs, properties=names, properties_with_history=[])
        records += server.client.crm.objects.batch_api.read(type_id, request).results
    assert rows_of(records, type_id, names) == expected_rows(server, type_id, names)


def test_archived_records_are_listed_apart(server):
    live = {row["objectid"] for row in server.truth("objects/0-1")}
    archived = server.client.crm.contacts.get_all(archived=True)
    assert archived and not live & {record.id for record in archived}
    assert all(record.archived and record.archived_at for record in archived)


@pytest.mark.parametrize("type_id", TYPES)
def test_search_pages_through_all_live_records(server, type_id):
    found, after = [], None
    while True:
        request = PublicObjectSearchRequest(
            limit=200, after=after, properties=[], filter_groups=[],
            sorts=[{"propertyName": "hs_object_id", "direction": "ASCENDING"}],
        )  # fmt: skip
        page = server.client.crm.objects.search_api.do_search(type_id, request)
        found += [record.id for record in page.results]
        if page.paging is None:
            break
        after = page.paging.next.after
    assert page.total == len(found)
    assert found == [row["objectid"] for row in server.truth(f"objects/{type_id}")]


def test_owners_and_their_teams_equal_the_truth(server):
    owners = []
    for archived in (False, True):
        after = None
        while True:
            page = server.client.crm.owners.owners_api.get_page(limit=3, archived=archived, after=after)
            owners += page.results
            if page.paging is None:
                break
            after = page.paging.next.after
    rows = [
        {
            "ownerid": owner.id, "type": owner.type, "email": owner.email, "firstname": owner.first_name,
            "lastname": owner.last_name, "userid": owner.user_id, "archived": owner.archived,
            "useridincludinginactive": owner.user_id_including_inactive, "createdat": iso(owner.created_at),
            "updatedat": iso(owner.updated_at),
        }
        for owner in owners
    ]  # fmt: skip
    teams = [
        {"ownerid": owner.id, "teamid": team.id, "teamname": team.name, "isprimary": team.primary}
        for owner in owners
        for team in owner.teams or []
    ]
    assert by(rows, "ownerid") == by(server.truth("owners"), "ownerid")
    assert by(teams, "ownerid", "teamid") == by(server.truth("owner_teams"), "ownerid", "teamid")


def test_pipelines_and_stages_equal_the_truth(server):
    pipelines, stages = [], []
    for type_id in TYPES:
        for one in server.client.crm.pipelines.pipelines_api.get_all(type_id).results:
            common = {"objecttypeid": type_id, "pipelineid": one.id, "archived": one.archived, "archivedat": None}
            times = {"createdat": iso(one.created_at), "updatedat": iso(one.updated_at)}
            pipelines.append({**common, **times, "label": one.label, "displayorder": one.display_order})
            for stage in one.stages:
                stages.append({
                    **common, "stageid": stage.id, "label": stage.label, "displayorder": stage.display_order,
                    "metadata": stage.metadata, "probability": stage.metadata.get("probability"),
                    "isclosed": stage.metadata.get("isClosed"), "createdat": iso(stage.created_at),
                    "updatedat": iso(stage.updated_at),
                })  # fmt: skip
    key = ("objecttypeid", "pipelineid")
    assert by(pipelines, *key) == by(server.truth("pipelines"), *key)
    assert by(stages, *key, "stageid") == by(server.truth("pipeline_stages"), *key, "stageid")


@pytest.mark.parametrize("archived", [False, True])
def test_property_definitions_equal_the_truth(server, archived):
    rows = []
    for type_id in TYPES:
        for one in server.client.crm.properties.core_api.get_all(type_id, archived=archived).results:
            rows.append({
                "objecttypeid": type_id, "name": one.name, "label": one.label, "description": one.description,
                "type": one.type, "fieldtype": one.field_type, "groupname": one.group_name,
                "options": [
                    {"label": o.label, "value": o.value, "displayOrder": o.display_order, "hidden": o.hidden,
                     "description": o.description}
                    for o in one.options
                ],
                "displayorder": one.display_order, "calculated": one.calculated, "hasuniquevalue": one.has_unique_value,
                "hidden": one.hidden, "hubspotdefined": one.hubspot_defined,
                "referencedobjecttype": one.referenced_object_type, "datasensitivity": "non_sensitive",
                "archived": one.archived, "archivedat": iso(one.archived_at), "createdat": iso(one.created_at),
                "updatedat": iso(one.updated_at), "createuserid": one.created_user_id,
                "updateuserid": one.updated_user_id,
            })  # fmt: skip
    expected = [
        row
        for row in server.truth("property_definitions")
        if row["archived"] == archived and row["datasensitivity"] == "non_sensitive"
    ]
    assert by(rows, "objecttypeid", "name") == by(expected, "objecttypeid", "name")


def test_the_schema_of_the_custom_type_equals_the_truth(server):
    rows = [
        {
            "objecttypeid": one.object_type_id, "fullyqualifiedname": one.fully_qualified_name, "name": one.name,
            "singularname": one.labels.singular, "pluralname": one.labels.plural, "description": one.description,
            "metatype": "portal", "primarydisplayproperty": one.primary_display_property, "archived": one.archived,
            "createdat": iso(one.created_at), "updatedat": iso(one.updated_at),
        }
        for one in server.client.crm.schemas.core_api.get_all(archived=False).results
    ]  # fmt: skip
    truth = [row for row in server.truth("object_and_event_type_definitions") if row["metatype"] == "portal"]
    assert rows == truth


@pytest.mark.parametrize("pair", PAIRS)
def test_associations_and_labels_equal_the_truth(server, pair):
    v4 = server.client.crm.associations.v4
    inputs = [PublicFetchAssociationsBatchRequest(id=row["objectid"]) for row in server.truth(f"objects/{pair[0]}")]
    rows, has_paged = [], False
    while inputs:
        request = BatchInputPublicFetchAssociationsBatchRequest(inputs=inputs)
        inputs = []
        for result in v4.batch_api.get_page(*pair, request).results:
            for target in result.to:
                for kind in target.association_types:
                    rows.append({
                        "fromobjectid": result._from.id, "toobjectid": str(target.to_object_id),
                        "associationcategory": kind.category, "associationtypeid": kind.type_id, "label": kind.label,
                    })  # fmt: skip
            if result.paging:
                has_paged = True
                after = result.paging.next.after
                inputs.append(PublicFetchAssociationsBatchRequest(id=result._from.id, after=after))
    key = ("fromobjectid", "toobjectid", "associationtypeid")
    assert by(rows, *key) == by(server.truth(f"associations/{pair[0]}/{pair[1]}"), *key)
    assert has_paged == (pair in [("0-2", "0-1"), ("2-3456789", "0-1")])

    labels = v4.schema.definitions_api.get_all(*pair).results
    definitions = [
        {
            "category": one.category, "id": one.type_id, "label": one.label, "fromobjecttypeid": pair[0],
            "toobjecttypeid": pair[1],
        }
        for one in labels
    ]  # fmt: skip
    expected = [
        row
        for row in server.truth("association_definitions")
        if (row["fromobjecttypeid"], row["toobjecttypeid"]) == pair
    ]
    assert definitions == expected


def test_a_pair_without_types_has_no_labels(server):
    assert server.client.crm.associations.v4.schema.definitions_api.get_all("contacts", "contacts").results == []


BATCH = {"inputs": [{"id": "1"}, {"id": "9007199254740993"}], "properties": ["name"]}
MANY = {"inputs": [{"id": str(id)} for id in range(100, 300)]}


@pytest.mark.parametrize(
    ("old", "dated", "rest", "body"),
    [
        ("/crm/v3/objects", "/crm/objects/2026-03", "/contacts?limit=100&properties=email,message", None),
        ("/crm/v3/objects", "/crm/objects/2026-03", "/contacts?limit=30&associations=companies,deals", None),
        ("/crm/v3/objects", "/crm/objects/2026-03", "/0-2/batch/read", BATCH),
        ("/crm/v3/objects", "/crm/objects/2026-03", "/deals/search", {"limit": 200}),
        ("/crm/v3/objects", "/crm/objects/2026-03", "/nothing", None),
        ("/crm/v4/associations", "/crm/associations/2026-03", "/0-1/0-2/batch/read", MANY),
        ("/crm/v4/associations", "/crm/associations/2026-03", "/0-1/0-2/labels", None),
        ("/crm/v3/schemas", "/crm-object-schemas/2026-03/schemas", "", None),
        ("/crm-object-schemas/v3/schemas", "/crm-object-schemas/2026-03/schemas", "/pet", None),
        ("/crm/v3/properties", "/crm/properties/2026-03", "/deals", None),
        ("/crm/v3/properties", "/crm/properties/2026-03", "/deals?dataSensitivity=sensitive&archived=true", None),
        ("/crm/v3/pipelines", "/crm/pipelines/2026-03", "/pet", None),
        ("/crm/v3/owners", "/crm/owners/2026-03", "?archived=true", None),
        ("/account-info/v3", "/account-info/2026-03", "/details", None),
    ],
)
def test_dated_paths_answer_as_the_older_ones_but_for_newer_fields(server, old, dated, rest, body):
    assert_alike(server, old, dated, rest, body)


def test_gzip_holds_the_same_bytes(server):
    path = "/crm/objects/2026-03/contacts?limit=100&properties=message"
    _, headers, packed = server.send(path, headers={"Accept-Encoding": "gzip"})
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed) == server.send(path)[2]


def test_the_client_understands_refusals(server):
    stranger = hubspot.HubSpot(access_token="pat-na1-nobody", host=server.url)
    for client, call, status in [
        (stranger, {"object_type": "contacts"}, 401),
        (server.client, {"object_type": "nothing"}, 400),
        (server.client, {"object_type": "contacts", "limit": 101}, 400),
    ]:
        with pytest.raises(ApiException) as refusal:
            client.crm.objects.basic_api.get_page(**call)
        assert refusal.value.status == status
        assert json.loads(refusal.value.body)["status"] == "error"


@pytest.mark.parametrize(
    ("kind", "error"), [("cut-body", http.client.IncompleteRead), ("reset", ConnectionResetError)]
)
def test_broken_connections_are_broken(server, kind, error):
    server.send("/_simulator/faults", {"path": "/owners", "kind": kind})
    with pytest.raises((error, urllib.error.URLError)) as broken:
        server.send("/crm/owners/2026-03")
    assert isinstance(broken.value, error) or isinstance(broken.value.reason, error)
    assert server.send("/crm/owners/2026-03")[0] == 200
