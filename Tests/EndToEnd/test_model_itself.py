"""The model must be able to fail: it notices what a sync misses, and tells what it may not know from what it must."""

from dataclasses import replace

import pytest
from model.chain import Chain
from model.lifecycle import Lifecycle, Sighting, _explains
from model.steps import CHANGES, SYNCS, sequence, shrunk
from model.world import World
from oracle.comparison import compare_lakes
from oracle.expectation import expect
from oracle.table import Table

#: Of every kind a few, but enough to merge, archive and delete some.
FEW = {
    "contacts": 10, "companies": 7, "deals": 7, "custom": 7, "custom_types": 1, "wide_properties": 0, "lists": 4, "events": 2,
    "email_events": 6, "owners": 3, "limit_general": 100_000, "limit_associations": 0, "limit_search": 0,
}  # fmt: skip

LIVE, ARCHIVED, GONE = ("live",), ("archived", "2026-01-01T00:00:00Z"), ("gone",)


def test_a_seed_says_all():
    assert sequence(5, 300) == sequence(5, 300) != sequence(6, 300)
    kinds = [step.kind for step in sequence(5, 5_000)]
    assert set(CHANGES) | set(SYNCS) <= set(kinds) and kinds[-1] == "settled"


def test_first_loads_are_killed_too():
    starts = [[step.kind for step in sequence(seed, 10)] for seed in range(1, 11)]
    assert {start[0] for start in starts} == {"killed", "settled"}


def test_a_failing_sequence_is_shrunk_to_what_makes_it_fail():
    steps = sequence(5, 200)
    culprits = {steps[17], steps[120]}
    assert set(shrunk(steps, lambda some: culprits <= set(some))) == culprits


def test_every_kind_of_change_makes_a_difference(simulators):
    """What a sync would miss, the comparison would find."""
    account = simulators(**FEW)
    world = World(account)
    unseen = set(CHANGES) - {"leave_list", "join_list"}  # a list may have the record, or not have it, already
    truth = account.truth()
    world.look(truth)
    before = expect(truth, "both")
    for step in (step for step in sequence(3, 3_000) if step.kind in CHANGES):
        is_new = step.kind in unseen
        if is_new:
            before = expect(account.truth(), "both", before)
        if not world.change(step) or not is_new:
            continue
        truth = account.truth()
        after = expect(truth, "both", before)
        if not compare_lakes(after.tables, before.tables):
            unseen.discard(step.kind)
        world.look(truth)
        if not unseen:
            return
    assert not unseen, f"no table shows: {unseen}"


def history(*rows: tuple) -> Table:
    names = ("objecttypeid", "objectid", "name", "value", "updatedat")
    columns = {name: [row[index] for row in rows] for index, name in enumerate(names)}
    types = dict(zip(names, ("string", "long", "string", "string", "timestamptz")))
    return Table("object_properties_history", types, columns, names)


def test_rows_that_a_disturbed_sync_may_have_seen_may_be_there_but_no_others():
    seen, other = ("0-1", 1, "a", "x", 5), ("0-1", 1, "a", "y", 6)
    chain = Chain()
    chain.pool = {"object_properties_history": {seen: [seen]}}
    shown, extra = chain._without_allowed(history(seen, other), history(other))
    assert [shown.values["value"], [row["value"] for row in extra]] == [["y"], ["x"]]
    shown, extra = chain._without_allowed(history(other), history())
    assert shown.row_count == 1 and not extra


@pytest.mark.parametrize(
    ("seen", "events", "is_right"),
    [
        ([(LIVE, True), (ARCHIVED, True)], [("archived", None)], True),
        ([(LIVE, True), (ARCHIVED, True)], [], False),
        ([(LIVE, True), (ARCHIVED, True)], [("archived", None)] * 2, False),
        ([(LIVE, True), (ARCHIVED, True), (LIVE, True)], [("archived", None), ("restored", None)], True),
        ([(LIVE, True), (ARCHIVED, True), (LIVE, True)], [("archived", None)], False),
        # The sync in the middle was killed: it may have told, or not.
        ([(LIVE, True), (ARCHIVED, False), (LIVE, True)], [("archived", None), ("restored", None)], True),
        ([(LIVE, True), (ARCHIVED, False), (LIVE, True)], [], True),
        ([(LIVE, True), (ARCHIVED, False), (LIVE, True)], [("archived", None)], False),
        ([(LIVE, True), (GONE, True)], [("purged", None)], True),
        ([(LIVE, True), (GONE, True)], [("archived", None)], False),
        ([(LIVE, True), (ARCHIVED, True), (GONE, True)], [("archived", None), ("expired", None)], True),
        ([(LIVE, True), (("merged", 7), True)], [("merged", 7)], True),
        ([(LIVE, True), (("merged", 7), True)], [("merged", 8)], False),
        ([(LIVE, True), (("merged", 7), True), (("merged", 9), True)], [("merged", 7)], True),
        ([(LIVE, True), (("merged", 7), True), (("merged", 9), True)], [("merged", 7), ("merged", 9)], True),
        ([(LIVE, True), (("merged", 7), True), (("merged", 9), True)], [("merged", 7), ("merged", 7)], False),
        # Archived, or merged, before anybody looked: may be told.
        ([(ARCHIVED, True), (LIVE, True)], [("restored", None)], True),
        ([(ARCHIVED, True)], [], True),
        ([(ARCHIVED, True)], [("archived", None)], True),
        ([(GONE, True), (LIVE, True)], [], True),
        ([(GONE, True), (LIVE, True)], [("restored", None)], False),
    ],
)
def test_lifecycles(seen, events, is_right):
    assert _explains(seen, events) is is_right


def test_lifecycle_problems_name_the_record():
    life = Lifecycle([Sighting({("0-1", 5): LIVE}, True), Sighting({("0-1", 5): ARCHIVED}, True)])
    columns = {
        "objecttypeid": ["0-1"], "objectid": [5], "event": ["archived"], "occurredat": [1], "mergedintoobjectid": [None], "ingestedat": [2],
    }  # fmt: skip
    told = Table("object_lifecycle", dict.fromkeys(columns, "string"), columns, ())
    assert life.problems(told) == []
    nothing = replace(told, values={name: [] for name in columns})
    assert len(life.problems(nothing)) == 1 and "('0-1', 5)" in life.problems(nothing)[0]
