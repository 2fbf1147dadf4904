"""A random life of an account beside hublake's syncs: afterwards every table equals the truth, with each reader.

`--seed 7` runs one seed, `--changes 200` a shorter life, `--shrink` looks for the fewest steps that still fail and prints them.
"""

import dataclasses
import itertools

import pytest
from model.life import Life
from model.steps import sequence, shrunk

from conftest import bucket_place, folder_place, start_simulator

#: Few records of every kind, so that changes meet each other.
SMALL = {
    "contacts": 40, "companies": 14, "deals": 12, "custom": 12, "custom_types": 2, "wide_properties": 0, "lists": 6, "events": 6,
    "email_events": 20, "owners": 5, "limit_general": 100_000, "limit_associations": 0, "limit_search": 0,
}  # fmt: skip
FLAGS = ("--association-limit", "1000000", "--organization", "both")

#: With --all, some lives have a type of so many records that one bulk edit is more than a search can page through.
CROWD = "--type=taxes=12500"

DEFAULT = {"seeds": range(1, 3), "changes": 1_000}
WHOLE = {"seeds": range(1, 11), "changes": 5_000}


def pytest_generate_tests(metafunc):
    if "seed" in metafunc.fixturenames:
        seed = metafunc.config.getoption("--seed")
        extent = WHOLE if metafunc.config.getoption("--all") else DEFAULT
        seeds = [seed] if seed is not None else extent["seeds"]
        metafunc.parametrize("seed", [pytest.param(one, marks=pytest.mark.xdist_group(f"seed {one}")) for one in seeds])


@pytest.fixture
def changes(request, seed) -> int:
    chosen = request.config.getoption("--changes")
    if is_crowded(seed):  # reading and comparing so much takes its time
        return chosen or 300
    return chosen or (WHOLE if request.config.getoption("--all") else DEFAULT)["changes"]


def is_crowded(seed: int) -> bool:
    return seed % 5 == 0


@pytest.fixture
def lives(bin_dir, hublake, bucket, tmp_path):
    """Starts an account and an empty place for each life; odd seeds live in a folder, even ones in a bucket."""
    running, numbers = [], itertools.count()

    def start(seed: int) -> Life:
        lag = ["--index-lag-ms=5000"] if seed % 3 else []
        crowd = [CROWD] if is_crowded(seed) else []
        running.append(start_simulator(bin_dir, *lag, *crowd, **SMALL))
        name = f"life-{seed}-{next(numbers)}"
        place = folder_place(tmp_path / name) if seed % 2 else bucket(name)
        return Life(hublake, running[-1], place, FLAGS)

    yield start
    for one in running:
        one.stop()


def test_a_random_life_ends_in_the_truth(lives, seed, changes, request):
    steps = sequence(seed, changes)
    life = lives(seed)
    try:
        life.run(steps, seed)
        life.end()
    except AssertionError as error:
        if request.config.getoption("--shrink"):
            start = steps if getattr(error, "step", None) is None else steps[: error.step + 1]
            few = shrunk(start, lambda some: _fails(lives(seed), some))
            print(f"{len(few)} steps are enough:", *few, sep="\n")
        raise
    world = life.world
    print(
        f"seed {seed}: {world.applied} changes ({world.refused} refused), {life.syncs} syncs, {life.kills} killed, "
        f"{life.tables} tables and {life.cells} cells compared"
    )
    assert world.refused <= changes / 20, "too many changes are refused by the account"
    assert world.applied >= changes / 2


def _fails(life: Life, steps) -> bool:
    try:
        life.run(steps)
        return False
    except AssertionError:
        return True
    finally:
        life.simulator.stop()
