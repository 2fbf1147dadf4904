"""Runs a sequence: changes the account, runs hublake in all its ways, and compares."""

import functools
import signal
import subprocess
import time
from dataclasses import dataclass, field

from oracle.account import Account
from oracle.readers import READERS, read_lake

from .chain import Chain
from .lifecycle import Lifecycle, last_events
from .steps import CHANGES, Step
from .world import World, pick

OK, PARTIAL, CONFLICT = 0, 3, 7
KILLED = -signal.SIGKILL

#: Longer than any of hublake's rhythms: after it nothing may wait for its turn.
SETTLED = 8 * 86_400

#: Changes that take away, or replace, what the account can hold. While it is unknown whether a sync has seen that, they are put off:
#: whether it is remembered depends on it, and which of two properties has the plain column name.
REPLACING = {"remove_property", "recreate_property", "put_pipeline", "remove_stage", "remove_pipeline", "remove_type"}

READER = "duckdb"

#: What a run may be limited to.
SELECTIONS = ["objects_contacts", "objects_*", "associations*", "object_properties_history", "lists,list_memberships", "events*"]


class Difference(AssertionError):
    """The tables are not what they must be; `step` says since which of the sequence's."""

    step: int | None = None


@dataclass
class Life:
    """One account, one destination, and what is known of both."""

    hublake: object
    simulator: object
    place: object
    flags: tuple[str, ...] = ()
    chain: Chain = field(default_factory=Chain)
    lifecycle: Lifecycle = field(default_factory=Lifecycle)
    offset: float = 0
    syncs: int = 0
    kills: int = 0
    tables: int = 0
    cells: int = 0

    def __post_init__(self):
        self.world = World(self.simulator)
        self.world.look(self.simulator.truth())

    def run(self, steps: list[Step], seed=None):
        """All steps; a failure names the step."""
        for number, step in enumerate(steps):
            try:
                self.take(step)
            except Exception as error:
                told = Difference(f"seed {seed}, step {number} of {len(steps)}, {step}: {type(error).__name__}: {error}")
                told.step = number
                raise told from error

    def take(self, step: Step):
        if step.kind in REPLACING and not self.chain.is_certain:
            return
        if step.kind in CHANGES:
            self.world.change(step)
        else:
            getattr(self, "_" + step.kind)(*step.dice)

    # -- time ---------------------------------------------------------------------------------------------------------

    def _wait(self, seconds, *_):
        self.advance(seconds % 1_800)

    def _wait_months(self, days, *_):
        """Long enough for some archived records to be out of reach, now and then for all of them."""
        self.advance((10 + days % 90) * 86_400)

    def advance(self, seconds: float):
        self.simulator.advance(seconds)
        self.offset += seconds

    # -- syncs --------------------------------------------------------------------------------------------------------

    @property
    def command(self) -> list:
        return ["sync", "--json", "--hubspot-url", self.simulator.url, *self.place.flags, *self.flags]

    @property
    def clock(self) -> dict[str, str]:
        """hublake's clock goes with the simulator's."""
        return {"HUBLAKE_CLOCK_AHEAD": str(int(self.offset))}

    def sync(self, *flags, env=None, timeout=300):
        self.syncs += 1
        return self.hublake(*self.command, *flags, env=self.place.env | self.clock | (env or {}), timeout=timeout)

    def start(self) -> subprocess.Popen:
        self.syncs += 1
        return self.hublake.start(*self.command, env=self.place.env | self.clock)

    def _settled(self, *_):
        """Quiet: all that happened is old enough to be seen, all rhythms are due, nothing goes wrong."""
        self.advance(SETTLED)
        self.sync().must(OK)
        self.compare(READER)

    def _hasty(self, *_):
        """Right after the changes, some of which an index that lags does not show yet."""
        truth = self.simulator.truth()
        result = self.sync().must(OK)
        self.saw(truth, result)

    def _full(self, *_):
        """All is read again, as by a first run."""
        truth = self.simulator.truth()
        self.saw(truth, self.sync("--full").must(OK))

    def _partial(self, number, *_):
        """Some tables only: the next sync of all of them finds what the others have missed."""
        truth = self.simulator.truth()
        self.sync("--tables", pick(SELECTIONS, number)).must(OK)
        self.may_see(truth)

    def _idle(self, *_):
        """Nothing has happened since all was seen, so there is nothing to write."""
        self._settled()
        self.advance(60)
        tables = self.sync().must(OK).report["tables"]
        committed = {table["name"] for table in tables if table["outcome"] == "committed"} - {"sync_runs"}
        assert not committed, f"nothing has changed in {sorted(committed)}"

    def _faulty(self, after, status, *_):
        self.advance(SETTLED if status % 2 else 60)
        truth = self.simulator.truth()
        self.simulator.fail(
            *({"kind": kind, "after": (after // n) % 140} for n, kind in enumerate(("502-html", "cut-body", "reset", "503"), 1)),
            {"kind": "429", "after": after % 80, "retryAfter": 1},
            {"path": "/crm/objects/", "kind": "401-expired", "after": after % 17},
        )  # fmt: skip
        try:
            result = self.sync().must(OK)
        finally:
            self.simulator.forget_faults()
        self.saw(truth, result, is_settled=bool(status % 2))

    def _killed(self, number, moment, *_):
        truth = self.simulator.truth()
        when = "before" if moment % 2 else "after"
        result = self.sync(env={"HUBLAKE_FAULT": f"kill-{when}-write:{1 + number % (40 if moment % 3 else 400)}"})
        if result.code == KILLED:
            self.kills += 1
            self.may_see(truth)
        else:
            self.saw(truth, result.must(OK))

    def _changing(self, *dice):
        """The account changes while it is read."""
        self.may_see(self.simulator.truth())
        process = self.start()
        for number, die in enumerate(dice):
            time.sleep(die % 90 / 1_000)
            if process.poll() is None:
                kind = pick([kind for kind in CHANGES if kind not in REPLACING], die // 90)
                self.world.change(Step(kind, tuple((one // 7 + number) for one in dice)))
                self.may_see(self.simulator.truth())
        self.hublake.finish(process, 0).must(OK)

    def _rivals(self, pause, *_):
        """Two at once: one may be told that the other is there, and nothing is damaged."""
        self.may_see(self.simulator.truth())
        first = self.start()
        time.sleep(pause % 200 / 1_000)
        codes = [self.hublake.finish(process, 0).code for process in (first, self.start())]
        assert set(codes) <= {OK, PARTIAL, CONFLICT}, codes

    def _maintain(self, number, moment, *_):
        """Compaction and expiry, killed now and then; no row may look different afterwards."""
        if not self.can_maintain:
            return
        fault = {"HUBLAKE_FAULT": f"kill-after-write:{1 + number % 30}"} if moment % 3 == 0 else {}
        result = self.hublake("maintain", *self.place.flags, env=self.place.env | self.clock | fault, timeout=300)
        assert result.code in (OK, KILLED), f"maintain ended with {result.code}: {result.err[-1000:]}"

    @functools.cached_property
    def can_maintain(self) -> bool:
        return "maintain" in self.hublake("--help").out

    # -- what was seen ------------------------------------------------------------------------------------------------

    def saw(self, truth: Account, result, is_settled=False):
        """After a sync that went well: a full read has seen all that there was, as has one that nothing was too new for."""
        if result.report["mode"] == "full" or is_settled:
            self.compare(READER, truth)
        else:
            self.may_see(truth)

    def may_see(self, truth: Account):
        self.chain.may_have_seen(truth)
        self.lifecycle.saw(truth, is_certain=False)

    def compare(self, reader: str, truth: Account | None = None):
        truth = truth or self.simulator.truth()
        for type_id, ids in self.lifecycle.purged(truth).items():
            self.chain.forget(type_id, ids)
        self.lifecycle.saw(truth, is_certain=True)
        tables = read_lake(self.place.lake, reader)
        verdict = self.chain.check(truth, tables)
        if not verdict:
            raise Difference(f"{reader}: {verdict}")
        self.tables, self.cells = verdict.tables, self.cells + verdict.cells
        told = tables.get("object_lifecycle")
        problems = self.lifecycle.problems(told) if told else []
        if problems:
            raise Difference(f"object_lifecycle: {len(problems)} records\n  " + "\n  ".join(problems[:20]))
        self.world.look(truth)

    def end(self):
        """Every reader sees the same; and what was purged is gone for good once the privacy deadline has passed."""
        for reader in READERS:
            self.compare(reader)
        if not self.can_maintain or "object_lifecycle" not in self.place.lake.current_metadata():
            return
        self.advance(25 * 3_600)
        self.sync().must(OK)
        self.hublake("maintain", *self.place.flags, env=self.place.env | self.clock, timeout=300).must(OK)
        tables = read_lake(self.place.lake, READER)
        last = last_events(tables["object_lifecycle"])
        history = tables["object_properties_history"].values
        left = {name for name in zip(history["objecttypeid"], history["objectid"]) if last.get(name) == "purged"}
        if left:
            raise Difference(f"{len(left)} purged records have a history still: {sorted(left)[:10]}")
