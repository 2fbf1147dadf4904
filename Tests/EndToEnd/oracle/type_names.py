"""What the object types are called in the names of tables and columns."""

from . import naming
from .account import Account
from .catalogue import standard_names


def name_types(account: Account, earlier: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Object type id → (singular, plural), folded and each unique; those that have names keep them."""
    names = dict(earlier)
    originals = {t["objecttypeid"]: _originals(t) for t in account.types if t["objecttypeid"] not in names}
    singulars = _claims(originals, 0, {singular for singular, _ in names.values()}, "from__objectid")
    plurals = _claims(originals, 1, {plural for _, plural in names.values()}, "objects_")
    return names | {id_: (singulars[id_], plurals[id_]) for id_ in originals}


def _originals(type_: dict) -> tuple[str, str]:
    """Internal name and what the table is called after: a custom type's plural label where it is ASCII."""
    standard = standard_names(type_)
    if standard:
        return standard
    label = type_.get("pluralname") or ""
    return type_["name"], label if label and label.isascii() else type_["name"]


def _claims(originals: dict[str, tuple[str, str]], which: int, taken: set[str], around: str) -> dict[str, str]:
    def precedence(id_):
        original = originals[id_][which]
        return id_.startswith("2-"), naming.fold(original) != original, id_

    limit = naming.LIMIT - len(around)
    return {
        id_: naming.claim(naming.fold(originals[id_][which]), originals[id_][which], taken, limit)
        for id_ in sorted(originals, key=precedence)
    }
