"""A destination as files: what tables it has and which metadata file is each one's current state."""

import os
import re
import urllib.parse
from dataclasses import dataclass
from pathlib import Path

import boto3
import botocore.config

_METADATA = re.compile(r"([a-z0-9_]+)/metadata/v?(\d+)[^/]*\.metadata\.json\Z")


@dataclass(frozen=True)
class Keys:
    """What opens an S3-compatible store."""

    endpoint: str
    access_key: str
    secret_key: str
    region: str = "us-east-1"


class Lake:
    """Files under a destination by key; `uri` is where the keys begin, without a slash at the end."""

    uri: str

    def sizes(self) -> dict[str, int]:
        raise NotImplementedError

    def read(self, key: str) -> bytes:
        raise NotImplementedError

    def contents(self) -> dict[str, bytes]:
        """Every file with its bytes."""
        return {key: self.read(key) for key in sorted(self.sizes())}

    def current_metadata(self) -> dict[str, str]:
        """Table → key of its newest metadata file."""
        newest: dict[str, tuple[int, str]] = {}
        for key in self.sizes():
            found = _METADATA.match(key)
            if found:
                candidate = (int(found[2]), key)
                newest[found[1]] = max(newest.get(found[1], candidate), candidate)
        return {table: key for table, (_, key) in sorted(newest.items())}

    def read_uri(self, uri: str) -> bytes:
        """The file that a metadata file names by its whole address."""
        return self.read(self.key(uri))

    def key(self, uri: str) -> str:
        normal = uri if "://" in uri or uri.startswith("/") is False else f"file://{uri}"
        if not normal.startswith(self.uri + "/"):
            raise ValueError(f"{uri} is outside {self.uri}")
        return normal[len(self.uri) + 1 :]


class FolderLake(Lake):
    """A folder; the address is `file:///…`."""

    def __init__(self, folder: str | Path):
        self.folder = Path(folder)
        self.uri = f"file://{self.folder}"

    def sizes(self) -> dict[str, int]:
        found = {}
        for parent, _, files in os.walk(self.folder):
            for name in files:
                path = Path(parent) / name
                found[str(path.relative_to(self.folder))] = path.stat().st_size
        return found

    def read(self, key: str) -> bytes:
        return (self.folder / key).read_bytes()


class BucketLake(Lake):
    """A prefix of a bucket; the address is `s3://bucket/prefix`."""

    def __init__(self, keys: Keys, bucket: str, prefix: str):
        self.keys, self.bucket, self.prefix = keys, bucket, prefix.strip("/")
        self.uri = f"s3://{bucket}/{self.prefix}" if self.prefix else f"s3://{bucket}"
        self.client = client(keys)

    def _absolute(self, key: str) -> str:
        return f"{self.prefix}/{key}" if self.prefix else key

    def sizes(self) -> dict[str, int]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self._absolute(""))
        start = len(self._absolute(""))
        return {item["Key"][start:]: item["Size"] for page in pages for item in page.get("Contents", [])}

    def read(self, key: str) -> bytes:
        return self.client.get_object(Bucket=self.bucket, Key=self._absolute(key))["Body"].read()


def client(keys: Keys):
    """boto3's S3 client, path style."""
    return boto3.client(
        "s3", endpoint_url=keys.endpoint, aws_access_key_id=keys.access_key, aws_secret_access_key=keys.secret_key,
        region_name=keys.region,
        config=botocore.config.Config(s3={"addressing_style": "path"}, retries={"max_attempts": 3}),
    )  # fmt: skip


def open_lake(destination: str, keys: Keys | None = None) -> Lake:
    """The destination at `file:///…`, `s3://…` or a plain path."""
    parts = urllib.parse.urlsplit(destination)
    if parts.scheme == "s3":
        assert keys is not None, "an S3 destination needs keys"
        return BucketLake(keys, parts.netloc, parts.path)
    return FolderLake((parts.path or destination).rstrip("/"))
