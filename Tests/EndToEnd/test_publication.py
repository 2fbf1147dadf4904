"""Others' bugs in publishing tables, by their numbers in the bug log: what is replaced, what is kept, and what readers see meanwhile."""

import re
import time

import pytest
from oracle.comparison import compare_lakes
from oracle.expectation import expect
from oracle.readers import read_lake, with_pyarrow

from conftest import folder_place

TABLES = "objects_contacts,objects_companies,owners"


def change(account):
    """Something in the account that makes a table another one."""
    contact = account.truth().records("0-1")[0]
    account.change({"kind": "update", "type": "0-1", "id": contact["objectid"], "properties": {"firstname": str(time.time_ns())}})


@pytest.fixture(params=["folder", "bucket"])
def place(request, tmp_path):
    if request.param == "folder":
        return folder_place(tmp_path / "lake")
    return request.getfixturevalue("bucket")(re.sub(r"\W+", "-", request.node.name))


def put(place, key: str, content: bytes):
    lake = place.lake
    if hasattr(lake, "folder"):
        path = lake.folder / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    else:
        lake.client.put_object(Bucket=lake.bucket, Key=f"{lake.prefix}/{key}", Body=content)


def test_b143_what_is_not_ours_stays(hublake, simulator, place):
    """Neighbours whose names begin like a table's, and a user's files in the middle of ours."""
    account = simulator()
    first = hublake.sync(account, place, "--tables", TABLES).must(0)
    theirs = {
        "objects_contacts_history/1.parquet": b"a neighbour", "objects_contacts/readme.txt": b"a user's note",
        "objects_contacts.old/x": b"a copy", "objects_contacts/data/theirs.parquet": b"among our data",
        "objects_contacts/metadata/notes.json": b"among our metadata", "readme.txt": b"at the root",
    }  # fmt: skip
    for key, content in theirs.items():
        put(place, key, content)
    for _ in range(2):
        change(account)
        result = hublake.sync(account, place, "--tables", TABLES).must(0)
    contents = place.lake.contents()
    assert {key: contents[key] for key in theirs} == theirs
    expected = {name: table for name, table in expect(account.truth()).tables.items() if name in TABLES.split(",")}
    verdict = compare_lakes(expected, read_lake(place.lake, "pyarrow"), (first.began, result.ended))
    assert verdict, str(verdict)


def test_b144_no_name_is_ever_used_again(hublake, simulator, place):
    """Runs that follow each other within a second: what one has written no other writes over."""
    account = simulator()
    seen: dict[str, bytes] = {}
    for _ in range(3):
        change(account)
        hublake.sync(account, place, "--tables", "objects_contacts").must(0)
        contents = place.lake.contents()
        moved = ("version-hint.text", "_hublake/")
        changed = [key for key, content in seen.items() if contents.get(key) != content]
        assert [key for key in changed if not key.endswith(moved[0]) and not key.startswith(moved[1])] == []
        fresh = {key for key in contents if key.startswith("objects_contacts/data/")} - seen.keys()
        assert fresh, "the run wrote no data"
        seen = contents


def test_b147_readers_see_the_old_table_or_the_new_one(hublake, simulator, place):
    """A refresh that is cut off anywhere, and one that goes through, under the eyes of a reader."""
    account = simulator(contacts=400)
    hublake.sync(account, place, "--tables", "objects_contacts").must(0)

    def rows():
        lake = place.lake
        table = with_pyarrow(lake, "objects_contacts", lake.current_metadata()["objects_contacts"])
        return sorted(map(str, table.values["property_firstname"]))

    old = rows()
    assert len(old) == 400
    change(account)
    for number in (1, 2, 3):
        hublake.sync(account, place, "--tables", "objects_contacts", env={"HUBLAKE_FAULT": f"kill-after-write:{number}"})
        states = rows()
        assert len(states) == 400
    started = hublake.start(
        "sync", "--json", "--hubspot-url", account.url, *place.flags, "--tables", "objects_contacts", env=place.env
    )
    states = []
    while started.poll() is None:
        states.append(rows())
    started.communicate()
    assert started.returncode == 0
    new = rows()
    assert new != old and len(new) == 400
    assert all(state in (old, new) for state in states), "a reader saw something between"


@pytest.mark.parametrize(
    ("text", "code"), [("", 0), (" ", 0), ("x", 4), ("ok-id", 0), ("bad id!", 4), ("a" * 1225, 4)],
    ids=["empty", "blank", "one character", "good", "illegal characters", "too long"],
)  # fmt: skip
def test_b126_an_external_id_is_a_good_one_or_none(hublake, text, code):
    role = "arn:aws:iam::111111111111:role/hublake-export"
    env = {"HUBLAKE_EXTERNAL_ID": text, "HUBLAKE_ROLE_ARN": role}
    result = hublake("config", "check", "--json", "--destination", "s3://acme-lake/exports", env=env).must(code)
    if code:
        assert "external" in (result.error["what"] + result.error["why"]).lower()
        assert text not in result.err or len(text) < 3
