"""What the end-to-end tests share: the built programs, a simulated account, an S3 server, and a clean place for each."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from oracle.account import Account  # noqa: E402
from oracle.expectation import Expectation, expect  # noqa: E402
from oracle.lake import BucketLake, FolderLake, Keys, Lake  # noqa: E402
from oracle.values import parse  # noqa: E402
from support import accounts, ministack, s3server  # noqa: E402

#: Nobody's token; made to be found again if it ever shows up where it must not.
TOKEN = "pat-na1-5eed0000-c0de-4bad-beef-0123456789ab"

ROOT = Path(__file__).resolve().parents[2]


def pytest_addoption(parser):
    parser.addoption("--all", action="store_true", help="also run what takes minutes, and every table where some are enough")
    parser.addoption("--seed", type=int, help="test_model: this seed alone")
    parser.addoption("--changes", type=int, help="test_model: so many changes of the account")
    parser.addoption("--shrink", action="store_true", help="test_model: look for a shorter sequence that fails, too")


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: runs only with --all")
    config.addinivalue_line("markers", "xdist_group(name): tests that one of several workers runs, since they share what is dear to make")


def pytest_collection_modifyitems(config, items):
    for item in items:  # with `-n 2 --dist loadgroup`
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.path.name))
    if not config.getoption("--all"):
        for item in items:
            if item.get_closest_marker("slow"):
                item.add_marker(pytest.mark.skip(reason="slow: run with --all"))


# -- the programs ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def bin_dir() -> Path:
    """Where the built programs are; scripts/test says it in HUBLAKE_BIN_DIR."""
    folder = Path(os.environ.get("HUBLAKE_BIN_DIR", ROOT / ".build" / "debug"))
    if not (folder / "hublake").exists():
        pytest.exit(f"{folder}/hublake does not exist: build first, or set HUBLAKE_BIN_DIR", returncode=2)
    return folder


@dataclass
class Result:
    """How one run of hublake ended and what it said."""

    code: int
    out: str
    err: str
    began: int
    ended: int

    @property
    def report(self) -> dict:
        """What `--json` printed."""
        return json.loads(self.out)

    @property
    def error(self) -> dict:
        """The error that `--json` wrote to standard error: its last JSON object."""
        start = [found.start() for found in re.finditer(r'\{\s*"error"\s*:', self.err)]
        assert start, f"no error object on standard error:\n{self.err[-2000:]}"
        return json.JSONDecoder().raw_decode(self.err[start[-1] :])[0]["error"]

    @property
    def window(self) -> tuple[int, int]:
        """Microseconds since 1970 between which the run took place."""
        return self.began, self.ended

    def must(self, code: int) -> "Result":
        assert self.code == code, f"exit code {self.code}, expected {code}\n{self.out[-3000:]}\n{self.err[-3000:]}"
        return self


@dataclass
class Hublake:
    """Runs the program with nothing in its environment but what a test says."""

    program: Path
    home: Path
    #: Texts that no output may hold, whatever the test is about.
    secrets: set[str] = field(default_factory=lambda: {TOKEN, s3server.KEYS.secret_key})

    def environment(self, extra: dict[str, str] | None = None) -> dict[str, str]:
        return {"PATH": "/usr/bin:/bin", "HOME": str(self.home), "HUBSPOT_TOKEN": TOKEN} | (extra or {})

    def start(self, *arguments, env=None, **options) -> subprocess.Popen:
        clean = {name: value for name, value in self.environment(env).items() if value is not None}
        return subprocess.Popen(
            [str(self.program), *map(str, arguments)], env=clean, cwd=self.home, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options,
        )  # fmt: skip

    def finish(self, process: subprocess.Popen, began: int, timeout: float = 180) -> Result:
        try:
            out, err = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            pytest.fail(f"still running after {timeout} s: {process.args}\n{out[-2000:]}\n{err[-2000:]}")
        for secret in self.secrets:
            assert secret not in out and secret not in err, f"a secret was printed by {process.args}"
        return Result(process.returncode, out, err, began, microseconds())

    def __call__(self, *arguments, env=None, timeout: float = 180, **options) -> Result:
        began = microseconds()
        return self.finish(self.start(*arguments, env=env, **options), began, timeout)

    def sync(self, simulator: "Simulator", place: "Place", *arguments, env=None, **options) -> Result:
        """`sync --json` from the simulator to the place."""
        command = ["sync", "--json", "--hubspot-url", simulator.url, *place.flags, *arguments]
        return self(*command, env=place.env | (env or {}), **options)


def microseconds() -> int:
    return time.time_ns() // 1000


@pytest.fixture
def hublake(bin_dir, tmp_path_factory) -> Hublake:
    return Hublake(bin_dir / "hublake", tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def session_hublake(bin_dir, tmp_path_factory) -> Hublake:
    return Hublake(bin_dir / "hublake", tmp_path_factory.mktemp("home"))


# -- the account -----------------------------------------------------------------------------------------------------


@dataclass
class Simulator:
    """A running simulated account."""

    url: str
    portal_id: int
    process: subprocess.Popen

    def truth(self) -> Account:
        return Account.fetch(self.url)

    def fail(self, *rules: dict):
        """Makes calls fail as the rules say."""
        accounts.post(f"{self.url}/_simulator/faults", list(rules))

    def forget_faults(self):
        accounts.delete(f"{self.url}/_simulator/faults")

    def change(self, *changes: dict) -> dict:
        """Changes the account; `ids` of the answer are those that the changes concerned."""
        return accounts.post(f"{self.url}/_simulator/changes", list(changes))

    def advance(self, seconds: float):
        """Moves the account's clock forward."""
        accounts.post(f"{self.url}/_simulator/clock", {"advanceSeconds": seconds})

    def now(self) -> int:
        """The account's time in microseconds since 1970."""
        return parse(accounts.get(f"{self.url}/_simulator/clock")["now"], "timestamptz")

    def forget_calls(self):
        accounts.delete(f"{self.url}/_simulator/calls")

    def calls(self):
        return accounts.get(f"{self.url}/_simulator/calls")

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start_simulator(bin_dir: Path, *arguments, token: str = TOKEN, **sizes: int) -> Simulator:
    """Starts the simulator on a free port; sizes are its flags: contacts=12, custom=3."""
    flags = [f"--{name.replace('_', '-')}={value}" for name, value in sizes.items()]
    process = subprocess.Popen(
        [str(bin_dir / "hubspot-simulator"), "--port", "0", "--seed", "7", "--token", token, *flags, *map(str, arguments)],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    line = process.stdout.readline()
    assert line, f"the simulator did not start: {process.args}, exit code {process.poll()}"
    hello = json.loads(line)
    return Simulator(hello["url"], hello["portalId"], process)


@pytest.fixture(scope="module")
def simulators(bin_dir):
    """Starts accounts that live as long as the module's tests."""
    running = []

    def start(*arguments, **sizes) -> Simulator:
        running.append(start_simulator(bin_dir, *arguments, **sizes))
        return running[-1]

    yield start
    for simulator in running:
        simulator.stop()


@pytest.fixture
def simulator(bin_dir):
    """Starts accounts of which a test may change anything; without sizes a very small one."""
    running = []

    def start(*arguments, **sizes) -> Simulator:
        running.append(start_simulator(bin_dir, *arguments, **(accounts.TINY | sizes)))
        return running[-1]

    yield start
    for one in running:
        one.stop()


# -- places to write to ----------------------------------------------------------------------------------------------


@dataclass
class Place:
    """A destination: the flags and the environment that lead hublake there, and the files as the oracle sees them."""

    uri: str
    flags: list[str]
    env: dict[str, str]
    open: "object"

    @property
    def lake(self) -> Lake:
        """The files, opened anew: nothing of an earlier look is remembered."""
        return self.open()


def folder_place(folder: Path) -> Place:
    folder.mkdir(parents=True, exist_ok=True)  # hublake makes no folder that somebody may have misspelt
    return Place(f"file://{folder}", ["--destination", f"file://{folder}"], {}, lambda: FolderLake(folder))


def bucket_place(keys: Keys, bucket: str, prefix: str) -> Place:
    uri = f"s3://{bucket}/{prefix}"
    return Place(
        uri, ["--destination", uri, "--s3-endpoint", keys.endpoint, "--region", keys.region],
        {"AWS_ACCESS_KEY_ID": keys.access_key, "AWS_SECRET_ACCESS_KEY": keys.secret_key},
        lambda: BucketLake(keys, bucket, prefix),
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path) -> Place:
    return folder_place(tmp_path / "lake")


@pytest.fixture(scope="session")
def seaweedfs(tmp_path_factory):
    """Keys of a SeaweedFS: the one that scripts/test started, or one of our own."""
    with s3server.running(tmp_path_factory.mktemp("seaweedfs")) as keys:
        yield keys


@pytest.fixture(scope="session")
def bucket(seaweedfs):
    """Makes places in one bucket, each under a prefix of its own."""
    name = f"e2e-{os.getpid()}-{int(time.time())}"
    s3server.administrator(seaweedfs).create_bucket(Bucket=name)
    return lambda prefix: bucket_place(seaweedfs, name, prefix)


@pytest.fixture(scope="session")
def aws(tmp_path_factory):
    """A MiniStack that holds everybody to their keys and policies; it ends with the tests of this process."""
    with ministack.running(tmp_path_factory.mktemp("ministack")) as server:
        yield server


# -- one account that a module's tests compare with its truth ----------------------------------------------------------
#
# A module that has a fixture `account` gets these, made once: what the account holds, what its tables must hold, and finished syncs.
# Its `SYNC`, if it has one, names further flags of the sync.


@dataclass
class Synced:
    """A finished sync."""

    place: Place
    result: Result


@pytest.fixture(scope="module")
def truth(account) -> Account:
    return account.truth()


@pytest.fixture(scope="module")
def expected(truth) -> Expectation:
    return expect(truth, "both")


@pytest.fixture(scope="module")
def synced(request, account, session_hublake, tmp_path_factory):
    """Syncs to a kind of destination when it is first asked for."""
    name = request.module.__name__.removeprefix("test_").replace("_", "-")
    flags = getattr(request.module, "SYNC", ())
    done: dict[str, Synced] = {}

    def sync(kind: str) -> Synced:
        if kind not in done:
            if kind == "bucket":
                place = request.getfixturevalue("bucket")(name)
            else:
                place = folder_place(tmp_path_factory.mktemp(name) / "lake")
            result = session_hublake.sync(account, place, *flags, "--organization", "both", timeout=600)
            done[kind] = Synced(place, result.must(0))
        return done[kind]

    return sync


@pytest.fixture
def interrupt():
    """Sends a signal to a process once it has printed or done enough to be in the middle of its work."""

    def send(process: subprocess.Popen, number: signal.Signals, when, timeout: float = 180):
        deadline = time.monotonic() + timeout
        while not when():
            assert process.poll() is None, "the run ended before it could be interrupted"
            assert time.monotonic() < deadline, "the run never got to the point of interruption"
            time.sleep(0.005)
        process.send_signal(number)

    return send
