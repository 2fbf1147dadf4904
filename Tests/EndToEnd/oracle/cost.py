"""The fewest calls and seconds that reading an account can take, from HubSpot's page sizes and limits alone."""

import math
from collections import Counter
from dataclasses import dataclass

from .account import Account

SEARCH_PER_SECOND = 5
WINDOW = 10  # seconds

LIST_PAGE, HISTORY_PAGE, ASSOCIATION_BATCH, OWNER_PAGE, LIST_SEARCH_PAGE, MEMBER_PAGE = 100, 50, 1_000, 500, 500, 250


@dataclass(frozen=True)
class Limits:
    """Calls that HubSpot answers in ten seconds."""

    general: int
    associations: int

    def floor(self, calls: dict[str, int]) -> int:
        """Seconds that `calls` by budget take at least. The windows roll, and the budgets are drained side by side: the first
        window's calls cost no waiting at all, each further window's worth costs one window."""
        return max(
            WINDOW * _full_windows(calls.get("general", 0), self.general),
            _full_windows(calls.get("search", 0), SEARCH_PER_SECOND),
            WINDOW * _full_windows(calls.get("associations", 0), self.associations),
        )


#: General calls and association calls in ten seconds: Starter, Professional and Enterprise, Enterprise with the increase.
TIERS = [Limits(100, 100), Limits(190, 150), Limits(250, 200)]


def _full_windows(calls: int, burst: int) -> int:
    return (calls - 1) // burst if calls else 0


def pages(rows: int, size: int) -> int:
    """A list is asked once even if it is empty."""
    return max(1, math.ceil(rows / size))


def fewest_record_calls(account: Account, wide: set[str] = frozenset()) -> int:
    """General calls for all records with history: pages of 50, or for types whose names make the URL too long, ids by pages of
    100 and then 50 to a batch read."""
    total = 0
    for type_ in account.types:
        count = len(account.records(type_["objecttypeid"]))
        if type_["objecttypeid"] in wide:
            total += pages(count, LIST_PAGE) + math.ceil(count / HISTORY_PAGE)
        else:
            total += pages(count, HISTORY_PAGE)
    return total


def fewest_association_reads(account: Account, page: int = 500) -> int:
    """Association batch reads of every directed pair: which type of the one direction belongs to which of the other cannot be
    asked, so neither can be worked out from the other. A record with more targets than one answer has comes back in later
    batches."""
    total = 0
    for pair in account.pairs():
        targets = Counter(a["fromobjectid"] for a in _distinct_targets(account, pair))
        heaviest = max(targets.values(), default=0)
        total += math.ceil(len(account.records(pair[0])) / ASSOCIATION_BATCH) + max(0, math.ceil(heaviest / page) - 1)
    return total


def _distinct_targets(account: Account, pair: tuple[str, str]) -> list[dict]:
    found = {(a["fromobjectid"], a["toobjectid"]): a for a in account.associations(pair)}
    return list(found.values())


def fewest_list_calls(account: Account) -> int:
    """Search pages and pages of members; deleted lists have none."""
    lists = [row for row in account["lists"] if not row.get("deletedat")]
    members = Counter(m["listid"] for m in account["list_memberships"])
    return pages(len(lists), LIST_SEARCH_PAGE) + sum(pages(members[row["listid"]], MEMBER_PAGE) for row in lists)
