"""`hublake demo --s3`: a server that stays up, queries that run as they are printed, and a clean end."""

import json
import re
import signal
import socket
import sys
import time
from pathlib import Path

import duckdb
import pytest
from botocore.exceptions import ClientError
from oracle.readers import _extension

from support.ministack import MiniStack, _free_port

MINISTACK = str(Path(sys.executable).parent / "ministack")


@pytest.fixture
def demo(hublake, tmp_path):
    """Starts demos; each says when its tables can be queried."""
    running = []

    def start(*arguments, folder="demo", port=None):
        port = port or _free_port()
        process = hublake.start(
            "demo", "--s3", "--folder", tmp_path / folder, "--contacts", "40", "--ministack", MINISTACK, "--port", port,
            *arguments, env={"HUBSPOT_TOKEN": None},
        )  # fmt: skip
        running.append(process)
        return process, port

    yield start
    for process in running:
        if process.poll() is None:
            process.kill()
        process.communicate()


def until_ready(process) -> str:
    """Standard output up to the moment when the queries work."""
    err = ""
    for line in process.stderr:
        err += line
        if "until Ctrl-C" in line:
            break
    else:
        pytest.fail(f"the demo ended with {process.wait()}:\n{err[-3000:]}")
    return err


def stop(process) -> tuple[int, str]:
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    return process.returncode, out


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
    process, port = demo()
    steps = until_ready(process)
    assert "external id hs-" in steps and "doctor:" in steps
    # The text is complete: it was written before the line that was waited for.
    time.sleep(0.2)
    code, out = None, read_available(process)
    assert sum(count for _, count in run_as_printed(out)) == 40
    python = out[out.index("from pyiceberg.io") : out.index("# What the vendor sees")].replace(".to_pandas()", ".to_arrow()")
    python = python[: python.index("print(")]
    scope: dict = {}
    exec(python, scope)  # noqa: S102 - the printed block itself
    assert scope["deals"].num_rows > 0
    code, _ = stop(process)
    assert code == 0
    assert not listens(port), "the server outlived the demo"
    assert any((tmp_path / "demo" / "s3").rglob("*.parquet")), "the objects are gone"


def read_available(process) -> str:
    import fcntl
    import os

    descriptor = process.stdout.fileno()
    fcntl.fcntl(descriptor, fcntl.F_SETFL, os.O_NONBLOCK)
    chunks = []
    while True:
        try:
            chunk = os.read(descriptor, 1 << 16)
        except BlockingIOError:
            break
        if not chunk:
            break
        chunks.append(chunk)
    return b"".join(chunks).decode()


def test_run_again_nothing_is_written_twice(demo):
    for expected in ("committed", "unchanged"):
        process, port = demo("--json")
        until_ready(process)
        document = json.loads(read_available(process))
        outcomes = {table["outcome"] for table in document["report"]["tables"]}
        assert expected in outcomes and document["report"]["status"] == "complete"
        assert document["s3"]["endpoint"] == f"http://127.0.0.1:{port}"
        assert stop(process)[0] == 0


def test_the_server_holds_everybody_to_their_keys(demo, hublake):
    process, port = demo("--json")
    until_ready(process)
    s3 = json.loads(read_available(process))["s3"]
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
    process, port = demo("--json")
    until_ready(process)
    assert listens(port)
    process.kill()
    process.wait()
    deadline = time.monotonic() + 20
    while listens(port):
        assert time.monotonic() < deadline, "the server outlived the demo"
        time.sleep(0.1)


def test_a_taken_port_and_a_missing_program_are_said(demo, hublake, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process, port = demo("--json", port=taken.getsockname()[1])
        out, err = process.communicate(timeout=120)
        assert process.returncode == 4 and "--port" in err, err
    missing = hublake("demo", "--s3", "--json", "--folder", tmp_path / "x").must(4)
    assert "pip install ministack" in missing.error["remedy"]
    assert not (tmp_path / "x").exists()
