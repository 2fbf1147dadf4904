"""Rows that leave tables by position deletes and by copy-on-write, as other implementations see them at each step."""

import json
import random
from collections import Counter
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest
from pyiceberg.manifest import DataFile, DataFileContent, FileFormat, ManifestContent, ManifestEntry, ManifestEntryStatus
from pyiceberg.manifest import ManifestWriterV2, write_manifest_list
from pyiceberg.table import StaticTable
from pyiceberg.table.snapshots import Operation, Snapshot, Summary
from pyiceberg.table.update import AddSnapshotUpdate, SetSnapshotRefUpdate

from support.iceberg import KEY, FolderCatalog, expect, plain, read_polars, read_pyiceberg, row
from support.iceberg import agree, duck, lake  # noqa: F401

BY_PARTITION = {"partition": "objecttypeid"}


class Model:
    """What must be in a table, and the commands that bring it there."""

    def __init__(self, seed, partitioned=False):
        self.random, self.rows, self.extra = random.Random(seed), {}, BY_PARTITION if partitioned else {}

    def key(self):
        return self.random.choice(["0-1", "0-2"]), self.random.randrange(60)

    def change(self, strategy=None):
        changed = {}
        for _ in range(self.random.randrange(1, 12)):
            kind, number = self.key()
            changed[kind, number] = row(number, kind) | {"small": self.random.randrange(10**6)}
        gone = [key for key in self.rows if key not in changed and self.random.random() < 0.08]
        self.rows |= changed
        for key in gone:
            del self.rows[key]
        return self.extra | {
            "do": "upsert", "strategy": strategy or self.random.choice(["positionDeletes", "copyOnWrite"]),
            "rows": [each for _, each in sorted(changed.items())],
            "remove": [dict(zip(KEY, key)) for key in gone],
        }  # fmt: skip

    @property
    def state(self):
        return list(self.rows.values())


def created(model):
    return model.extra | {"do": "append", "rows": []}


