"""Our Iceberg tables as other implementations see them, and between their commits."""

import datetime as dt
import operator

import polars as pl
import pytest
from pyiceberg.table import StaticTable

from support.iceberg import FIELDS, KEY, UTC, FolderCatalog, expect, plain, read_polars, read_pyiceberg, row, value
from support.iceberg import agree, duck, lake  # noqa: F401

COMPARE = {"=": operator.eq, ">=": operator.ge, "<=": operator.le}

# -- the tables ------------------------------------------------------------------------------------------------------


def test_every_type_and_null_is_read(lake, agree, duck):
    rows = [row(number) for number in range(120)]
    answer = lake.run({"do": "append", "rows": rows, "comment": "Deals"})
    agree(answer, rows)
    assert plain(duck(lake.table())) == expect(rows), "DuckDB by the folder"
    table = StaticTable.from_metadata(answer["metadata"])
    assert table.schema().find_field("objecttypeid").doc == "HubSpot's type"
    assert [table.schema().find_column_name(each) for each in table.schema().identifier_field_ids] == KEY
    assert table.properties["comment"] == "Deals"
    assert table.properties["write.parquet.compression-codec"] == "zstd"
    summary = table.current_snapshot().summary
    assert (summary["total-records"], summary["total-data-files"]) == ("120", "1")
    ours = lake.run({"do": "read"})["rows"]
    assert [each["objectid"] for each in ours] == list(range(120))


@pytest.mark.parametrize("change", ["append", "replaceAll"])
@pytest.mark.parametrize("partition", [None, "objecttypeid"])
def test_a_table_without_rows_can_be_read(lake, agree, duck, change, partition):
    extra = {"partition": partition} if partition else {}
    answer = lake.run({"do": change, "rows": []} | extra)
    agree(answer, [])
    assert duck(lake.table()) == []
    assert len(StaticTable.from_metadata(answer["metadata"]).schema().fields) == len(FIELDS)


def test_rows_that_all_left_leave_a_readable_table(lake, agree):
    first, second, third = lake.run(
        {"do": "append", "rows": [row(1)]}, {"do": "replaceAll", "rows": []}, {"do": "append", "rows": [row(2)]})
    agree(first, [row(1)])
    agree(second, [])
    agree(third, [row(2)])


def test_older_snapshots_stay_readable(lake, agree, duck):
    states = [[row(n) for n in range(5)], [row(n) for n in range(9)], [row(n) for n in range(20, 25)]]
    answers = lake.run(
        {"do": "append", "rows": states[0], "at": "2026-11-25T10:00:00Z"},
        {"do": "append", "rows": states[1][5:], "at": "2026-11-25T11:00:00Z"},
        {"do": "replaceAll", "rows": states[2], "at": "2026-11-25T12:00:00Z"},
        {"do": "metadataOnly", "rows": [], "properties": {"hublake.cursor": "9"}, "at": "2026-11-25T13:00:00Z"})
    latest = answers[-1]["metadata"]
    for answer, rows in zip(answers, states):
        wanted, snapshot = expect(rows), answer["snapshot"]
        assert plain(read_pyiceberg(latest, snapshot)) == wanted
        assert plain(duck(latest, snapshot_from_id=snapshot)) == wanted
        assert plain(read_polars(latest, snapshot)) == wanted
    agree(answers[-1], states[2])
    at_eleven = duck(latest, snapshot_from_timestamp="TIMESTAMP '2026-11-25 11:30:00'")
    assert plain(at_eleven) == expect(states[1])
    table = StaticTable.from_metadata(latest)
    assert table.properties["hublake.cursor"] == "9"
    assert [entry.snapshot_id for entry in table.history()] == [answer["snapshot"] for answer in answers[:3]]
    assert [each.summary.operation.value for each in table.snapshots()] == ["append", "append", "overwrite"]
    assert [each.sequence_number for each in table.snapshots()] == [1, 2, 3]


def test_a_schema_grows_under_its_readers(lake, agree, duck):
    wider = [field for field in FIELDS if field["name"] != "won"] + [
        {"name": "color", "type": "string", "comment": "new"}, {"name": "score", "type": "double"}]
    new = [row(n) | {"color": f"blau {n}", "score": n / 8} for n in range(50, 60)]
    for each in new:
        del each["won"]
    old = [row(n) for n in range(10)]
    first, second = lake.run({"do": "append", "rows": old}, {"do": "append", "rows": new, "fields": wider})
    agree(first, old)
    agree(second, old + new, FIELDS + wider[-2:])
    schema = StaticTable.from_metadata(second["metadata"]).schema()
    assert [field.field_id for field in schema.fields] == list(range(1, 12))
    assert schema.find_field("color").doc == "new"
    assert plain(read_pyiceberg(second["metadata"], first["snapshot"])) == expect(old)
    blue = duck(second["metadata"], where="color = 'blau 55'")
    assert [each["objectid"] for each in blue] == [55]


