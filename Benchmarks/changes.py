#!/usr/bin/env python3
"""What a sync costs when one contact of a hundred changed, beside the first sync of all.

usage: Benchmarks/changes.py [--contacts N] [--bin FOLDER] [--simulator PROGRAM]

Starts a simulated account of contacts (and a company, a deal and a custom record for a hundred of them) without limits, syncs it to a new folder with the default selection, changes every hundredth
contact, and syncs again. Prints the CPU seconds (user and system, of hublake alone), the seconds and the bytes written of both
runs. Exit code 1 if the second wrote more than 3 % of the table's bytes, or took more than 5 % of the first one's CPU.
"""

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "Tests" / "EndToEnd"))

from conftest import TOKEN, Simulator, folder_place  # noqa: E402

from support import accounts  # noqa: E402

BYTES, CPU = 0.03, 0.05
TABLE = "objects_contacts"


@dataclass
class Run:
    """One sync as the kernel and the folder saw it."""

    cpu: float
    seconds: float
    peak: int
    written: dict[str, int]
    #: Bytes of each table's current data files, which are less than what was written where maintenance joined some.
    held: dict[str, int]

    def bytes(self, table: str) -> int:
        return sum(size for key, size in self.written.items() if key.startswith(f"{table}/"))

    @property
    def all_bytes(self) -> int:
        return sum(self.written.values())


def start(program: Path, contacts: int) -> Simulator:
    others = max(1, contacts // 100)  # a link of all contacts to one record would be no account of anybody's
    process = subprocess.Popen(
        [program, "--port", "0", "--seed", "7", "--token", TOKEN, f"--contacts={contacts}", f"--companies={others}",
         f"--deals={others}", f"--custom={others}", "--wide-properties=0", "--limit-general=100000", "--limit-search=0",
         "--limit-associations=0"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    hello = json.loads(process.stdout.readline())
    return Simulator(hello["url"], hello["portalId"], process)


def sizes(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_size for path in folder.rglob("*") if path.is_file()}


def sync(hublake: Path, account: Simulator, lake: Path, ahead: int = 0) -> Run:
    before = sizes(lake)
    command = [hublake, "sync", "--json", "--hubspot-url", account.url, *folder_place(lake).flags,
               "--association-limit", "1000000"]  # fmt: skip
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(lake.parent), "HUBSPOT_TOKEN": TOKEN}
    if ahead:
        environment["HUBLAKE_CLOCK_AHEAD"] = str(ahead)
    began = time.monotonic()
    with open(lake.parent / "out.json", "wb") as out, open(lake.parent / "err.txt", "wb") as err:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"the sync failed: {(lake.parent / 'err.txt').read_text()[-3000:]}")
    written = {key: size for key, size in sizes(lake).items() if before.get(key) != size}
    report = json.loads((lake.parent / "out.json").read_text())
    held = {table["name"]: table["bytes"] for table in report["tables"]}
    return Run(usage.ru_utime + usage.ru_stime, time.monotonic() - began, usage.ru_maxrss >> 10, written, held)


def touch(account: Simulator, contacts: int) -> int:
    """Changes two values of every hundredth contact, in parts of a thousand."""
    changed = every_hundredth(account, contacts)
    for first in range(0, len(changed), 1_000):
        account.change(*(
            {"kind": "update", "type": "0-1", "id": id_, "properties": {"firstname": f"Changed {id_}", "annualrevenue": id_[-6:]}}
            for id_ in changed[first : first + 1_000]
        ))  # fmt: skip
    return len(changed)


def every_hundredth(account: Simulator, contacts: int) -> list[str]:
    peer = http.client.HTTPConnection(urlsplit(account.url).netloc, timeout=600)
    ids = []
    for offset in range(7, contacts, 100):
        peer.request("GET", f"/_simulator/truth/objects/0-1?offset={offset}&limit=1")
        ids.append(str(json.loads(peer.getresponse().read().splitlines()[0])["objectid"]))
    peer.close()
    return ids


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--contacts", type=int, default=1_000_000)
    parser.add_argument("--bin", type=Path, default=ROOT / ".build" / "release", help="folder of the built programs")
    parser.add_argument("--simulator", type=Path, help="the simulator, where it is another build")
    options = parser.parse_args()
    account = start(options.simulator or options.bin / "hubspot-simulator", options.contacts)
    try:
        with tempfile.TemporaryDirectory() as home:
            lake = Path(home) / "lake"
            lake.mkdir()
            hublake = options.bin / "hublake"
            first = sync(hublake, account, lake)
            say("all", first)
            changed = touch(account, options.contacts)
            second = sync(hublake, account, lake)
            say(f"{changed:,} changed", second)
            quiet = sync(hublake, account, lake)
            say("none changed", quiet)
    finally:
        account.stop()
    share = second.bytes(TABLE) / first.held[TABLE]
    everything = second.all_bytes / sum(first.held.values())
    cpu = second.cpu / first.cpu
    print(f"bytes of {TABLE}: {share:.2%}; of all tables: {everything:.2%}; CPU: {cpu:.2%}")
    return 0 if max(share, everything) <= BYTES and cpu <= CPU else 1


def say(what: str, run: Run):
    print(
        f"| {what} | {run.cpu:.1f} s | {run.seconds:.1f} s | {run.peak} MB | {run.bytes(TABLE):,} | {run.all_bytes:,} |", flush=True
    )


if __name__ == "__main__":
    sys.exit(main())