@pytest.mark.parametrize("partitioned", [False, True])
@pytest.mark.parametrize("seed", [1, 2])
def test_every_reader_sees_the_model_after_each_change_and_each_maintenance(lake, agree, seed, partitioned):
    model = Model(seed, partitioned)
    lake.run(created(model))
    for step in range(14):
        answer = lake.run(model.change())
        assert answer["rows"] == len(model.rows), "the summary counts live rows"
        if step % 4 == 3:
            scope = [["compaction"], ["expiry"], ["compaction", "expiry", "orphans"]][step // 4 % 3]
            answer = lake.run({"do": "maintain", "scope": scope, "keepCount": 3, "keepSeconds": 0, "fileCount": 3})
        agree(answer, model.state)
        assert plain(lake.run({"do": "read"})["rows"], KEY) == plain(model.state, KEY)


#: Field id of a delete file's data file.
FILE_PATH = 2147483546


def test_many_deletes_are_folded_and_stay_readable(lake, agree):
    model = Model(3)
    lake.run(created(model))
    for _ in range(20):
        answer = lake.run(model.change("positionDeletes"))
        deletes = StaticTable.from_metadata(answer["metadata"]).inspect.delete_files()
        of_file = Counter(dict(bounds)[FILE_PATH] for bounds in deletes["lower_bounds"].to_pylist())
        assert max(of_file.values(), default=0) <= 9, "a reader opens each delete file of a data file"
    agree(answer, model.state)


def test_older_snapshots_stay_readable_after_compaction(lake, agree, duck):
    model = Model(4)
    lake.run(created(model))
    answers, states = [], []
    for _ in range(6):
        answers.append(lake.run(model.change("positionDeletes")))
        states.append(model.state)
    latest = lake.run({"do": "maintain", "scope": ["compaction"], "fileCount": 2})
    assert latest["rewritten"] >= 2
    agree(latest, model.state)
    for answer, state in zip(answers, states):
        snapshot = answer["snapshot"]
        assert plain(read_pyiceberg(latest["metadata"], snapshot)) == expect(state)
        assert plain(duck(latest["metadata"], snapshot_from_id=snapshot)) == expect(state)
        assert plain(read_polars(latest["metadata"], snapshot)) == expect(state)


def test_delete_files_are_those_of_the_specification(lake):
    rows = [row(number, kind) for kind in ("0-1", "0-2") for number in range(20)]
    lake.run(BY_PARTITION | {"do": "append", "rows": rows})
    gone = [dict(zip(KEY, key)) for key in [("0-2", 7), ("0-1", 3), ("0-1", 11)]]
    answer = lake.run(BY_PARTITION | {"do": "upsert", "rows": [], "remove": gone})
    table = StaticTable.from_metadata(answer["metadata"])
    summary = table.current_snapshot().summary
    assert summary.operation == Operation.DELETE
    assert (summary["added-position-deletes"], summary["total-position-deletes"]) == ("3", "3")
    assert (summary["added-delete-files"], summary["total-delete-files"], summary["total-records"]) == ("2", "2", "40")
    io, snapshot = table.io, table.current_snapshot()
    manifests = [each for each in snapshot.manifests(io) if each.content == ManifestContent.DELETES]
    entries = [entry for manifest in manifests for entry in manifest.fetch_manifest_entry(io)]
    data = {task.file.file_path: task.file for task in table.scan().plan_files()}
    assert len(entries) == 2
    for entry in entries:
        file = entry.data_file
        assert (file.content, file.file_format) == (DataFileContent.POSITION_DELETES, FileFormat.PARQUET)
        assert entry.sequence_number == 2
        content = pq.read_table(file.file_path.removeprefix("file://"))
        ids = {field.name: int(field.metadata[b"PARQUET:field_id"]) for field in content.schema}
        assert ids == {"file_path": 2147483546, "pos": 2147483545}
        assert not any(field.nullable for field in content.schema)
        lines = content.to_pylist()
        assert [tuple(each.values()) for each in lines] == sorted(tuple(each.values()) for each in lines)
        for line in lines:
            assert data[line["file_path"]].partition == file.partition, "deletes stand in their data's partition"
        paths = [line["file_path"].encode() for line in lines]
        assert file.lower_bounds[2147483546] == min(paths) and file.upper_bounds[2147483546] == max(paths)


def test_pruning_with_deletes_hides_no_row(lake, duck):
    rows = [row(number) for number in range(80)]
    lake.run({"do": "append", "rows": rows, "batch": 8, "fileBytes": 1})
    changed = [row(number) | {"small": 10**6 + number} for number in range(0, 80, 7)]
    metadata = lake.run({"do": "upsert", "rows": changed})["metadata"]
    live = {each["objectid"]: each for each in rows + changed}
    for number, each in live.items():
        for found in (
            duck(metadata, where=f"objectid = {number}"),
            read_pyiceberg(metadata, row_filter=f"objectid = {number}"),
            read_polars(metadata, where=pl.col("objectid") == number),
        ):
            assert [one["small"] for one in found] == [each["small"]]


# -- other writers ---------------------------------------------------------------------------------------------------


class DeleteManifest(ManifestWriterV2):
    """pyiceberg's own writer of manifests, for delete files."""

    def content(self):
        return ManifestContent.DELETES


def delete_positions(other, lines, name="theirs-deletes.parquet"):
    """Commits a position delete file as another engine does: written by pyarrow and pyiceberg, paths in no order of ours."""
    import pyarrow as pa

    table, io = other.table, other.table.io
    folder = Path(table.metadata.location.removeprefix("file://"))
    field = lambda name, kind, number: pa.field(  # noqa: E731
        name, kind, nullable=False, metadata={"PARQUET:field_id": str(number)})
    schema = pa.schema([field("file_path", pa.string(), 2147483546), field("pos", pa.int64(), 2147483545)])
    paths, places = zip(*sorted(lines))
    pq.write_table(pa.table([pa.array(paths), pa.array(places)], schema=schema), folder / "data" / name)
    snapshot_id, parent = random.randrange(1, 2**62), table.current_snapshot()
    sequence = table.metadata.last_sequence_number + 1
    file = DataFile.from_args(
        content=DataFileContent.POSITION_DELETES, file_path=f"file://{folder}/data/{name}", file_format=FileFormat.PARQUET,
        partition=next(iter(table.scan().plan_files())).file.partition, record_count=len(lines),
        file_size_in_bytes=(folder / "data" / name).stat().st_size,
        # By these polars knows that it concerns one data file; it refuses others.
        lower_bounds={FILE_PATH: min(paths).encode()}, upper_bounds={FILE_PATH: max(paths).encode()})
    file.spec_id = table.spec().spec_id
    path = f"file://{folder}/metadata/{snapshot_id}-theirs.avro"
    with DeleteManifest(table.spec(), table.schema(), io.new_output(path), snapshot_id, "deflate") as writer:
        writer.add_entry(ManifestEntry.from_args(
            status=ManifestEntryStatus.ADDED, snapshot_id=snapshot_id, sequence_number=None, file_sequence_number=None,
            data_file=file))
        manifest = writer.to_manifest_file()
    listed = f"file://{folder}/metadata/snap-{snapshot_id}-theirs.avro"
    with write_manifest_list(
        2, io.new_output(listed), snapshot_id, parent.snapshot_id, sequence, "deflate"
    ) as writer:
        writer.add_manifests([*parent.manifests(io), manifest])
    snapshot = Snapshot(
        snapshot_id=snapshot_id, parent_snapshot_id=parent.snapshot_id, sequence_number=sequence,
        manifest_list=listed, summary=Summary(Operation.DELETE), schema_id=table.schema().schema_id)
    other.commit_table(table, (), (
        AddSnapshotUpdate(snapshot=snapshot),
        SetSnapshotRefUpdate(ref_name="main", type="branch", snapshot_id=snapshot_id)))


def test_position_deletes_of_another_engine_are_applied_and_compacted(lake, agree):
    rows = [row(number) for number in range(30)]
    other = FolderCatalog(lake, lake.run({"do": "append", "rows": rows, "cursor": "before"}))
    [task] = other.table.scan().plan_files()
    path = task.file.file_path
    delete_positions(other, [(path, 4), (path, 29), (path, 0)])
    left = [each for each in rows if each["objectid"] not in (0, 4, 29)]
    agree(other.answer, left)
    assert plain(lake.run({"do": "read"})["rows"], KEY) == plain(left, KEY)
    changed = row(5) | {"small": 99}
    answer = lake.run({"do": "upsert", "rows": [changed, row(4)], "remove": [dict(zip(KEY, ("0-1", 29)))]})
    left = [each for each in left if each["objectid"] != 5] + [changed, row(4)]
    agree(answer, left)
    assert answer["cursor"] == "before", "another engine's commit loses no cursor"
    answer = lake.run({"do": "maintain", "scope": ["compaction"]})
    agree(answer, left)
    table = StaticTable.from_metadata(answer["metadata"])
    assert table.inspect.delete_files().num_rows == 0
    assert table.current_snapshot().summary.operation == Operation.REPLACE


def test_pyiceberg_appends_deletes_and_expires_beside_us(lake, agree):
    model = Model(9)
    lake.run(created(model))
    for step in range(5):
        answer = lake.run(model.change("positionDeletes"))
        other = FolderCatalog(lake, answer)
        if step == 1:
            theirs = [row(number, "9-9") for number in range(3)]
            source = StaticTable.from_metadata(lake.run({"table": "other", "do": "append", "rows": theirs})["metadata"])
            other.table.append(source.scan().to_arrow())
            model.rows |= {(each["objecttypeid"], each["objectid"]): each for each in theirs}
        if step == 2:
            other.table.delete("objectid = 1 and objecttypeid = '9-9'")
            del model.rows["9-9", 1]
        if step == 3:
            oldest = other.table.snapshots()[0].snapshot_id
            other.table.maintenance.expire_snapshots().by_id(oldest).commit()
            answer = other.answer
            lake.run({"do": "maintain", "orphanSeconds": 0, "now": "2030-01-01T00:00:00Z"})
            answer = lake.run({"do": "metadataOnly", "rows": []})
        else:
            answer = other.answer if step in (1, 2) else answer
        agree(answer, model.state)
    assert json.dumps(plain(lake.run({"do": "read"})["rows"], KEY)) == json.dumps(plain(model.state, KEY))


# -- erasure ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("partitioned", [False, True])
def test_after_an_erasure_no_file_holds_the_rows(lake, agree, partitioned):
    model = Model(12, partitioned)
    lake.run(created(model))
    for _ in range(8):
        lake.run(model.change())
    planted = 10**9 + 7
    secret = {"objecttypeid": "0-1", "objectid": planted, "name": "planted-7f3a9c", "small": 1}
    lake.run(model.extra | {"do": "upsert", "rows": [secret], "remove": []})
    lake.run(model.change("positionDeletes"))
    lake.run(model.extra | {"do": "upsert", "rows": [secret | {"small": 2}], "remove": []})
    lake.run(model.extra | {"do": "upsert", "rows": [], "remove": [dict(zip(KEY, ("0-1", planted)))]})
    assert holders(lake, planted)
    answer = lake.run({"do": "erase", "column": "objectid", "ids": [planted]})
    assert holders(lake, planted) == []
    agree(answer, model.state)


def holders(lake, planted):
    """Files that hold the record: as text, as a number in a column, or as a bound."""
    number = planted.to_bytes(8, "little")
    found = []
    for path in lake.folder.rglob("*"):
        if not path.is_file():
            continue
        content = path.read_bytes()
        if b"planted-7f3a9c" in content or number in content:
            found.append(path.name)
        elif path.suffix == ".parquet" and "objectid" in pq.read_schema(path).names:
            if planted in pq.read_table(path, columns=["objectid"])["objectid"].to_pylist():
                found.append(path.name)
        elif path.suffix == ".avro":
            import fastavro

            if any(number in str(record).encode() or b"planted" in str(record).encode() for record in
                   fastavro.reader(path.open("rb"))) or repr(number)[2:-1] in str(list(fastavro.reader(path.open("rb")))):
                found.append(path.name)
    return found
