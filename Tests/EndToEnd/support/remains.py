"""Every byte under a destination, object versions included, and where a value stands in it: compressed or not."""

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow.parquet as pq


@dataclass(frozen=True)
class Remain:
    """One object, or one of its versions."""

    name: str
    body: bytes


def everything(lake) -> Iterator[Remain]:
    """All objects of a folder or bucket; of a bucket all versions, whatever a reader sees."""
    if not hasattr(lake, "bucket"):
        for key, body in lake.contents().items():
            yield Remain(key, body)
        return
    pages = lake.client.get_paginator("list_object_versions").paginate(Bucket=lake.bucket, Prefix=f"{lake.prefix}/")
    for page in pages:
        for item in page.get("Versions", []):
            version = {"VersionId": item["VersionId"]} if item["VersionId"] != "null" else {}
            body = lake.client.get_object(Bucket=lake.bucket, Key=item["Key"], **version)["Body"].read()
            yield Remain(f"{item['Key']} {item['VersionId']}", body)


def holding(lake, values: set[str]) -> dict[str, list[str]]:
    """Value → the objects that hold it."""
    found: dict[str, list[str]] = {}
    for remain in everything(lake):
        plain = [remain.body, *inside(remain)]
        for value in values:
            if any(value.encode() in part.lower() for part in plain):
                found.setdefault(value, []).append(remain.name)
    return found


def inside(remain: Remain) -> Iterator[bytes]:
    """What is packed in a file, unpacked."""
    if remain.body.startswith(b"Obj\x01"):
        yield from avro_blocks(remain.body)
    elif remain.body.startswith(b"PAR1"):
        # Also of files that nothing refers to: the footer is all that is needed. Bounds and dictionaries stand in the plain bytes or
        # among the values.
        table = pq.ParquetFile(io.BytesIO(remain.body)).read()
        for column in table.columns:
            yield "\n".join(map(str, column.unique().to_pylist())).encode()
    else:
        assert remain.body[:2] != b"\x1f\x8b", f"{remain.name}: a kind of file that this search does not unpack"


def avro_blocks(body: bytes) -> Iterator[bytes]:
    """The records of an Avro file as bytes, bounds of columns among them."""
    source = io.BytesIO(body)
    source.read(4)
    header = {}
    while count := long(source):
        if count < 0:
            long(source)
        for _ in range(abs(count)):
            key = source.read(long(source)).decode()
            header[key] = source.read(long(source))
    marker = source.read(16)
    codec = header.get("avro.codec", b"null")
    assert codec in (b"null", b"deflate"), codec
    while source.tell() < len(body):
        long(source)
        block = source.read(long(source))
        yield zlib.decompress(block, -15) if codec == b"deflate" else block
        assert source.read(16) == marker


def long(source: io.BytesIO) -> int:
    """Avro's variable-length zigzag number."""
    value = shift = 0
    while True:
        byte = source.read(1)[0]
        value |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            return (value >> 1) ^ -(value & 1)
