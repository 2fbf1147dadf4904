"""Places that are brought back to a starting state again and again."""

import contextlib
import queue
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from conftest import Place, folder_place


@dataclass
class Bench:
    """A place, and what it holds before each run; a table's files name their own place in full, so that a state can only be
    brought back where it came from."""

    place: Place

    def keep(self):
        """What it holds now is the starting state."""
        raise NotImplementedError

    def restore(self):
        raise NotImplementedError


@dataclass
class FolderBench(Bench):
    saved: Path | None = None

    @staticmethod
    def at(folder: Path) -> "FolderBench":
        return FolderBench(folder_place(folder))

    @property
    def folder(self) -> Path:
        return self.place.lake.folder

    def keep(self):
        self.saved = self.folder.with_name(self.folder.name + "-saved")
        shutil.copytree(self.folder, self.saved)

    def restore(self):
        folder = self.folder
        shutil.rmtree(folder, ignore_errors=True)
        if self.saved:
            shutil.copytree(self.saved, folder)
        else:
            folder.mkdir(parents=True)


@dataclass
class BucketBench(Bench):
    saved: dict[str, bytes] = field(default_factory=dict)

    def keep(self):
        self.saved = self.place.lake.contents()

    def restore(self):
        """Only what has changed is written again: most files are immutable."""
        lake = self.place.lake
        found = lake.sizes()
        key = lambda name: f"{lake.prefix}/{name}"  # noqa: E731
        for name in found.keys() - self.saved.keys():
            lake.client.delete_object(Bucket=lake.bucket, Key=key(name))
        for name, body in self.saved.items():
            is_mutable = name.startswith("_hublake/") or name.endswith("version-hint.text")
            if is_mutable or name not in found:
                lake.client.put_object(Bucket=lake.bucket, Key=key(name), Body=body)


class Benches:
    """Benches in one and the same state, lent out one at a time."""

    def __init__(self, benches: list[Bench]):
        self.free: queue.Queue[Bench] = queue.Queue()
        for bench in benches:
            self.free.put(bench)

    @contextlib.contextmanager
    def borrowed(self):
        """A place in the starting state."""
        bench = self.free.get()
        try:
            bench.restore()
            yield bench.place
        finally:
            self.free.put(bench)
