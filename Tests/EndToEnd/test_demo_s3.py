"""`hublake demo --s3`: a server that stays up, queries that run as they are printed, and a clean end."""

import contextlib
import json
import re
import signal
import socket
import sys
import threading
import time
from pathlib import Path

import duckdb
import pytest
from botocore.exceptions import ClientError
from oracle.readers import _extension

from support.ministack import MiniStack, free_port

MINISTACK = str(Path(sys.executable).parent / "ministack")


class Demo:
    """A running demo; what it prints is collected while it runs."""

    def __init__(self, process, port: int | None):
        self.process, self.port = process, port
        self.out: list[str] = []
        self.reader = threading.Thread(target=self._collect, daemon=True)
        self.reader.start()

    def _collect(self):
        for line in self.process.stdout:
            self.out.append(line)

    def until_ready(self) -> str:
        """Waits until the queries work; standard error so far. Standard output is complete then."""
        err = ""
        for line in self.process.stderr:
            err += line
            if "until Ctrl-C" in line:
                break
        else:
            pytest.fail(f"the demo ended with {self.process.wait()}:\n{err[-3000:]}")
        deadline = time.monotonic() + 120
        while not self.is_whole:
            assert time.monotonic() < deadline, f"the demo is ready, but has not said all: {self.text}"
            time.sleep(0.01)
        return err

    @property
    def is_whole(self) -> bool:
        """What was written to a pipe before something else was may be read after it."""
        return bool(self.out) and (self.out[-1] == "}\n" or "next time" in self.out[-1])

    @property
    def text(self) -> str:
        return "".join(self.out)

    @property
    def document(self) -> dict:
        return json.loads(self.text)

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(180)
        self.reader.join(120)
        return code


@pytest.fixture
def demo(hublake, tmp_path):
    """Starts demos; each says when its tables can be queried."""
    running = []

    def start(*arguments, folder="demo", names_port=True) -> Demo:
        port = free_port() if names_port else None
        process = hublake.start(
            "demo", "--s3", "--folder", tmp_path / folder, "--contacts", "40", "--ministack", MINISTACK,
            *(["--port", port] if names_port else []), *arguments, env={"HUBSPOT_TOKEN": None},
        )  # fmt: skip
        running.append(process)
        return Demo(process, port)

    yield start
    for process in running:
        process.kill()
        process.wait()


def listens(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def run_as_printed(text: str) -> list:
    """The DuckDB block, with the extensions from where the tests have them."""
    block = text[text.index("INSTALL httpfs") : text.index("# pandas")]
    connection = duckdb.connect()
    for extension in ("httpfs", "avro", "iceberg"):
        connection.execute(f"LOAD '{_extension(extension)}'")
    statements = [one.strip() for one in block.split(";") if one.strip() and not re.match(r"\s*(INSTALL|LOAD)", one)]
    for statement in statements[:-1]:
        connection.execute(statement)
    return connection.execute(statements[-1]).fetchall()


def test_queries_run_as_printed_until_ctrl_c(demo, tmp_path):
    running = demo()
    steps = running.until_ready()
    assert "external id hs-" in steps and "doctor:" in steps
    out = running.text
    assert sum(count for _, count in run_as_printed(out)) == 40
    python = out[out.index("from pyiceberg.io") : out.index("# What the vendor sees")].replace(".to_pandas()", ".to_arrow()")
    scope: dict = {}
    exec(python[: python.index("print(")], scope)  # noqa: S102 - the printed block itself
    assert scope["deals"].num_rows > 0
    assert running.interrupt() == 0
    assert not listens(running.port), "the server outlived the demo"
    assert any((tmp_path / "demo" / "s3").rglob("*.parquet")), "the objects are gone"


def test_run_again_nothing_is_written_twice(demo):
    for expected in ("committed", "unchanged"):
        running = demo("--json")
        running.until_ready()
        outcomes = {table["outcome"] for table in running.document["report"]["tables"]}
        assert expected in outcomes and running.document["report"]["status"] == "complete"
        assert running.document["s3"]["endpoint"] == f"http://127.0.0.1:{running.port}"
        assert running.interrupt() == 0


def test_the_server_holds_everybody_to_their_keys(demo, hublake):
    running = demo("--json")
    running.until_ready()
    s3 = running.document["s3"]
    server = MiniStack(s3["endpoint"])
    reader = server.client("s3", s3["reader"]["access_key_id"], s3["reader"]["secret_access_key"])
    assert reader.list_objects_v2(Bucket=s3["bucket"], Prefix=s3["prefix"])["KeyCount"] > 0
    with pytest.raises(ClientError, match="AccessDenied"):
        reader.put_object(Bucket=s3["bucket"], Key=f"{s3['prefix']}/x", Body=b"x")
    vendor = server.client("s3", s3["vendor"]["access_key_id"], s3["vendor"]["secret_access_key"])
    with pytest.raises(ClientError, match="AccessDenied"):
        vendor.list_objects_v2(Bucket=s3["bucket"], Prefix=s3["prefix"])
    env = {
        "HUBLAKE_STATE": s3["state_folder"], "AWS_ACCESS_KEY_ID": s3["vendor"]["access_key_id"],
        "AWS_SECRET_ACCESS_KEY": s3["vendor"]["secret_access_key"],
    }  # fmt: skip
    report = hublake("doctor", "--connection", s3["connection"], "--json", env=env).must(0).report
    assert report["outcome"] == "pass" and report["left_behind"] == []


def test_a_demo_that_is_killed_takes_its_server_with_it(demo):
    running = demo("--json")
    running.until_ready()
    assert listens(running.port)
    running.process.kill()
    running.process.wait()
    deadline = time.monotonic() + 120
    while listens(running.port):
        assert time.monotonic() < deadline, "the server outlived the demo"
        time.sleep(0.1)


def test_a_missing_program_is_said(hublake, tmp_path):
    missing = hublake("demo", "--s3", "--json", "--folder", tmp_path / "x").must(4)
    assert "pip install ministack" in missing.error["remedy"]
    assert not (tmp_path / "x").exists()


def test_a_port_that_is_taken_is_said(hublake, tmp_path):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        refused = hublake(
            "demo", "--s3", "--json", "--folder", tmp_path / "x", "--ministack", MINISTACK, "--port", port
        ).must(4)
    assert str(port) in refused.error["what"] and "another program" in refused.error["why"]


def test_another_port_is_found_where_none_was_named(demo):
    with socket.socket() as silent:
        with contextlib.suppress(OSError):  # somebody has it already: as good
            silent.bind(("127.0.0.1", 4566))
            silent.listen()
        running = demo("--json", names_port=False)
        running.until_ready()
        assert not running.document["s3"]["endpoint"].endswith(":4566")
        assert running.interrupt() == 0
