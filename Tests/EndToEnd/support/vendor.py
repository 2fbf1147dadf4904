"""hublake as a vendor runs it: with an AWS user of its own, connecting customers."""

import json
from dataclasses import dataclass
from pathlib import Path

from support.ministack import Customer, MiniStack, User


@dataclass
class Vendor:
    """A hublake whose environment holds the vendor's keys."""

    hublake: "object"
    server: MiniStack
    user: User

    def __call__(self, *arguments, env=None, **options):
        return self.hublake(*arguments, env=self.user.environment | (env or {}), **options)

    def reserve(self, name: str, customer: Customer, *arguments, sts: str = "") -> dict:
        """The first step: id and documents."""
        result = self(
            "connect", "--name", name, "--destination", customer.url, "--json", "--s3-endpoint", self.server.url,
            "--sts-endpoint", sts or self.server.url, *arguments,
        )  # fmt: skip
        return result.must(0).report

    def connect(self, name: str, customer: Customer, *arguments):
        """The second step: the role is made, test and save. AWS's delays are none of MiniStack's."""
        return self("connect", "--name", name, "--role", customer.role_arn, "--json", "--wait", "0", *arguments)

    def doctor(self, name: str, *arguments):
        return self("doctor", "--connection", name, "--json", *arguments)

    def show(self, name: str) -> dict:
        return json.loads(self("connections", "show", name, "--json").must(0).out)


#: Every check of the doctor, in its order.
CHECKS = (
    "our-identity", "clock", "role-assumable", "external-id-enforced", "right-account", "region", "list-bucket",
    "get-bucket-location", "put-object", "get-object", "get-object-version", "delete-object", "delete-object-version",
    "multipart", "conditional-write", "checksums", "outside-prefix",
)  # fmt: skip


def causes(report: dict) -> dict[str, str]:
    """Check → cause, of all checks that found something."""
    assert tuple(check["id"] for check in report["checks"]) == CHECKS
    for check in report["checks"]:
        assert check["outcome"] in ("pass", "warn", "fail", "skipped"), check
        has_cause = bool(check.get("cause"))
        assert has_cause == (check["outcome"] in ("warn", "fail")), check
        assert not has_cause or check["remedy"], f"no remedy for {check}"
    return {check["id"]: check["cause"] for check in report["checks"] if check.get("cause")}


def outcomes(report: dict) -> dict[str, str]:
    return {check["id"]: check["outcome"] for check in report["checks"]}


def check(report: dict, name: str) -> dict:
    return next(one for one in report["checks"] if one["id"] == name)


def left_behind(report: dict) -> list[str]:
    """What the report says stays, as `Customer.left` puts it."""
    return sorted(
        f"{item['key']} {item.get('version_id') or 'null'}{' marker' if item['delete_marker'] else ''}"
        for item in report["left_behind"]
    )


def write_trust(folder: Path, policy: str) -> Path:
    file = folder / "trust.json"
    file.write_text(policy)
    return file
