"""The command line: help, shapes of --json, exit codes as documented."""

import json
import re

import pytest

from conftest import ROOT

COMMANDS = ["demo", "sync", "tables", "describe", "config", "version"]


def test_help_names_every_command(hublake):
    text = hublake("--help").must(0).out
    for command in COMMANDS:
        assert re.search(rf"^\s+{command}\b", text, re.MULTILINE), f"{command} is not in the help"


@pytest.mark.parametrize("command", [*COMMANDS, "config check"])
def test_each_command_explains_itself(hublake, command):
    result = hublake(*command.split(), "--help").must(0)
    assert result.err == ""
    assert "OVERVIEW:" in result.out and "USAGE:" in result.out
    flags = re.findall(r"^  --([a-z0-9-]+)([^\n]*(?:\n {10,}[^\n]*)*)", result.out, re.MULTILINE)
    for name, rest in flags:
        assert len(rest.split()) > 1, f"--{name} of {command} has no explanation"


@pytest.mark.parametrize(
    "arguments",
    [["frobnicate"], ["sync", "--frobnicate"], ["describe"], ["sync", "--destination"], ["demo", "--contacts", "many"]],
    ids=" ".join,
)
def test_a_command_line_that_makes_no_sense(hublake, arguments):
    result = hublake(*arguments).must(2)
    assert result.out == ""
    assert "rror" in result.err and "sage" in result.err


def test_version(hublake):
    text = hublake("version").must(0).out
    document = json.loads(hublake("version", "--json").must(0).out)
    assert re.fullmatch(r"hublake \d+\.\d+\.\d+\S*\n", text)
    assert document["version"] in text and int(document["format_version"]) >= 1


def test_exit_codes_are_the_documented_ones(hublake, simulator, folder):
    documented = {
        int(code): name
        for code, name in re.findall(r"^\| (\d+) \| (\w+) \|", (ROOT / "docs" / "exit-codes.md").read_text(), re.MULTILINE)
    }
    assert documented.keys() == {0, 1, 2, 3, 4, 5, 6, 7, 130}
    account = simulator()
    assert documented[hublake.sync(account, folder, "--tables", "owners").code] == "ok"
    assert documented[hublake("frobnicate").code] == "usage"
    assert documented[hublake("tables", "--destination", "gopher://x").code] == "configuration"
    assert documented[hublake.sync(account, folder, env={"HUBSPOT_TOKEN": "pat-na1-no"}).code] == "authorization"


REPORT = {
    "run_id": str, "status": str, "mode": str, "started_at": str, "finished_at": str, "seconds": (int, float),
    "portal_id": int, "organization": str, "destination": str, "tables": list, "skipped": list, "api_calls": dict,
    "waits": list, "store": dict, "warnings": list,
}  # fmt: skip
TABLE = {
    "name": str, "rows": int, "files": int, "bytes": int, "seconds": (int, float), "outcome": str, "warnings": list,
    "unparsed_values": dict,
}  # fmt: skip


def shaped(document: dict, shape: dict):
    assert shape.keys() <= document.keys(), f"missing: {shape.keys() - document.keys()}"
    for name, kind in shape.items():
        assert isinstance(document[name], kind), f"{name} is {document[name]!r}"


def test_report_has_its_shape_and_is_kept(hublake, simulator, folder):
    account = simulator()
    result = hublake.sync(account, folder).must(0)
    report = result.report
    shaped(report, REPORT)
    for table in report["tables"]:
        shaped(table, TABLE)
    assert report["portal_id"] == account.portal_id
    assert (report["status"], report["mode"], report["organization"]) == ("complete", "full", "individual")
    assert re.fullmatch(r"\d{8}T\d{9}Z-[0-9a-f]{8}", report["run_id"])
    calls = report["api_calls"]
    shaped(calls, {"general": int, "search": int, "associations": int, "by_endpoint": dict})
    assert sum(calls["by_endpoint"].values()) == calls["general"] + calls["search"] + calls["associations"]
    shaped(report["store"], {"writes": int, "reads": int, "lists": int, "bytes_written": int})
    kept = json.loads(folder.lake.read(f"_hublake/runs/{report['run_id']}.json"))
    assert kept["tables"] == report["tables"] and kept["run_id"] == report["run_id"]