def test_partitions_are_pruned_and_replaced_alone(lake, agree, duck):
    types = {"0-1": range(0, 30), "0-2": range(30, 50), "2-7": range(50, 60)}
    rows = {each: [row(n, each) for n in numbers] for each, numbers in types.items()}
    new = [row(n, "0-2") for n in range(100, 103)]
    partition = {"partition": "objecttypeid"}
    first, second, third = lake.run(
        partition | {"do": "append", "rows": sum(rows.values(), []), "batch": 7},
        partition | {"do": "replacePartitions", "partitions": ["0-2"], "rows": new},
        partition | {"do": "replacePartitions", "partitions": ["2-7", "2-8"], "rows": []})
    agree(first, sum(rows.values(), []))
    agree(second, rows["0-1"] + new + rows["2-7"])
    agree(third, rows["0-1"] + new)
    table = StaticTable.from_metadata(second["metadata"])
    assert str(table.spec().fields[0].transform) == "identity"
    plan = list(table.scan(row_filter="objecttypeid = '0-2'").plan_files())
    assert [task.file.partition[0] for task in plan] == ["0-2"]
    assert plain(duck(second["metadata"], where="objecttypeid = '0-2'")) == expect(new)
    assert plain(read_polars(second["metadata"], where=pl.col("objecttypeid") == "0-2")) == expect(new)
    numbers = {entry["sequence_number"] for entry in table.inspect.entries().to_pylist() if entry["status"] == 0}
    assert numbers == {1}, "files that stayed keep the number of the commit that added them"


def test_bounds_never_hide_a_row(lake, duck):
    """Many small files, so that pruning has something to prune; each value must be found by equality and by ranges."""
    rows = [row(number) for number in range(88)]
    answer = lake.run({"do": "append", "rows": rows, "batch": 4, "fileBytes": 1})
    metadata = answer["metadata"]
    assert answer["files"] == 22
    table = StaticTable.from_metadata(metadata)
    for each in rows[::5] + rows[3:14]:
        for name, literal in (("name", each["name"]), ("objectid", each["objectid"]), ("small", each["small"]),
                              ("amount", each["amount"])):
            if literal is None:
                continue
            quoted = f"'{literal}'" if name == "name" else literal
            for sign in COMPARE:
                wanted = sorted(
                    found["objectid"]
                    for found in rows
                    if found[name] is not None and COMPARE[sign](found[name], literal))
                by_duck = duck(metadata, where=f"{name} {sign} {quoted}")
                assert sorted(found["objectid"] for found in by_duck) == wanted, (name, sign, literal)
                if literal != "":
                    by_python = table.scan(row_filter=f"{name} {sign} {quoted}").to_arrow().to_pylist()
                    assert sorted(found["objectid"] for found in by_python) == wanted, (name, sign, literal)
            column = pl.col(name)
            by_polars = read_polars(metadata, where=column == literal)
            assert sorted(found["objectid"] for found in by_polars) == sorted(
                found["objectid"] for found in rows if found[name] == literal), (name, literal)
    when = rows[7]["updatedat"]
    assert [found["objectid"] for found in duck(metadata, where=f"updatedat = TIMESTAMPTZ '{when}'")] == [7]
    assert [found["objectid"] for found in duck(metadata, where=f"born = DATE '{rows[9]['born']}'")] == [9]
    price = value("price", rows[11]["price"])
    assert [found["objectid"] for found in duck(metadata, where=f"price = {price}")] == [11]
    pruned = list(table.scan(row_filter="objectid = 50").plan_files())
    assert len(pruned) == 1, "bounds prune"


def test_nan_and_infinity_are_found(lake, agree, duck):
    amounts = [1.5, "NaN", "inf", "-inf", -0.0, 0.0, None]
    rows = [row(number) | {"amount": amount} for number, amount in enumerate(amounts)]
    answer = lake.run({"do": "append", "rows": rows[:2]}, {"do": "append", "rows": rows[2:]})[1]
    metadata = answer["metadata"]
    agree(answer, [each | {"amount": None if each["amount"] is None else float(each["amount"])} for each in rows])
    ids = lambda found: sorted(each["objectid"] for each in found)  # noqa: E731
    assert ids(duck(metadata, where="amount = 'infinity'::double")) == [2]
    assert ids(duck(metadata, where="isnan(amount)")) == [1]
    assert ids(duck(metadata, where="amount = 0")) == [4, 5]
    assert ids(read_pyiceberg(metadata, row_filter="amount is nan")) == [1]
    assert ids(read_polars(metadata, where=pl.col("amount") == 0.0)) == [4, 5]


