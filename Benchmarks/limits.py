#!/usr/bin/env python3
"""How near a sync comes to the shortest time that HubSpot's limits allow.

usage: Benchmarks/limits.py [--account contacts|wide] [--contacts N] [--limits N ...] [--latency MS ...] [--timeline]
                            [--bin FOLDER]

Starts a simulated account under each tier's limits, without and with 300 ms before each answer, syncs it to a new folder, and
prints the calls that the simulator counted, the share that it refused, the floor in seconds by the cost model and the ratio of
the run's time to it. Exit code 1 if a ratio is above 1.1 or over 1 % of the calls were refused.

The account has contacts, companies, deals and a custom type; or with `--account wide` all standard types, five custom ones,
lists, events and e-mail events. On a machine with other work run it under `chrt -r 10`: the programs inherit the priority.
"""

import argparse
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import contextmanager, nullcontext
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "Tests" / "EndToEnd"))

from conftest import Hublake, Simulator, folder_place, start_simulator  # noqa: E402
from oracle.cost import TIERS, Limits  # noqa: E402

from support.limits import Measured  # noqa: E402

BUDGETS = ("general", "search", "associations")

#: Records in each account for each contact.
SHARES = {"companies": 8, "deals": 16}
ACCOUNTS = {
    "contacts": {"contacts": 60_000},
    "wide": {"contacts": 100_000, "everything": 3, "custom_types": 5, "custom": 400, "lists": 40},
}


def measure(programs: Path, limits: Limits, latency: int, sizes: dict[str, int], timeline: bool) -> Measured:
    account = start_simulator(
        programs, f"--limit-general={limits.general}", f"--limit-associations={limits.associations}",
        f"--latency-ms={latency}", **sizes, **{name: sizes["contacts"] // share for name, share in SHARES.items()},
    )  # fmt: skip
    try:
        with tempfile.TemporaryDirectory() as home:
            place = folder_place(Path(home) / "lake")
            with calls_by_second(account) if timeline else nullcontext():
                began = time.monotonic()
                Hublake(programs / "hublake", Path(home)).sync(account, place, timeout=3_600).must(0)
                seconds = time.monotonic() - began
            return Measured.of(account.calls(), limits, latency, seconds)
    finally:
        account.stop()


@contextmanager
def calls_by_second(account: Simulator):
    """Prints how many calls of each budget were answered in each second meanwhile: where a budget lies idle, time is lost."""
    began = time.monotonic()
    over = threading.Event()

    def watch():
        before: Counter[str] = Counter()
        while not over.wait(1):
            now = Counter()
            for call in account.calls()["calls"]:
                now[call["budget"]] += call["count"]
            bars = (f"{now[budget]:6,} {'#' * (-(-(now[budget] - before[budget]) // 2)):30}" for budget in BUDGETS)
            print(f"{time.monotonic() - began:6.1f} s  {'  '.join(bars)}".rstrip(), file=sys.stderr, flush=True)
            before = now

    print(f"          {'  '.join(f'{budget:37}' for budget in BUDGETS)}".rstrip(), file=sys.stderr)
    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--account", choices=ACCOUNTS, default="contacts")
    parser.add_argument("--contacts", type=int, help="60,000; 100,000 in the wide account")
    parser.add_argument("--limits", type=int, nargs="+", default=[tier.general for tier in TIERS], help="general calls in 10 s")
    parser.add_argument("--latency", type=int, nargs="+", default=[0, 300], help="milliseconds before each answer")
    parser.add_argument("--timeline", action="store_true", help="also print the calls of each second, to standard error")
    parser.add_argument("--bin", type=Path, default=ROOT / ".build" / "release", help="folder of the built programs")
    options = parser.parse_args()
    sizes = ACCOUNTS[options.account] | ({"contacts": options.contacts} if options.contacts else {})
    print("| calls in 10 s | latency | general | search | associations | refused | floor | run | ratio |")
    print("|---|---|---|---|---|---|---|---|---|")
    good = True
    for limits in (tier for tier in TIERS if tier.general in options.limits):
        for latency in options.latency:
            run = measure(options.bin, limits, latency, sizes, options.timeline)
            ratio = run.seconds / run.floor if run.floor else float("inf")
            good = good and ratio <= 1.1 and run.refused_share <= 0.01
            calls = " | ".join(f"{run.calls.get(budget, 0):,}" for budget in BUDGETS)
            print(
                f"| {limits.general} | {latency} ms | {calls} | {run.refused_share:.1%} | {run.floor} s | {run.seconds:.1f} s "
                f"| {ratio:.2f} |",
                flush=True,
            )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
