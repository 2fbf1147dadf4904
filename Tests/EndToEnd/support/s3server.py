"""SeaweedFS on loopback: master, volume, filer and S3 in one process."""

import contextlib
import dataclasses
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from oracle.lake import Keys, client

#: A bucket that is there from the start, for the contract tests of the object store.
BUCKET = "hublake-tests"

#: Who makes buckets. Not who writes into them: with the right to, a put into a bucket that does not exist makes it.
ADMINISTRATOR = ("AKIAE2EADMIN00000001", "e2eAdministratorsSecretKey000000000000001")

#: What hublake and the readers get: may read, write and list; the endpoint is filled in when a server runs.
KEYS = Keys(
    os.environ.get("HUBLAKE_TEST_S3_ENDPOINT", ""),
    os.environ.get("HUBLAKE_TEST_S3_ACCESS_KEY", "AKIAE2ETESTS00000001"),
    os.environ.get("HUBLAKE_TEST_S3_SECRET_KEY", "e2eSecretKeyThatMustNeverShowUp0000000001"),
)


def administrator(keys: Keys):
    """A client of the same server that may make and list buckets."""
    return client(dataclasses.replace(keys, access_key=ADMINISTRATOR[0], secret_key=ADMINISTRATOR[1]))


@contextlib.contextmanager
def running(folder: Path):
    """Keys of the server that the environment names, or of one that runs until the block is left."""
    if KEYS.endpoint:
        yield KEYS
        return
    for _ in range(3):
        port, process = _start(folder)
        if process.poll() is None:
            break
    else:
        raise RuntimeError(f"SeaweedFS did not start:\n{(folder / 'weed.log').read_text()[-2000:]}")
    try:
        yield Keys(f"http://127.0.0.1:{port}", KEYS.access_key, KEYS.secret_key)
    finally:
        process.kill()  # told to end, it takes its time to save what nobody needs
        process.wait()


def _start(folder: Path) -> tuple[int, subprocess.Popen]:
    """The S3 port and a server, which has ended when somebody else took a port between looking and listening."""
    identities = folder / "s3.json"
    people = {
        "administrator": (*ADMINISTRATOR, ["Admin"]),
        "hublake": (KEYS.access_key, KEYS.secret_key, ["Read", "Write", "List", "Tagging"]),
    }
    identities.write_text(json.dumps({"identities": [
        {"name": name, "credentials": [{"accessKey": access, "secretKey": secret}], "actions": actions}
        for name, (access, secret, actions) in people.items()
    ]}))  # fmt: skip
    data = Path(tempfile.mkdtemp(prefix="data-", dir=folder))
    port, *others = _free_ports(4)
    flags = ["-master.port", "-volume.port", "-filer.port"]
    command = [
        str(Path(sys.executable).parent / "weed"), "-logtostderr", "server", f"-dir={data}", "-ip=127.0.0.1",
        "-ip.bind=127.0.0.1", "-master.volumeSizeLimitMB=256", "-volume.max=500", "-volume.preStopSeconds=1", "-filer",
        "-s3", f"-s3.port={port}", "-s3.port.iceberg=0", "-s3.port.lance=0", f"-s3.config={identities}",
        "-master.telemetry=false",
        *(f"{flag}={number}" for flag, number in zip(flags, others)),
    ]  # fmt: skip
    with open(folder / "weed.log", "w") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    deadline = time.monotonic() + 120
    while process.poll() is None and not _answers(port):
        if time.monotonic() > deadline:
            process.kill()
            process.wait()
        time.sleep(0.2)
    return port, process


def _answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2).close()
    except urllib.error.HTTPError as error:
        return error.code == 403  # up, and asking for keys
    except OSError:
        return False
    return True


def _free_ports(count: int) -> list[int]:
    """Ports that are free, and whose number plus 10,000 is a port too: SeaweedFS opens gRPC there."""
    sockets, ports = [], []
    while len(ports) < count:
        one = socket.socket()
        sockets.append(one)
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
        if port < 55_000:
            ports.append(port)
    for one in sockets:
        one.close()
    return ports


def main():
    """`python -m support.s3server FOLDER`: runs a server until it is told to end; FOLDER/environment says where it is."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with running(folder) as keys:
        administrator(keys).create_bucket(Bucket=BUCKET)
        variables = {
            "ENDPOINT": keys.endpoint, "REGION": keys.region, "BUCKET": BUCKET, "ACCESS_KEY": keys.access_key,
            "SECRET_KEY": keys.secret_key,
        }  # fmt: skip
        ready = folder / "environment.part"
        ready.write_text("".join(f"export HUBLAKE_TEST_S3_{name}={value}\n" for name, value in variables.items()))
        ready.rename(folder / "environment")
        signal.pause()


if __name__ == "__main__":
    main()
