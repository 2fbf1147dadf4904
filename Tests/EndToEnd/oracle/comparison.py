"""Cell by cell: what differs between the table that should be and the one that a reader saw."""

import json
from dataclasses import dataclass, field

from .table import ANY, Table
from .values import show

SHOWN = 5  # differences spelled out a table


@dataclass
class Verdict:
    """How much was compared and what was not equal."""

    cells: int = 0
    rows: int = 0
    tables: int = 0
    difference_count: int = 0
    first: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        """True when nothing differs."""
        return self.difference_count == 0

    def differ(self, sentence: str, count: int = 1):
        self.difference_count += count
        if len(self.first) < 40:
            self.first.append(sentence)

    def __str__(self) -> str:
        head = f"{self.tables} tables, {self.rows} rows, {self.cells} cells: {self.difference_count} differences"
        return "\n  ".join([head, *self.first])


def compare_lakes(expected: dict[str, Table], actual: dict[str, Table], window: tuple[int, int] | None = None) -> Verdict:
    """All tables: the set of them, their columns and types, rows by key, and every cell."""
    verdict = Verdict()
    for name in sorted(expected.keys() - actual.keys()):
        verdict.differ(f"{name}: the table is missing")
    for name in sorted(actual.keys() - expected.keys()):
        verdict.differ(f"{name}: nobody expects this table")
    for name in sorted(expected.keys() & actual.keys()):
        compare(expected[name], actual[name], window, verdict)
    return verdict


def compare(expected: Table, actual: Table, window: tuple[int, int] | None = None, verdict: Verdict | None = None) -> Verdict:
    """One table. `window` holds the earliest and latest microsecond that `ingestedat` may have."""
    verdict = verdict if verdict is not None else Verdict()
    verdict.tables += 1
    name = expected.name
    for column in expected.types.keys() | actual.types.keys():
        wanted, found = expected.types.get(column), actual.types.get(column)
        if wanted != found:
            verdict.differ(f"{name}.{column}: the type should be {wanted}, is {found}")

    if expected.is_open:
        return verdict
    wanted_at, found_at = _positions(expected, expected.key), _positions(actual, expected.key)
    for side, table, positions in (("truth", expected, wanted_at), ("table", actual, found_at)):
        if len(positions) != table.row_count:
            verdict.differ(f"{name}: {table.row_count - len(positions)} keys occur twice in the {side}")
    missing, surplus = wanted_at.keys() - found_at.keys(), found_at.keys() - wanted_at.keys()
    for word, keys in (("missing", missing), ("too many", surplus)):
        if keys:
            shown = ", ".join(map(repr, sorted(keys, key=repr)[:SHOWN]))
            verdict.differ(f"{name}: {len(keys)} rows {word}: {shown}", len(keys))

    shared = sorted(wanted_at.keys() & found_at.keys(), key=repr)
    verdict.rows += len(shared)
    wanted_rows, found_rows = [wanted_at[k] for k in shared], [found_at[k] for k in shared]
    for column, type_ in expected.types.items():
        if column not in actual.values:
            continue
        verdict.cells += len(shared)
        found = [actual.values[column][row] for row in found_rows]
        if column in expected.clock_columns:
            _check_clock(name, column, found, window, verdict)
            continue
        wanted = [expected.values[column][row] for row in wanted_rows]
        if any(cell is ANY for cell in wanted):
            found = [ANY if cell is ANY else seen for cell, seen in zip(wanted, found)]
        if column in expected.json_columns:
            wanted, found = _meanings(wanted), _meanings(found)
        if wanted != found or type_ in ("boolean", "long"):
            _spell_out(name, column, type_, shared, wanted, found, verdict)
    return verdict


def _positions(table: Table, key: tuple[str, ...]) -> dict[tuple, int]:
    columns = [table.values.get(column, [None] * table.row_count) for column in key]
    return {cells: row for row, cells in enumerate(zip(*columns))}


def _check_clock(name, column, found, window, verdict):
    for value in found:
        if value is None:
            return verdict.differ(f"{name}.{column}: null")
        if window and not window[0] <= value <= window[1]:
            outside = show(value, "timestamptz")
            return verdict.differ(f"{name}.{column}: {outside} is outside the run, which began {show(window[0], 'timestamptz')}")


def _meanings(texts):
    return [None if text is None else _meaning(text) for text in texts]


def _meaning(text):
    def object_(pairs):
        names = [name for name, _ in pairs]
        if len(names) != len(set(names)):
            raise ValueError("a name occurs twice")
        return dict(pairs)

    try:
        return json.loads(text, object_pairs_hook=object_)
    except ValueError as error:
        return f"not JSON ({error}): {text}"


def _spell_out(name, column, type_, keys, wanted, found, verdict):
    # Python holds True == 1 == 1.0; a cell must have the very type as well.
    wrong = [i for i, (w, f) in enumerate(zip(wanted, found)) if w != f or type(w) is not type(f)]
    if wrong:
        samples = "; ".join(
            f"{keys[i]}: should be {show(wanted[i], type_)}, is {show(found[i], type_)}"[:400] for i in wrong[:SHOWN]
        )
        verdict.differ(f"{name}.{column}: {len(wrong)} cells differ: {samples}", len(wrong))
