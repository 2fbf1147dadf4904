"""A table as columns of plain Python values; what the oracle expects and what each reader returns."""

from dataclasses import dataclass, field, replace

#: Stands for a cell that no account can tell: a moment inside a run.
ANY = object()


@dataclass
class Table:
    """Types are Iceberg's words: string, long, double, boolean, date, timestamptz, decimal(18, 4).

    Values are str, int, float, bool, datetime.date and decimal.Decimal; a timestamptz is an int of microseconds since 1970.
    """

    name: str
    types: dict[str, str]
    values: dict[str, list]
    key: tuple[str, ...] = ()
    #: Columns that hold JSON: compared as what the text means, not letter by letter.
    json_columns: frozenset[str] = frozenset()
    #: Whether the rows are unknown: only the columns are compared then.
    is_open: bool = False
    #: Columns that may hold whatever a run decides; only checked for being there and inside the run's window.
    clock_columns: frozenset[str] = field(default_factory=lambda: frozenset({"ingestedat"}))

    @property
    def row_count(self) -> int:
        return len(next(iter(self.values.values()), []))

    @staticmethod
    def of_rows(name: str, types: dict[str, str], key: tuple[str, ...], rows: list[dict], json_columns=()) -> "Table":
        """A table from dictionaries; what a row does not name is null."""
        values = {column: [row.get(column) for row in rows] for column in types}
        return Table(name, types, values, key, frozenset(json_columns))

    def without_type(self, type_id: str) -> "Table":
        """The rows that say nothing of the object type."""
        columns = [c for c in ("objecttypeid", "fromobjecttypeid", "toobjecttypeid") if c in self.types]
        kept = [row for row in range(self.row_count) if all(self.values[c][row] != type_id for c in columns)]
        return replace(self, values={column: [cells[row] for row in kept] for column, cells in self.values.items()})
