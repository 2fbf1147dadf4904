"""hublake's S3 client and boto3 on the same buckets: what one writes, the other reads.

Each server is asked only for what it does as AWS does: SeaweedFS keeps whole-object checksums of multipart uploads and real
files, MiniStack keeps every character of a key.
"""

import base64
import hashlib
import json
import os
import random
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import boto3
import botocore.config
import pytest
from awscrt import checksums
from botocore.exceptions import ClientError
from support import ministack, s3server

MIB = 1 << 20

#: Every character that AWS calls safe in a key, those that need care, and some of each length in UTF-8. No control characters:
#: XML 1.0 cannot hold them, and boto3 cannot list them without an encoding.
CHARACTERS = [chr(code) for code in range(0x20, 0x7F)] + ["é", "ß", "Ж", "中", "𐍈", "\u00a0", "ÿ"]

#: Keys that a file system could not hold, and those that encoders like to get wrong.
ODD_KEYS = [
    "a//b", "/a", "a/", "a/../b", "a/./b", ".", "..", "a+b", "a%2Fb", "a%20b", "my exports/crm data/x", "?versions", "a&b=c", "#",
    "=", "~", "a;b", "x" * 1000, "é" * 100,
]  # fmt: skip


@dataclass
class Bucket:
    """A bucket as boto3 sees it and as hublake's client does."""

    server: str
    name: str
    endpoint: str
    region: str
    keys: tuple[str, str]
    tool: Path
    folder: Path

    @property
    def boto(self):
        return boto3.client(
            "s3", endpoint_url=self.endpoint, region_name=self.region, aws_access_key_id=self.keys[0],
            aws_secret_access_key=self.keys[1],
            config=botocore.config.Config(s3={"addressing_style": "path"}, retries={"max_attempts": 3}),
        )  # fmt: skip

    def ours(self, *calls: dict):
        """The answers of hublake's client, one a call."""
        script = self.folder / "script.json"
        script.write_text(json.dumps(calls))
        done = subprocess.run(
            [self.tool, self.endpoint, self.region, self.name, script], capture_output=True, text=True, timeout=120,
            env={"AWS_ACCESS_KEY_ID": self.keys[0], "AWS_SECRET_ACCESS_KEY": self.keys[1], "PATH": "/usr/bin:/bin"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def file(self, content: bytes, name: str = "in") -> str:
        path = self.folder / name
        path.write_bytes(content)
        return str(path)

    def read(self, key: str, **options) -> bytes:
        """The object as hublake's client reads it."""
        file = self.folder / "out"
        [answer] = self.ours({"do": "get", "key": key, "file": str(file), **options})
        assert "code" not in answer, answer
        return file.read_bytes()


def noise(size: int, seed: int) -> bytes:
    return random.Random(seed).randbytes(size)


def crc64nvme(content: bytes) -> str:
    return base64.b64encode(checksums.crc64nvme(content).to_bytes(8, "big")).decode()


def crc32c(content: bytes) -> str:
    return base64.b64encode(checksums.crc32c(content).to_bytes(4, "big")).decode()


@pytest.fixture(scope="module")
def seaweed_bucket(seaweedfs, bin_dir, tmp_path_factory):
    administrator = s3server.administrator(seaweedfs)

    def make(versioned: bool = False) -> Bucket:
        name = f"boto-{os.getpid()}-{time.monotonic_ns()}"
        administrator.create_bucket(Bucket=name)
        if versioned:
            administrator.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        keys = (seaweedfs.access_key, seaweedfs.secret_key)
        folder = tmp_path_factory.mktemp("s3")
        return Bucket("seaweedfs", name, seaweedfs.endpoint, seaweedfs.region, keys, bin_dir / "s3-tool", folder)

    return make


@pytest.fixture(scope="module")
def ministack_bucket(bin_dir, tmp_path_factory):
    with ministack.running(tmp_path_factory.mktemp("ministack")) as server:

        def make(versioned: bool = False) -> Bucket:
            customer = server.customer(versioned=versioned)
            user = server.user(customer.account, f"boto-{time.monotonic_ns()}", ministack.allow("s3:*", "*"))
            keys = (user.access_key, user.secret_key)
            folder = tmp_path_factory.mktemp("s3")
            return Bucket("ministack", customer.bucket, server.url, server.region, keys, bin_dir / "s3-tool", folder)

        yield make


@pytest.fixture(params=["seaweedfs", "ministack"])
def make(request):
    return request.getfixturevalue(f"{request.param.removesuffix('fs')}_bucket")


@pytest.fixture
def any_bucket(make):
    return make()


# -- keys ------------------------------------------------------------------------------------------------------------


def check_keys(bucket: Bucket, keys: list[str]):
    """Half of the keys are ours, half are boto3's; each side finds, reads and deletes the other's."""
    ours, theirs = keys[::2], keys[1::2]
    content = {key: key.encode() for key in keys}
    files = [bucket.file(content[key], f"in-{number}") for number, key in enumerate(ours)]
    answers = bucket.ours(*({"do": "put", "key": key, "file": file} for key, file in zip(ours, files)))
    assert all("tag" in answer for answer in answers), [pair for pair in zip(ours, answers) if "tag" not in pair[1]]
    for key in theirs:
        bucket.boto.put_object(Bucket=bucket.name, Key=key, Body=content[key])

    listed = bucket.boto.list_objects_v2(Bucket=bucket.name).get("Contents", [])
    assert {item["Key"] for item in listed} == set(keys)
    [found] = bucket.ours({"do": "list", "prefix": ""})
    assert {item["key"]: item["size"] for item in found} == {key: len(content[key]) for key in keys}
    for key in ours:
        assert bucket.boto.get_object(Bucket=bucket.name, Key=key)["Body"].read() == content[key], key
    outs = [str(bucket.folder / f"out-{number}") for number in range(len(theirs))]
    bucket.ours(*({"do": "get", "key": key, "file": out} for key, out in zip(theirs, outs)))
    assert [Path(out).read_bytes() for out in outs] == [content[key] for key in theirs]

    pages = [{"do": "list", "prefix": key, "limit": 1} for key in keys[:20]]
    for key, page in zip(keys, bucket.ours(*pages)):
        assert key in {item["key"] for item in page}, key
    half = len(theirs) // 2
    answers = bucket.ours(*({"do": "delete", "key": key} for key in theirs[:half]), {"do": "delete-many", "keys": theirs[half:]})
    assert answers[-1] == []
    left = bucket.boto.list_objects_v2(Bucket=bucket.name).get("Contents", [])
    assert {item["Key"] for item in left} == set(ours)


def test_every_character_of_a_key(any_bucket):
    keys = [f"c/{number:03}{character}x" for number, character in enumerate(CHARACTERS)]
    # SeaweedFS takes a backslash for a slash.
    check_keys(any_bucket, [key for key in keys if any_bucket.server == "ministack" or "\\" not in key])


def test_keys_that_no_file_system_could_hold(ministack_bucket):
    check_keys(ministack_bucket(), ODD_KEYS)


def test_b121_spaces_in_a_prefix(any_bucket):
    check_keys(any_bucket, [f"my exports/crm data/{name}" for name in ("a b", "a+b", "c", "d e/f g")])


# -- objects in one piece --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("algorithm, checksum", [("CRC64NVME", crc64nvme), ("CRC32C", crc32c), ("none", None)])
def test_checksums_are_kept_and_are_right(any_bucket, algorithm, checksum):
    content = noise(100_001, 1)
    any_bucket.ours({"do": "put", "key": "k", "file": any_bucket.file(content), "checksum": algorithm})
    found = any_bucket.boto.get_object(Bucket=any_bucket.name, Key="k", ChecksumMode="ENABLED")
    assert found["Body"].read() == content  # boto3 compares what it gets with the checksum that it knows
    if checksum:
        assert found[f"Checksum{algorithm}"] == checksum(content)


@pytest.mark.parametrize("algorithm", ["CRC64NVME", "CRC32C", "CRC32", "SHA256", "SHA1"])
def test_objects_of_boto3_with_any_checksum(any_bucket, algorithm):
    content = noise(100_002, 2)
    any_bucket.boto.put_object(Bucket=any_bucket.name, Key="k", Body=content, ChecksumAlgorithm=algorithm)
    assert any_bucket.read("k") == content
    assert any_bucket.read("k", range=[50_000, 60_000]) == content[50_000:60_000]


def test_conditions_hold_between_the_two(any_bucket):
    file = any_bucket.file(b"ours")
    any_bucket.boto.put_object(Bucket=any_bucket.name, Key="k", Body=b"theirs")
    [refused] = any_bucket.ours({"do": "put", "key": "k", "file": file, "if": "absent"})
    assert (refused["kind"], refused["code"], refused["status"]) == ("conflict", "PreconditionFailed", 412)
    tag = any_bucket.boto.head_object(Bucket=any_bucket.name, Key="k")["ETag"]
    [written] = any_bucket.ours({"do": "put", "key": "k", "file": file, "if": tag})
    with pytest.raises(ClientError, match="PreconditionFailed"):
        any_bucket.boto.put_object(Bucket=any_bucket.name, Key="k", Body=b"theirs", IfMatch=tag)
    found = any_bucket.boto.get_object(Bucket=any_bucket.name, Key="k")
    assert found["Body"].read() == b"ours" and found["ETag"] == written["tag"]


# -- objects in parts ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("algorithm", ["CRC64NVME", "CRC32C", "none"])
def test_our_uploads_in_parts(seaweed_bucket, algorithm):
    bucket, content = seaweed_bucket(), noise(12 * MIB + 17, 3)
    call = {"do": "put", "key": "k", "file": bucket.file(content), "threshold": 5 * MIB, "part": 5 * MIB, "if": "absent"}
    [written] = bucket.ours(call | {"checksum": algorithm})
    assert written.get("tag", "").endswith('-3"'), written
    found = bucket.boto.get_object(Bucket=bucket.name, Key="k", ChecksumMode="ENABLED")
    assert found["Body"].read() == content
    if algorithm == "CRC64NVME":
        assert found["ChecksumCRC64NVME"] == crc64nvme(content)
    [refused] = bucket.ours(call | {"checksum": algorithm})
    assert refused["code"] == "PreconditionFailed"


def test_our_uploads_in_parts_on_ministack(ministack_bucket):
    bucket, content = ministack_bucket(), noise(6 * MIB, 4)
    call = {"do": "put", "key": "k", "file": bucket.file(content), "threshold": 5 * MIB, "part": 5 * MIB}
    [written] = bucket.ours(call | {"checksum": "CRC32C"})
    assert "tag" in written, written
    assert bucket.boto.get_object(Bucket=bucket.name, Key="k")["Body"].read() == content


def test_uploads_of_boto3_in_parts(any_bucket):
    content = noise(12 * MIB + 5, 5)
    config = boto3.s3.transfer.TransferConfig(multipart_threshold=5 * MIB, multipart_chunksize=5 * MIB)
    any_bucket.boto.upload_file(any_bucket.file(content), any_bucket.name, "k", Config=config)
    assert hashlib.sha256(any_bucket.read("k")).digest() == hashlib.sha256(content).digest()
    assert any_bucket.read("k", range=[5 * MIB - 10, 5 * MIB + 10]) == content[5 * MIB - 10 : 5 * MIB + 10]


# -- versions --------------------------------------------------------------------------------------------------------


def test_versions_of_both(make):
    bucket = make(versioned=True)
    file = bucket.file(b"ours")
    [first] = bucket.ours({"do": "put", "key": "v/k", "file": file})
    second = bucket.boto.put_object(Bucket=bucket.name, Key="v/k", Body=b"theirs")["VersionId"]
    [marker] = bucket.ours({"do": "delete", "key": "v/k"})
    assert marker["marker"] is True

    theirs = bucket.boto.list_object_versions(Bucket=bucket.name, Prefix="v/")
    expected = {item["VersionId"]: False for item in theirs["Versions"]}
    expected |= {item["VersionId"]: True for item in theirs["DeleteMarkers"]}
    for limit in (1, 2, 1000):
        [listed] = bucket.ours({"do": "versions", "prefix": "v/", "limit": limit})
        assert {item["version"]: item["marker"] for item in listed} == expected and len(listed) == 3, limit
    assert set(expected) == {first["version"], second, marker["version"]}
    assert [item["version"] for item in listed if item["latest"]] == [marker["version"]]

    assert bucket.read("v/k", version=second) == b"theirs"
    assert bucket.boto.get_object(Bucket=bucket.name, Key="v/k", VersionId=first["version"])["Body"].read() == b"ours"
    assert bucket.ours({"do": "get", "key": "v/k"})[0]["kind"] == "notFound"
    bucket.ours({"do": "delete", "key": "v/k", "version": marker["version"]})
    assert bucket.read("v/k") == b"theirs"
    bucket.ours(*({"do": "delete", "key": "v/k", "version": version} for version in (first["version"], second)))
    left = bucket.boto.list_object_versions(Bucket=bucket.name, Prefix="v/")
    assert "Versions" not in left and "DeleteMarkers" not in left


def test_a_bucket_without_versions_has_the_version_null(any_bucket):
    any_bucket.boto.put_object(Bucket=any_bucket.name, Key="k", Body=b"x")
    [listed] = any_bucket.ours({"do": "versions", "prefix": ""})
    assert [(item["key"], item["version"], item["marker"]) for item in listed] == [("k", "null", False)]
    assert any_bucket.read("k", version="null") == b"x"
    any_bucket.ours({"do": "delete", "key": "k", "version": "null"})
    assert "Contents" not in any_bucket.boto.list_objects_v2(Bucket=any_bucket.name)
