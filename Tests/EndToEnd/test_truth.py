"""Every table, every cell: what four independent readers see is what the simulated account holds."""

import copy

import pytest
from oracle.comparison import compare, compare_lakes
from oracle.expectation import expect
from oracle.readers import READERS, read_lake
from oracle.table import Table

SIZES = {"contacts": 3_000, "companies": 400, "deals": 900, "custom": 250, "misfit_share": 0.01}


@pytest.fixture(scope="module")
def account(simulators):
    return simulators(**SIZES)


@pytest.fixture(scope="module")
def seen(synced) -> dict[str, Table]:
    """The folder's tables as one reader sees them, for the tests of the comparison itself."""
    return read_lake(synced("folder").place.lake, "pyarrow")


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("kind", ["folder", "bucket"])
def test_every_table_equals_the_truth(synced, expected, kind, reader):
    done = synced(kind)
    verdict = compare_lakes(expected.tables, read_lake(done.place.lake, reader), done.result.window)
    print(f"{kind}, {reader}: {verdict}")
    assert verdict, str(verdict)
    assert verdict.rows > 10_000


def test_account_is_as_hard_as_it_should_be(truth, expected):
    assert sum(len(truth.records(t["objecttypeid"])) for t in truth.types) >= 4_500
    assert {p["type"] for p in truth["property_definitions"]} >= {"string", "number", "bool", "date", "datetime", "enumeration"}
    assert any(p["archived"] for p in truth["property_definitions"])
    assert any(p["datasensitivity"] != "non_sensitive" for p in truth["property_definitions"])
    assert expected.unparsed_count > 50, "too few values that do not fit their type"


def test_report_counts_rows_files_and_what_did_not_fit(synced, expected):
    done = synced("folder")
    report = done.result.report
    assert report["status"] == "complete" and report["skipped"] == []
    rows = {table["name"]: table["rows"] for table in report["tables"]}
    assert rows == {name: table.row_count for name, table in expected.tables.items()}
    unparsed = sum(
        sum(table["unparsed_values"].values()) for table in report["tables"] if table["name"].startswith("objects_")
    )
    assert unparsed == expected.unparsed_count
    sizes = done.place.lake.sizes()
    for table in report["tables"]:
        data = [size for key, size in sizes.items() if key.startswith(f"{table['name']}/data/")]
        assert (len(data), sum(data)) == (table["files"], table["bytes"]), table["name"]


def test_no_sensitive_value_is_written(synced, truth):
    """Not even a column of it, in any organisation."""
    sensitive = {
        (p["objecttypeid"], p["name"]) for p in truth["property_definitions"] if p["datasensitivity"] != "non_sensitive"
    }
    assert sensitive
    for name, table in read_lake(synced("folder").place.lake, "pyarrow").items():
        for _, prop in sensitive:
            assert f"property_{prop}" not in table.types, f"{name} has a column of {prop}"
        for column in table.json_columns or {"properties"} & table.types.keys():
            for text in table.values.get(column, []):
                assert not any(f'"{prop}":' in (text or "") for _, prop in sensitive)


# -- the comparison must be able to fail -------------------------------------------------------------------------------


def altered(table: Table, column: str, row: int, value) -> Table:
    values = dict(table.values)
    values[column] = [*values[column][:row], value, *values[column][row + 1 :]]
    return Table(table.name, table.types, values, table.key, table.json_columns)


def another(value, type_: str):
    """A value of the type that is not `value`, and as near to it as can be."""
    if type_ == "string":
        return None if value == "" else (value or "") + "\u200b"
    if type_ == "boolean":
        return not value
    if type_ == "double":
        return 0.5 if value is None else value + max(abs(value), 1.0) * 2**-50
    if type_ == "date":
        return None if value is not None else __import__("datetime").date(2000, 1, 1)
    return 1 if value is None else value + 1


def test_one_altered_cell_is_found_in_every_column(seen, expected):
    cells = 0
    for name, table in expected.tables.items():
        if table.row_count == 0:
            continue
        row = table.row_count // 2
        for column, type_ in table.types.items():
            if column in table.clock_columns or column in table.key or column in table.json_columns:
                continue
            changed = altered(table, column, row, another(table.values[column][row], type_))
            only = Table(name, {k: table.types[k] for k in {*table.key, column}}, changed.values, table.key)
            shown = Table(name, only.types, {k: seen[name].values[k] for k in only.types})
            verdict = compare(only, shown)
            assert verdict.difference_count == 1, f"{name}.{column}: {verdict}"
            cells += 1
    assert cells > 100


def test_one_altered_letter_in_json_is_found(seen, expected):
    table = expected.tables["object_with_object_properties"]
    text = table.values["properties"][7]
    at = text.rindex('"') - 1
    changed = altered(table, "properties", 7, text[:at] + ("x" if text[at] != "x" else "y") + text[at + 1 :])
    assert compare(changed, seen[table.name]).difference_count == 1


@pytest.mark.parametrize("change", ["a row less", "a row more", "a row twice"])
def test_one_altered_row_is_found_in_every_table(seen, expected, change):
    for name, table in expected.tables.items():
        if table.row_count == 0:
            continue
        values = {column: list(cells) for column, cells in table.values.items()}
        for column, cells in values.items():
            if change == "a row less":
                cells.pop(0)
            elif change == "a row twice":
                cells.append(cells[0])
            else:
                cells.append(another(cells[0], table.types[column]) if column in table.key else cells[0])
        verdict = compare(Table(name, table.types, values, table.key, table.json_columns), seen[name])
        assert verdict.difference_count == 1, f"{name}: {verdict}"


def test_a_missing_a_strange_and_a_retyped_column_are_found(seen, expected):
    table = expected.tables["owners"]
    for change in ("missing", "strange", "retyped"):
        types = dict(table.types)
        if change == "missing":
            types["nickname"] = "string"
        elif change == "strange":
            del types["lastname"]
        else:
            types["userid"] = "int"
        values = table.values | {"nickname": [None] * table.row_count}
        assert not compare(Table("owners", types, values, table.key), seen["owners"]), change


def test_a_missing_and_a_strange_table_are_found(seen, expected):
    more = dict(expected.tables) | {"objects_unicorns": expected.tables["owners"]}
    assert "objects_unicorns: the table is missing" in compare_lakes(more, seen).first
    less = {name: table for name, table in expected.tables.items() if name != "owners"}
    assert "owners: nobody expects this table" in compare_lakes(less, seen).first


def test_an_altered_truth_is_found(seen, truth):
    """The whole way from the account's raw text: one letter of one value of one record."""
    changed = copy.copy(truth)
    changed.rows = dict(truth.rows)
    records = [dict(record) for record in truth.records("0-1")]
    records[11] = records[11] | {"properties": records[11]["properties"] | {"firstname": "Nobody at all"}}
    changed.rows["objects/0-1"] = records
    verdict = compare_lakes(expect(changed, "both").tables, seen)
    assert 1 <= verdict.difference_count <= 3, str(verdict)  # once a table that holds the value
