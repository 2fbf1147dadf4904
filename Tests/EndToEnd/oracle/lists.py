"""`lists` and `list_memberships`."""

from .account import Account
from .rows import fixed, typed
from .table import Table


def lists(account: Account, earlier: Table | None) -> list[Table]:
    """Deleted lists are found by their id alone, so only those that a run has seen before have a row."""
    known = set(earlier.values["listid"]) if earlier else set()
    rows = [typed("lists", row) for row in account["lists"] if not row.get("deletedat") or int(row["listid"]) in known]
    return [
        fixed("lists", rows),
        fixed("list_memberships", [typed("list_memberships", row) for row in account["list_memberships"]]),
    ]
