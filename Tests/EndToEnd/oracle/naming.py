"""Table and column names, as the data format lays them down."""

import hashlib

LIMIT = 120  # bytes


def fold(name: str) -> str:
    """`name` with every character outside [a-z0-9_] replaced by an underscore, ASCII capitals by small letters."""
    return "".join(c.lower() if c.isascii() and (c.isalnum() or c == "_") else "_" for c in name)


def with_digest(name: str, original: str, limit: int = LIMIT) -> str:
    """`name` cut to fit, with `_` and the first 8 hex digits of the SHA-256 of the name before folding."""
    return f"{name[: limit - 9]}_{hashlib.sha256(original.encode()).hexdigest()[:8]}"


def claim(wanted: str, original: str, taken: set[str], limit: int = LIMIT) -> str:
    """Gives `wanted` where it is free and short enough, else the name with the digest; the name is taken from then on."""
    name = wanted if wanted not in taken and len(wanted) <= limit else with_digest(wanted, original, limit)
    assert name not in taken, name
    taken.add(name)
    return name


def precedence(name: str) -> tuple:
    """Who chooses first: names that look like a reserved one last; names that need no folding before the others."""
    return (fold(name).startswith("unparsed_"), fold(name) != name)
