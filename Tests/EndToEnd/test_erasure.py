"""After a privacy deletion nothing of the person is left: no byte of any object, and of any version of one.

Values of two contacts (one is merged into the other) and of a company are planted wherever a record has values, changed and synced
several times, so that old snapshots, replaced and joined files hold them too; then the records are deleted for good.
"""

import os
import signal
import time
from dataclasses import dataclass, field

import pytest
from oracle.lake import Keys
from oracle.readers import read_lake
from support import accounts, ministack, remains, s3server

from conftest import Place, bucket_place

DAY = 86_400
SIZES = accounts.TINY | {"lists": 4, "events": 4, "email_events": 10}
FAST = ("--organization", "both", "--association-limit", "1000000")


@dataclass
class Person:
    """An account with planted values, a destination, and the two clocks that go ahead together."""

    hublake: object
    account: object
    place: Place
    values: set[str] = field(default_factory=set)
    ahead: int = 0

    def plant(self, text: str) -> str:
        value = f"planted-{text}-q7zx"
        self.values.add(value)
        return value

    def sync(self, *arguments):
        return self.attempt(*arguments).must(0)

    def attempt(self, *arguments, **env):
        """A run that may end in any way."""
        env |= {"HUBLAKE_CLOCK_AHEAD": str(self.ahead)}
        return self.hublake.sync(self.account, self.place, *FAST, *arguments, env=env)

    def later(self, seconds: int):
        self.account.advance(seconds)
        self.ahead += seconds

    def create(self, kind: str, **properties) -> str:
        return self.account.change({"kind": "create", "type": kind, "properties": properties})["ids"][0]

    def update(self, kind: str, id_: str, **properties):
        self.account.change({"kind": "update", "type": kind, "id": id_, "properties": properties})

    def left(self) -> dict[str, list[str]]:
        return remains.holding(self.place.lake, self.values)


@pytest.fixture(params=["folder", "seaweedfs", "ministack"])
def person(request, hublake, simulator, folder) -> Person:
    account = simulator(**accounts.UNLIMITED, **SIZES)
    place = folder
    if request.param == "seaweedfs":
        keys = request.getfixturevalue("seaweedfs")
        place = versioned(keys, s3server.administrator(keys))
    elif request.param == "ministack":
        aws = request.getfixturevalue("aws")
        owner = aws.user(ministack.CUSTOMER, f"owner-{time.time_ns()}", ministack.allow("s3:*", "*"))
        place = versioned(
            Keys(aws.url, owner.access_key, owner.secret_key, aws.region), aws.client("s3", ministack.CUSTOMER)
        )
    return Person(hublake, account, place)


def versioned(keys: Keys, administrator) -> Place:
    """A place in a bucket of its own that keeps versions."""
    name = f"erasure-{os.getpid()}-{time.time_ns()}"
    administrator.create_bucket(Bucket=name)
    administrator.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    return bucket_place(keys, name, "lake")


def test_nothing_is_left_of_a_person(person):
    account, plant = person.account, person.plant
    first, second, old = (f"{plant(name)}@example.com" for name in ("address", "second", "old"))
    # Before there is a contact, HubSpot tells of the address alone.
    account.change(
        *({"kind": "email-event", "name": name, "recipient": first.upper()} for name in ("SENT", "OPEN", "CLICK")),
        {"kind": "email-event", "name": "BOUNCE", "recipient": "stranger@example.com"},
    )
    person.sync()
    contact = person.create("contacts", email=old, firstname=plant("firstname"), message=plant("message"))
    absorbed = person.create("contacts", email=second, lastname=plant("lastname"))
    company = person.create("companies", name=plant("company"), domain=f"{plant('domain')}.example.com")
    account.change(
        {"kind": "associate", "type": "contacts", "id": contact, "to": "companies", "toId": company, "typeId": 152},
        {"kind": "create-list", "type": "contacts", "name": "VIPs", "processingType": "MANUAL", "ids": [contact, absorbed]},
        {"kind": "event", "name": "pe4242_demo_booked", "id": contact, "properties": {"plan": plant("event")}},
        {"kind": "email-event", "name": "OPEN", "recipient": old},
    )
    person.sync()
    for number in range(3):
        person.later(600)
        person.update("contacts", contact, email=first, message=plant(f"message{number}"), firstname=plant(f"firstname{number}"))
        person.update("companies", company, name=plant(f"company{number}"))
        account.change({"kind": "email-event", "name": "CLICK", "recipient": first})
        person.sync()
    person.hublake("maintain", *person.place.flags, env=person.place.env).must(0)
    account.change({"kind": "merge", "type": "contacts", "id": contact, "toId": absorbed, "newId": False})
    person.later(3_700)
    person.sync()
    planted = person.left()
    assert planted.keys() == person.values, f"never got there: {person.values - planted.keys()}"

    account.change(
        {"kind": "gdpr-delete", "type": "contacts", "id": contact}, {"kind": "purge", "type": "companies", "id": company}
    )
    person.later(DAY)
    report = person.sync().report
    assert not [text for text in report["warnings"] if "erased" in text]
    person.hublake("maintain", *person.place.flags, env=person.place.env).must(0)
    assert person.left() == {}
    # The others are all there, and nobody else's events went.
    person.later(600)
    person.sync()
    assert remains.holding(person.place.lake, {"stranger@example.com"})