def test_tables_and_describe(hublake, simulator, folder):
    account = simulator()
    report = hublake.sync(account, folder).must(0).report
    listed = json.loads(hublake("tables", "--json", *folder.flags).must(0).out)
    assert listed["portal_id"] == account.portal_id and listed["complete"] is True
    assert {name: entry["rows"] for name, entry in listed["tables"].items()} == {t["name"]: t["rows"] for t in report["tables"]}
    keys = folder.lake.current_metadata()
    for name, entry in listed["tables"].items():
        assert entry["metadata_file"].endswith(keys[name].rsplit("/", 1)[1])
    text = hublake("tables", *folder.flags).must(0).out
    for name in listed["tables"]:
        assert name in text
    described = json.loads(hublake("describe", "objects_contacts", "--json", *folder.flags).must(0).out)
    assert described["name"] == "objects_contacts"
    columns = {column["name"]: column for column in described["columns"]}
    assert columns["objectid"]["type"] == "int64" or columns["objectid"]["type"] == "long"
    assert "property_email" in columns
    assert "property_email" in hublake("describe", "objects_contacts", *folder.flags).must(0).out
    assert hublake("describe", "objects_unicorns", "--json", *folder.flags).must(4).error["what"]


def test_every_setting_comes_from_flag_environment_or_file_in_this_order(hublake, tmp_path):
    file = tmp_path / "settings.yaml"
    file.write_text("destination: file:///from-file\nregion: from-file\norganization: both\n")
    arguments = ["config", "check", "--json", "--config", file, "--destination", "file:///from-flag"]
    env = {"HUBLAKE_DESTINATION": "file:///from-environment", "HUBLAKE_REGION": "from-environment"}
    rows = {row["setting"]: row for row in json.loads(hublake(*arguments, env=env).must(0).out)}
    assert rows["destination"]["value"] == "file:///from-flag" and "--destination" in rows["destination"]["origin"]
    assert rows["region"]["value"] == "from-environment" and "HUBLAKE_REGION" in rows["region"]["origin"]
    assert rows["organization"]["value"] == "both" and "line 3" in rows["organization"]["origin"]


def test_every_documented_setting_is_known(hublake, folder):
    text = (ROOT / "docs" / "hublake.example.yaml").read_text()
    keys = set(re.findall(r"^#? ?([a-z0-9-]+):", text, re.MULTILINE))
    rows = json.loads(hublake("config", "check", "--json", *folder.flags).must(0).out)
    assert {row["setting"] for row in rows} - {"hubspot token"} <= keys


def test_results_go_to_standard_output_and_the_rest_does_not(hublake, simulator, folder):
    result = hublake.sync(simulator(), folder).must(0)
    json.loads(result.out)  # nothing but the report
    assert "objects_contacts" in result.err, "no progress on standard error"


def test_demo_needs_nothing(hublake, tmp_path):
    arguments = ["demo", "--folder", tmp_path / "demo", "--contacts", "40"]
    first = hublake(*arguments, "--json", env={"HUBSPOT_TOKEN": ""}, timeout=240).must(0)
    assert first.report["status"] == "complete"
    second = hublake(*arguments, env={"HUBSPOT_TOKEN": ""}, timeout=240).must(0)
    assert "unchanged" in second.out and "iceberg_scan" in second.out


def test_demo_queries_run_as_they_are_printed(hublake, tmp_path):
    """The DuckDB and pandas blocks, with the extension from where the tests have it."""
    import duckdb
    from oracle.lake import FolderLake
    from oracle.readers import _duckdb

    folder = tmp_path / "demo"
    text = hublake("demo", "--folder", folder, "--contacts", "40", env={"HUBSPOT_TOKEN": ""}, timeout=240).must(0).out
    query = re.search(r"(SELECT property_lifecyclestage.*?;)", text, re.DOTALL)[1]
    connection = _duckdb(FolderLake(folder))
    assert isinstance(connection, duckdb.DuckDBPyConnection)
    assert sum(count for _, count in connection.execute(query).fetchall()) == 40