def test_bounds_are_those_of_the_specification(lake):
    """Decoded by pyiceberg from the manifest."""
    from pyiceberg.conversions import from_bytes

    rows = [row(number) for number in range(1, 40)]
    answer = lake.run({"do": "append", "rows": rows})
    table = StaticTable.from_metadata(answer["metadata"])
    [task] = table.scan().plan_files()
    schema = table.schema()

    def bounds(name):
        field = schema.find_field(name)
        low, high = task.file.lower_bounds[field.field_id], task.file.upper_bounds[field.field_id]
        return from_bytes(field.field_type, low), from_bytes(field.field_type, high)

    for name in ("objectid", "small", "amount", "price", "won", "born"):
        found = [value(name, each[name]) for each in rows if each[name] is not None]
        low, high = bounds(name)
        if name == "born":
            low, high = (dt.date(1970, 1, 1) + dt.timedelta(days=each) for each in (low, high))
        assert (low, high) == (min(found), max(found)), name
    low, high = bounds("updatedat")
    epoch, tick = dt.datetime(1970, 1, 1, tzinfo=UTC), dt.timedelta(microseconds=1)
    times = [(value("updatedat", each["updatedat"]) - epoch) // tick for each in rows]
    assert (low, high) == (min(times), max(times))
    name_id = schema.find_field("name").field_id
    assert task.file.lower_bounds[name_id] == b""
    assert name_id not in task.file.upper_bounds, "seventeen times the highest character cannot be raised"
    counts = {name: sum(each[name] is None for each in rows) for name in ("name", "amount", "price", "won")}
    for name, count in counts.items():
        assert task.file.null_value_counts[schema.find_field(name).field_id] == count
    assert task.file.record_count == 39
    assert task.file.split_offsets == [4]
    assert set(task.file.column_sizes) == set(range(1, 10))


def test_wide_tables_have_bounds_for_the_first_columns_only(lake, agree):
    fields = [{"name": f"c{n}", "type": "string"} for n in range(150)]
    rows = [{f"c{n}": f"v{n}" for n in range(150)}]
    answer = lake.run({"do": "append", "fields": fields, "key": [], "rows": rows})
    agree(answer, rows, fields)
    [task] = StaticTable.from_metadata(answer["metadata"]).scan().plan_files()
    assert set(task.file.lower_bounds) == set(range(1, 101))
    assert set(task.file.value_counts) == set(range(1, 151))


def test_a_stale_or_missing_hint_is_repaired_by_the_next_commit(lake, duck):
    lake.run({"do": "append", "rows": [row(1)]}, {"do": "append", "rows": [row(2)]})
    hint = lake.table() / "metadata" / "version-hint.text"
    hint.write_text("1")
    assert plain(duck(lake.table())) == expect([row(1)])
    lake.run({"do": "append", "rows": [row(3)]})
    assert hint.read_text() == "3"
    hint.unlink()
    answer = lake.run({"do": "append", "rows": [row(4)]})
    assert answer["version"] == 4
    assert plain(duck(lake.table())) == expect([row(n) for n in (1, 2, 3, 4)])


# -- other writers ---------------------------------------------------------------------------------------------------


def test_pyiceberg_appends_and_adds_a_column_between_our_commits(lake, agree):
    from pyiceberg.types import FloatType, ListType, StringType

    mine = [row(n) for n in range(5)]
    first = lake.run({"do": "append", "rows": mine, "properties": {"hublake.cursor": "1"}})
    other = FolderCatalog(lake, first)
    theirs = other.table.scan().to_arrow()
    other.table.append(theirs)
    with other.table.update_schema() as update:
        update.add_column("score", FloatType())
        update.add_column("tags", ListType(element_id=99, element=StringType(), element_required=False))
    with other.table.transaction() as transaction:
        transaction.set_properties({"vendor.setting": "kept"})
    agree_rows = mine + mine
    ours = lake.run({"do": "append", "rows": [row(9)], "properties": {"hublake.cursor": "2"}})
    found = plain(read_pyiceberg(ours["metadata"]), [field["name"] for field in FIELDS])
    assert found == expect(agree_rows + [row(9)])
    table = StaticTable.from_metadata(ours["metadata"])
    assert [field.name for field in table.schema().fields][-2:] == ["score", "tags"]
    assert table.properties["vendor.setting"] == "kept"
    assert table.properties["hublake.cursor"] == "2"
    assert len(lake.run({"do": "read"})["rows"]) == 11
    emptied = lake.run({"do": "replaceAll", "rows": [row(7)]})
    assert plain(read_pyiceberg(emptied["metadata"]), [field["name"] for field in FIELDS]) == expect([row(7)])
    assert StaticTable.from_metadata(emptied["metadata"]).current_snapshot().summary["deleted-records"] == "11"


def test_pyiceberg_deletes_rows_of_a_partition_between_our_commits(lake, agree):
    partition = {"partition": "objecttypeid"}
    rows = [row(n, "0-1") for n in range(6)] + [row(n, "0-2") for n in range(6, 9)]
    other = FolderCatalog(lake, lake.run(partition | {"do": "append", "rows": rows}))
    other.table.delete("objectid = 3")
    answer = lake.run(partition | {"do": "replacePartitions", "partitions": ["0-2"], "rows": [row(20, "0-2")]})
    agree(answer, [row(n, "0-1") for n in range(6) if n != 3] + [row(20, "0-2")])


def test_pyiceberg_goes_on_after_us(lake, agree):
    first = lake.run({"do": "append", "rows": [row(n) for n in range(4)]})
    other = FolderCatalog(lake, first)
    other.table.delete("objectid >= 2")
    agree(other.answer, [row(0), row(1)])
    other.table.overwrite(StaticTable.from_metadata(first["metadata"]).scan().to_arrow())
    agree(other.answer, [row(n) for n in range(4)])
