"""What docs/querying.md shows runs as it is printed, but for the place of the tables."""

import re

import duckdb
import pytest
from oracle.readers import _extension

from conftest import ROOT

PLACE = "/srv/hubspot"


def blocks(kind: str) -> list[str]:
    """The code under each `<!-- run: kind -->` of the page."""
    page = (ROOT / "docs" / "querying.md").read_text()
    return re.findall(rf"<!-- run: {kind} -->\n```\w+\n(.*?)```", page, re.DOTALL)


@pytest.fixture(scope="module")
def lake(session_hublake, tmp_path_factory) -> str:
    folder = tmp_path_factory.mktemp("documents") / "lake"
    session_hublake("demo", "--folder", folder, "--contacts", "40", "--json", env={"HUBSPOT_TOKEN": None}).must(0)
    return str(folder)


def test_duckdb_block_runs_as_printed(lake):
    (block,) = blocks("duckdb")
    connection = duckdb.connect()
    for extension in ("avro", "iceberg"):
        connection.execute(f"LOAD '{_extension(extension)}'")
    query = re.sub(r"\b(INSTALL|LOAD) \w+;", "", block).replace(PLACE, lake)
    assert sum(count for _, count in connection.execute(query).fetchall()) == 40


@pytest.mark.parametrize("block", blocks("python"), ids=lambda block: re.search(r"import (\w+)", block).group(1))
def test_python_block_runs_as_printed(lake, block):
    names: dict = {}
    exec(block.replace(PLACE, lake), names)  # noqa: S102 - the printed block itself
    assert len(names["rows"]) > 0
