#!/usr/bin/env python3
"""How near a sync comes to the shortest time that HubSpot's limits allow.

usage: Benchmarks/limits.py [--contacts N] [--bin FOLDER]

Starts a simulated account under each tier's limits, without and with 300 ms before each answer, syncs it to a new folder, and
prints the calls that the simulator counted, the share that it refused, the floor in seconds by the cost model and the ratio of
the run's time to it. Exit code 1 if a ratio is above 1.1 or over 1 % of the calls were refused.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "Tests" / "EndToEnd"))

from conftest import Hublake, folder_place, start_simulator  # noqa: E402
from oracle.cost import TIERS, Limits  # noqa: E402

from support.limits import Measured  # noqa: E402


def measure(programs: Path, limits: Limits, latency: int, contacts: int) -> Measured:
    account = start_simulator(
        programs, f"--limit-general={limits.general}", f"--limit-associations={limits.associations}",
        f"--latency-ms={latency}", contacts=contacts, companies=contacts // 8, deals=contacts // 16,
    )  # fmt: skip
    try:
        with tempfile.TemporaryDirectory() as home:
            place = folder_place(Path(home) / "lake")
            began = time.monotonic()
            Hublake(programs / "hublake", Path(home)).sync(account, place, timeout=3_600).must(0)
            return Measured.of(account.calls(), limits, latency, time.monotonic() - began)
    finally:
        account.stop()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--contacts", type=int, default=60_000)
    parser.add_argument("--bin", type=Path, default=ROOT / ".build" / "release", help="folder of the built programs")
    options = parser.parse_args()
    print("| calls in 10 s | latency | general | search | associations | refused | floor | run | ratio |")
    print("|---|---|---|---|---|---|---|---|---|")
    good = True
    for limits in TIERS:
        for latency in (0, 300):
            run = measure(options.bin, limits, latency, options.contacts)
            ratio = run.seconds / run.floor if run.floor else float("inf")
            good = good and ratio <= 1.1 and run.refused_share <= 0.01
            calls = " | ".join(f"{run.calls.get(budget, 0):,}" for budget in ("general", "search", "associations"))
            print(
                f"| {limits.general} | {latency} ms | {calls} | {run.refused_share:.1%} | {run.floor} s | {run.seconds:.1f} s "
                f"| {ratio:.2f} |",
                flush=True,
            )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
