"""Tables that `iceberg-tool`, a thin shell over the Lakehouse room, writes, and other implementations that read and change them:
pyiceberg (Python), DuckDB (C++), polars (Rust).

Expected rows are computed here, never by our reader. Tests import the fixtures `lake`, `duck` and `agree`.
"""

import datetime as dt
import decimal
import importlib.util
import json
import math
import subprocess
from pathlib import Path

import duckdb
import polars as pl
import pytest
from pyiceberg.catalog.noop import NoopCatalog
from pyiceberg.io import load_file_io
from pyiceberg.serializers import FromInputFile
from pyiceberg.table import CommitTableResponse, StaticTable, Table
from pyiceberg.table.metadata import TableMetadataUtil
from pyiceberg.table.update import update_table_metadata

FIELDS = [
    {"name": "objecttypeid", "type": "string", "required": True, "comment": "HubSpot's type"},
    {"name": "objectid", "type": "long", "required": True},
    {"name": "name", "type": "string"},
    {"name": "amount", "type": "double"},
    {"name": "price", "type": "decimal(20, 4)"},
    {"name": "won", "type": "boolean"},
    {"name": "born", "type": "date"},
    {"name": "updatedat", "type": "timestamptz"},
    {"name": "small", "type": "int"},
]
KEY = ["objecttypeid", "objectid"]
UTC = dt.timezone.utc
NAMES = ["", "a", "Zoë", "größe", "🙂" * 20, "\U0010ffff" * 17, "ä" * 16, "ä" * 17, "日本語のとても長い名前です。続きます", "z" * 40]
NAMES += [None]


def row(number, object_type="0-1"):
    """A row as the script spells it; every third value of a column is null."""
    day, updated = dt.timedelta(days=number * 400), dt.timedelta(days=number * 300, microseconds=number)
    return {
        "objecttypeid": object_type,
        "objectid": number,
        "name": NAMES[number % len(NAMES)],
        "amount": None if number % 3 == 0 else number * 0.5 - 20,
        "price": None if number % 3 == 1 else str(number * 10**12 - 5 * 10**13),
        "won": [None, True, False][number % 3],
        "born": (dt.date(1890, 1, 1) + day).isoformat(),
        "updatedat": (dt.datetime(1950, 1, 1, tzinfo=UTC) + updated).isoformat(),
        "small": number - 50,
    }


def value(name, cell):
    """A script's cell as readers give it."""
    if cell is None:
        return None
    if name == "price":
        return decimal.Decimal(cell).scaleb(-4, decimal.Context(prec=40))
    if name == "born":
        return dt.date.fromisoformat(cell)
    if name == "updatedat":
        return dt.datetime.fromisoformat(cell)
    return float(cell) if name == "amount" else cell


def plain(rows, columns=None):
    """Rows in one order and one spelling, whichever reader they come from."""

    def cell(found):
        if isinstance(found, dt.datetime):
            return found.astimezone(UTC).isoformat()
        if isinstance(found, float) and math.isnan(found):
            return "NaN"
        return found

    return sorted(
        ({name: cell(found) for name, found in each.items() if columns is None or name in columns} for each in rows),
        key=lambda each: [str(found) for found in each.values()],
    )


def expect(rows, fields=FIELDS):
    names = [field["name"] for field in fields]
    return plain({name: value(name, each.get(name)) for name in names} for each in rows)


# -- the writer ------------------------------------------------------------------------------------------------------


class Lake:
    """A folder of tables that `iceberg-tool` writes."""

    def __init__(self, bin_dir: Path, folder: Path):
        self.tool, self.folder = bin_dir / "iceberg-tool", folder
        folder.mkdir(exist_ok=True)

    def run(self, *commands):
        script = self.folder.parent / "script.json"
        script.write_text(json.dumps([{"table": "t", "fields": FIELDS, "key": KEY} | each for each in commands]))
        done = subprocess.run([self.tool, self.folder, script], capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        return answers if len(answers) > 1 else answers[0]

    def table(self, name="t"):
        return self.folder / name


@pytest.fixture
def lake(bin_dir, tmp_path):
    return Lake(bin_dir, tmp_path / "lake")


# -- the readers -----------------------------------------------------------------------------------------------------


def read_pyiceberg(metadata, snapshot=None, **scan):
    return StaticTable.from_metadata(metadata).scan(snapshot_id=snapshot, **scan).to_arrow().to_pylist()


@pytest.fixture(scope="session")
def duck():
    connection = duckdb.connect(config={"autoload_known_extensions": "false"})
    for name in ("avro", "iceberg"):
        package = Path(importlib.util.find_spec(f"duckdb_extension_{name}").origin).parent
        connection.execute(f"LOAD '{next(package.rglob('*.duckdb_extension'))}'")
    connection.execute("SET TimeZone = 'UTC'")

    def read(path, where="true", **options):
        extra = "".join(f", {name} => {setting}" for name, setting in options.items())
        query = f"SELECT * FROM iceberg_scan('{path}'{extra}) WHERE {where}"
        return connection.execute(query).to_arrow_table().to_pylist()

    return read


def read_polars(metadata, snapshot=None, where=None):
    frame = pl.scan_iceberg(metadata.removeprefix("file://"), snapshot_id=snapshot)
    return (frame.filter(where) if where is not None else frame).collect().to_dicts()


@pytest.fixture
def agree(lake, duck):
    """Asserts that every reader sees `rows` in the table's state `answer`."""

    def check(answer, rows, fields=FIELDS):
        wanted = expect(rows, fields)
        metadata = answer["metadata"]
        TableMetadataUtil.parse_raw(Path(metadata.removeprefix("file://")).read_text())
        assert plain(read_pyiceberg(metadata)) == wanted, "pyiceberg"
        assert plain(duck(metadata)) == wanted, "DuckDB"
        assert plain(read_polars(metadata)) == wanted, "polars"

    return check


# -- other writers ---------------------------------------------------------------------------------------------------


class FolderCatalog(NoopCatalog):
    """Lets pyiceberg commit to a folder as a catalog-less writer does: the next version's metadata file."""

    def __init__(self, lake, answer):
        super().__init__("folder")
        self.metadata_folder, self.version = lake.table() / "metadata", answer["version"]
        io = load_file_io()
        metadata = FromInputFile.table_metadata(io.new_input(answer["metadata"]))
        self.table = Table(("t",), metadata, answer["metadata"], io, self)

    @property
    def answer(self):
        return {"metadata": f"file://{self.metadata_folder}/v{self.version}.metadata.json", "version": self.version}

    def commit_table(self, table, requirements, updates):
        for requirement in requirements:
            requirement.validate(table.metadata)
        metadata = update_table_metadata(table.metadata, updates)
        self.version += 1
        with open(self.metadata_folder / f"v{self.version}.metadata.json", "x") as target:
            target.write(metadata.model_dump_json(exclude_none=True))
        return CommitTableResponse(metadata=metadata, metadata_location=self.answer["metadata"])
