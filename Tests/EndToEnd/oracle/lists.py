"""`lists` and `list_memberships`."""

from .account import Account
from .rows import fixed, typed
from .table import Table


def lists(account: Account) -> list[Table]:
    return [fixed(name, [typed(name, row) for row in account[name]]) for name in ("lists", "list_memberships")]
