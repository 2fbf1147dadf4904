"""HubSpot's limits: a sync stays inside them, and makes no more calls than the cheapest plan."""

import time

import pytest
from oracle.comparison import compare_lakes
from oracle.cost import TIERS, Limits
from oracle.expectation import expect
from oracle.readers import read_lake

from support.limits import ENDPOINTS, Measured, fewest_calls

OK = 0

#: So that ten seconds' worth of calls does not do, or not even twenty.
SHORT = {"contacts": 3_000, "companies": 300, "deals": 100, "custom": 40}
LONG = {"contacts": 20_000, "companies": 3_000, "deals": 500, "custom": 400}


def sync(hublake, simulator, place, limits: Limits, latency: int, sizes: dict) -> tuple[Measured, "object"]:
    account = simulator(
        f"--limit-general={limits.general}", f"--limit-associations={limits.associations}", f"--latency-ms={latency}", **sizes
    )
    began = time.monotonic()
    hublake.sync(account, place, timeout=600).must(OK)
    return Measured.of(account.calls(), limits, latency, time.monotonic() - began), account


def stays_within_and_wastes_nothing(measured: Measured, account, place):
    truth = account.truth()
    assert measured.refused_share <= 0.01, f"{measured.refused} of {measured.total} calls were refused: {measured}"
    for kind, fewest in fewest_calls(truth).items():
        made = measured.of_endpoints(*ENDPOINTS[kind])
        # A type read in several ranges has a last page in each; nothing else may cost more than the floor.
        slack = 8 * len(truth.types) if kind == "records" else 0
        assert made <= fewest + slack, f"{kind}: {made} calls, {fewest} would do: {measured.endpoints}"
    verdict = compare_lakes(expect(truth).tables, read_lake(place.lake, "duckdb"))
    assert verdict, str(verdict)


def test_a_starters_limit_is_kept(hublake, simulator, folder):
    measured, account = sync(hublake, simulator, folder, TIERS[0], 0, SHORT)
    assert measured.floor >= 10, f"too few calls to need a second window: {measured.calls}"
    stays_within_and_wastes_nothing(measured, account, folder)


@pytest.mark.slow
@pytest.mark.parametrize("latency", [0, 300])
@pytest.mark.parametrize("limits", TIERS, ids=lambda limits: f"{limits.general} in 10 s")
def test_every_tiers_limit_is_kept(hublake, simulator, folder, limits, latency):
    measured, account = sync(hublake, simulator, folder, limits, latency, LONG)
    assert measured.floor >= 20, f"too few calls to need a third window: {measured.calls}"
    stays_within_and_wastes_nothing(measured, account, folder)
