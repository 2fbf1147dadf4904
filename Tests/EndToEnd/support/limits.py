"""A sync under HubSpot's limits, in figures: for the test that counts and for the benchmark that times."""

from dataclasses import dataclass

from oracle.account import Account
from oracle.cost import Limits, fewest_association_reads, fewest_list_calls, fewest_record_calls

#: Types whose property names are too long for a URL: their records come by id.
WIDE = {"0-3"}


@dataclass
class Measured:
    """What the simulator counted while a sync ran."""

    limits: Limits
    latency: int
    #: Calls that were answered, by budget and by the simulator's endpoint.
    calls: dict[str, int]
    endpoints: dict[str, int]
    refused: int
    seconds: float

    @staticmethod
    def of(counted: dict, limits: Limits, latency: int, seconds: float) -> "Measured":
        answered = [call for call in counted["calls"] if call["status"] != 429]
        return Measured(
            limits, latency, _sums(answered, "budget"), _sums(answered, "endpoint"),
            sum(call["count"] for call in counted["calls"] if call["status"] == 429), seconds,
        )  # fmt: skip

    @property
    def total(self) -> int:
        return sum(self.calls.values()) + self.refused

    @property
    def refused_share(self) -> float:
        return self.refused / self.total

    @property
    def floor(self) -> int:
        """Seconds that these calls take at least."""
        return self.limits.floor(self.calls)

    def of_endpoints(self, *names: str) -> int:
        return sum(self.endpoints.get(name, 0) for name in names)


def _sums(calls: list[dict], key: str) -> dict[str, int]:
    sums: dict[str, int] = {}
    for call in calls:
        sums[call[key]] = sums.get(call[key], 0) + call["count"]
    return sums


def fewest_calls(account: Account) -> dict[str, int]:
    """The plan's floor for each kind of data whose calls grow with the account."""
    return {
        # The archived records of each type are a list of their own.
        "records": fewest_record_calls(account, WIDE) + sum(
            max(1, -(-len(account[f"archived/{type_['objecttypeid']}"]) // 100)) for type_ in account.types),
        "associations": fewest_association_reads(account),
        "lists": fewest_list_calls(account),
    }


#: The simulator's endpoints by kind of data.
ENDPOINTS = {
    "records": ("records.list", "records.batchRead"),
    "associations": ("associations.batchRead",),
    "lists": ("lists.search", "lists.all", "lists.memberships", "lists.joinOrder"),
}