@pytest.mark.parametrize("history", ["object_properties_history,", ""], ids=["history", "no history"])
@pytest.mark.parametrize("seen", ["made", "restored"])
@pytest.mark.parametrize("organization", ["individual", "combined"])
def test_who_was_seen_by_a_killed_run_alone_is_erased_too(hublake, simulator, folder, organization, seen, history):
    """A run that is killed between two commits, whichever: a record that stands in some of its tables may leave before the next."""
    tables = f"objects_contacts,objects,object_properties,object_with_object_properties,{history}object_lifecycle"
    flags = ("--organization", organization, "--tables", tables)
    person = Person(hublake, simulator(**accounts.UNLIMITED, **accounts.TINY), folder)
    person.sync(*flags)
    commits = 0
    while True:
        contact = person.create("contacts", firstname=person.plant(f"number {commits}"))
        if seen == "restored":
            for change in ("archive", "restore"):
                person.later(DAY)
                person.sync(*flags)
                person.account.change({"kind": change, "type": "contacts", "id": contact})
        person.later(DAY)
        run = person.attempt(*flags, HUBLAKE_FAULT=f"kill-after-write:{commits + 1}:.metadata.json")
        person.account.change({"kind": "gdpr-delete", "type": "contacts", "id": contact})
        if run.code != -signal.SIGKILL:
            break
        commits += 1
        seen_in = kept_of(contact, folder)
        person.later(DAY)
        person.sync(*flags)
        assert not kept_of(contact, folder), f"after the commit number {commits} something of {contact} was left"
        told = last_told(contact, folder)
        assert told == ("purged" if seen_in or seen == "restored" else None), f"{commits}: {seen_in}"
    # Each table of current records, and the history of who was made, or the restoration that is told.
    tables_of_records = {"individual": 1, "combined": 3}[organization]
    assert commits == tables_of_records + (seen == "restored" or history != ""), f"{run.code}: {run.err[-300:]}"
    # What nothing refers to is old enough then.
    person.later(4 * DAY)
    person.sync(*flags)
    env = {"HUBLAKE_CLOCK_AHEAD": str(person.ahead)}
    hublake("maintain", *folder.flags, env=folder.env | env).must(0)
    assert person.left() == {}


def kept_of(id_: str, place) -> set[str]:
    """The tables that have rows of a record, besides the one that tells what became of it."""
    tables = read_lake(place.lake, "pyarrow").items()
    return {name for name, table in tables if name != "object_lifecycle" and int(id_) in table.values.get("objectid", ())}


def last_told(id_: str, place) -> str | None:
    """The last that was told of a record; nothing if it was never spoken of."""
    told = read_lake(place.lake, "pyarrow")["object_lifecycle"].values
    rows = sorted(zip(told["ingestedat"], told["objectid"], told["event"]))
    return next((event for _, one, event in reversed(rows) if one == int(id_)), None)


def test_a_history_without_tables_of_records_forgets_who_was_deleted_for_good(hublake, simulator, folder):
    flags = ("--organization", "individual", "--tables", "object_properties_history,object_lifecycle")
    person = Person(hublake, simulator(**accounts.UNLIMITED, **accounts.TINY), folder)
    purged, archived = (person.create("contacts", firstname=person.plant(name)) for name in ("purged", "archived"))
    person.sync(*flags)
    assert person.left().keys() == person.values
    person.account.change(
        {"kind": "gdpr-delete", "type": "contacts", "id": purged}, {"kind": "archive", "type": "contacts", "id": archived}
    )
    for _ in range(2):
        person.later(DAY)
        person.sync(*flags)
        tables = read_lake(folder.lake, "pyarrow")
        events = tables["object_lifecycle"].values
        told = [(id_, event) for id_, event in zip(events["objectid"], events["event"]) if id_ in (int(purged), int(archived))]
        assert sorted(told) == [(int(purged), "purged"), (int(archived), "archived")]
        assert person.left().keys() == {"planted-archived-q7zx"}, "and who can be restored keeps the history"


def test_a_history_from_before_anything_was_told_keeps_who_may_have_expired(hublake, simulator, folder):
    """Nobody can tell a record that expired in the archive from one that was deleted for good, where its last rows are that old."""
    flags = ("--organization", "individual", "--tables")
    person = Person(hublake, simulator(**accounts.UNLIMITED, **accounts.TINY), folder)
    old, new = (person.create("contacts", firstname=person.plant(name)) for name in ("old", "new"))
    person.sync(*flags, "object_properties_history")
    person.account.change({"kind": "archive", "type": "contacts", "id": old})
    person.later(80 * DAY)
    person.update("contacts", new, firstname=person.plant("newer"))
    person.sync(*flags, "object_properties_history")
    person.account.change({"kind": "purge", "type": "contacts", "id": new})
    person.later(20 * DAY)
    person.sync(*flags, "object_properties_history,object_lifecycle")
    assert (last_told(old, folder), last_told(new, folder)) == (None, "purged")
    assert person.left().keys() == {"planted-old-q7zx"}
