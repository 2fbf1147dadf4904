"""What a sequence is made of, and how a seed makes one."""

import random
from dataclasses import dataclass

#: How the account changes, with how often.
CHANGES = {
    "create": 14, "update": 30, "touchless": 4, "bulk_edit": 3, "archive": 10, "restore": 6, "merge": 7, "merge_merged": 3,
    "privacy_delete": 3, "associate": 9, "dissociate": 5, "create_list": 2, "join_list": 5, "leave_list": 3, "rename_list": 1,
    "delete_list": 1, "restore_list": 1, "add_property": 3, "remove_property": 2, "recreate_property": 2, "rename_property": 2,
    "put_pipeline": 2, "remove_stage": 1, "remove_pipeline": 1, "event": 4, "late_event": 3, "email_event": 3,
    "add_type": 1, "remove_type": 1, "rename_label": 1,
}  # fmt: skip

#: How hublake is run, with how often. `settled` is the quiet one after which every cell is compared.
SYNCS = {
    "settled": 5, "hasty": 4, "faulty": 3, "killed": 4, "changing": 4, "rivals": 1, "maintain": 2, "full": 1, "partial": 2, "idle": 1,
}  # fmt: skip

#: How often the very first load is tried at most before one comes through.
FIRST_KILLS = 3

DICE = 6
CHANGES_A_SYNC = 30


@dataclass(frozen=True)
class Step:
    """One thing that happens; what `dice` mean is the kind's business."""

    kind: str
    dice: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.kind}{list(self.dice)}"


def sequence(seed: int, changes: int) -> list[Step]:
    """Steps with so many changes of the account among them; the last one is a settled sync, and so is the first that is not killed."""
    source = random.Random(seed)

    def step(kinds: dict[str, int]) -> Step:
        kind = source.choices(list(kinds), list(kinds.values()))[0]
        return Step(kind, tuple(source.randrange(1 << 30) for _ in range(DICE)))

    steps = []
    for _ in range(source.randrange(FIRST_KILLS + 1)):
        steps += [step({"killed": 1}), step(CHANGES), step({"wait": 1})]
    steps.append(step({"settled": 1}))
    for _ in range(changes):
        steps.append(step(CHANGES))
        if source.random() < 0.08:
            steps.append(step({"wait": 40, "wait_months": 1}))
        if source.random() < 1 / CHANGES_A_SYNC:
            steps.append(step(SYNCS))
    return [*steps, step({"settled": 1})]


def shrunk(steps: list[Step], fails) -> list[Step]:
    """A shorter sequence that still fails: parts are left out, halves first, then quarters and so on. `fails` runs one."""
    size = len(steps) // 2
    while size >= 1:
        start = 0
        while start < len(steps):
            shorter = steps[:start] + steps[start + size :]
            if shorter and fails(shorter):
                steps = shorter
            else:
                start += size
        size //= 2
    return steps
