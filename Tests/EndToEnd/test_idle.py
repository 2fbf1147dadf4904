"""What it costs to keep up with an account in which nothing happens: files and calls, with both clocks moved from cycle to cycle."""

import statistics
from collections import Counter
from dataclasses import dataclass, field

import pytest

from conftest import Place, folder_place

OK = 0
CYCLE = 300  # seconds

#: With contacts, companies, deals and three custom types thirty.
STANDARD = [
    "tickets", "products", "line_items", "quotes", "communications", "feedback_submissions", "tasks", "notes", "meetings", "calls",
    "emails", "invoices", "marketing_events", "subscriptions", "goal_targets", "discounts", "fees", "taxes", "commerce_payments",
    "users", "postal_mail", "orders", "leads", "carts",
]  # fmt: skip
ACCOUNT = {
    "contacts": 60, "companies": 20, "deals": 20, "custom": 10, "custom_types": 3, "lists": 9, "events": 6, "email_events": 20,
    "wide_properties": 0, "limit_general": 100_000, "limit_associations": 0, "limit_search": 0,
}  # fmt: skip
FAST = ("--association-limit", "1000000")


@dataclass
class Idle:
    """An account that was synced once and in which nothing happens any more."""

    hublake: object
    account: object
    place: Place
    offset: int = 0
    #: Calls of all cycles so far, by kind.
    kinds: Counter = field(default_factory=Counter)

    def cycle(self) -> int:
        """A sync five minutes after the last; the calls that it took."""
        self.account.advance(CYCLE)
        self.offset += CYCLE
        self.account.forget_calls()
        self.hublake.sync(self.account, self.place, *FAST, env={"HUBLAKE_CLOCK_AHEAD": str(self.offset)}).must(OK)
        self.kinds.update(self.account.calls()["byEndpoint"])
        return self.account.calls()["total"]


@pytest.fixture(scope="module")
def idle(session_hublake, simulators, tmp_path_factory):
    account = simulators(*(f"--type={name}=8" for name in STANDARD), **ACCOUNT)
    types = [type_["objecttypeid"] for type_ in account.truth().types]
    assert len(types) == 30
    place = folder_place(tmp_path_factory.mktemp("idle") / "lake")
    session_hublake.sync(account, place, *FAST).must(OK)
    return Idle(session_hublake, account, place)


def test_an_idle_sync_writes_its_report_the_lease_and_the_catalog(idle):
    before = idle.place.lake.contents()
    idle.cycle()
    after = idle.place.lake.contents()
    written = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    report = {key for key in written if key.startswith("_hublake/runs/")}
    assert len(report) == 1
    assert written - report <= {"_hublake/catalog.json", "_hublake/lease.json"}


def test_an_idle_cycle_of_thirty_types_takes_few_calls(idle):
    """Between the rhythms at most 45; what the hour's rhythms add is seen in some of the cycles."""
    calls = [idle.cycle() for _ in range(12)]
    print(f"calls of an hour's cycles: {calls}")
    assert statistics.median(calls) <= 45
    assert sum(calls) <= 25_000 / 24


@pytest.mark.slow
def test_a_day_of_idle_cycles_takes_less_than_a_tenth_of_the_smallest_allowance(idle):
    """250,000 calls a day is what HubSpot gives the smallest plan that has an API to speak of."""
    idle.kinds.clear()
    calls = [idle.cycle() for _ in range(86_400 // CYCLE)]
    print(f"{sum(calls)} calls a day, {min(calls)} to {max(calls)} a cycle: {dict(idle.kinds.most_common())}")
    assert sum(calls) < 25_000
