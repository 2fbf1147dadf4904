"""MiniStack with signatures and IAM enforced, on a free port of loopback: a vendor's account and a customer's side by side.

Two things it does not do as AWS does, so that no test leans on them: the secrets of account roots are not checked (only those of
users and sessions), and a role's trust outlives the user that it names.
"""

import contextlib
import itertools
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import boto3
import botocore.config
from oracle.lake import BucketLake, Keys

VENDOR, CUSTOMER, STRANGER = "222222222222", "111111111111", "333333333333"

#: The five permissions on objects and the two on the bucket that a destination asks for.
OBJECT_ACTIONS = ("s3:PutObject", "s3:GetObject", "s3:GetObjectVersion", "s3:DeleteObject", "s3:DeleteObjectVersion")
BUCKET_ACTIONS = ("s3:ListBucket", "s3:GetBucketLocation")

_numbers = itertools.count(1)


@dataclass(frozen=True)
class User:
    """An IAM user with a key pair."""

    arn: str
    access_key: str
    secret_key: str

    @property
    def environment(self) -> dict[str, str]:
        return {"AWS_ACCESS_KEY_ID": self.access_key, "AWS_SECRET_ACCESS_KEY": self.secret_key}


@dataclass
class MiniStack:
    """A running server."""

    url: str
    region: str = "us-east-1"

    def client(self, service: str, access_key: str, secret_key: str = "unchecked", token: str | None = None):
        """boto3's client; a key that is an account's number is the root of that account."""
        return boto3.client(
            service, endpoint_url=self.url, region_name=self.region, aws_access_key_id=access_key,
            aws_secret_access_key=secret_key, aws_session_token=token,
            config=botocore.config.Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}),
        )  # fmt: skip

    def user(self, account: str, name: str, *statements: dict) -> User:
        """A new user who may do what the statements say."""
        iam = self.client("iam", account)
        arn = iam.create_user(UserName=name)["User"]["Arn"]
        iam.put_user_policy(UserName=name, PolicyName="work", PolicyDocument=document(*statements))
        key = iam.create_access_key(UserName=name)["AccessKey"]
        return User(arn, key["AccessKeyId"], key["SecretAccessKey"])

    def vendor(self) -> User:
        """A vendor's user: may assume roles and nothing else."""
        return self.user(VENDOR, f"hublake-{next(_numbers)}", allow("sts:AssumeRole", "*"))

    def customer(self, versioned: bool = False, prefix: str = "exports", bucket: str = "") -> "Customer":
        """A customer's bucket, not yet shared with anybody."""
        number = next(_numbers)
        name = bucket or f"acme-lake-{os.getpid()}-{number}"
        s3 = self.client("s3", CUSTOMER)
        s3.create_bucket(Bucket=name)
        if versioned:
            s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        return Customer(self, name, prefix, f"hublake-export-{number}", versioned)


@dataclass
class Customer:
    """What the customer does in the AWS console: a bucket, a role, its two policies."""

    server: MiniStack
    bucket: str
    prefix: str
    role: str
    versioned: bool
    account: str = CUSTOMER
    _is_made: bool = field(default=False, repr=False)

    @property
    def role_arn(self) -> str:
        return f"arn:aws:iam::{self.account}:role/{self.role}"

    @property
    def url(self) -> str:
        return f"s3://{self.bucket}/{self.prefix}".rstrip("/")

    def trust(self, policy: str | dict):
        """Makes the role, or gives it another trust policy."""
        policy = policy if isinstance(policy, str) else json.dumps(policy)
        iam = self.server.client("iam", self.account)
        if self._is_made:
            iam.update_assume_role_policy(RoleName=self.role, PolicyDocument=policy)
        else:
            iam.create_role(RoleName=self.role, AssumeRolePolicyDocument=policy)
        self._is_made = True

    def permit(self, policy: str | dict):
        """Gives the role its one permission policy."""
        policy = policy if isinstance(policy, str) else json.dumps(policy)
        self.server.client("iam", self.account).put_role_policy(
            RoleName=self.role, PolicyName="hublake", PolicyDocument=policy
        )

    @property
    def owner(self):
        """The S3 client of the customer's administrator."""
        return self.server.client("s3", self.account)

    def left(self) -> list[str]:
        """Every version and delete marker in the bucket: `key version` or `key version marker`."""
        pages = self.owner.get_paginator("list_object_versions").paginate(Bucket=self.bucket)
        found = []
        for page in pages:
            found += [f"{item['Key']} {item['VersionId']}" for item in page.get("Versions", [])]
            found += [f"{item['Key']} {item['VersionId']} marker" for item in page.get("DeleteMarkers", [])]
        return found

    def lake(self) -> BucketLake:
        """What is in the bucket, as the customer's administrator sees it."""
        return BucketLake(Keys(self.server.url, self.account, "unchecked", self.server.region), self.bucket, self.prefix)


# -- policies --------------------------------------------------------------------------------------------------------


def document(*statements: dict) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(actions, resource, condition: dict | None = None) -> dict:
    statement = {"Effect": "Allow", "Action": actions, "Resource": resource}
    return statement | ({"Condition": condition} if condition else {})


def trust(principal: str, external_id: str | None) -> str:
    """A trust policy for `principal`; None leaves the condition out."""
    statement = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "sts:AssumeRole"}
    if external_id is not None:
        statement["Condition"] = {"StringEquals": {"sts:ExternalId": external_id}}
    return document(statement)


def permissions(bucket: str, prefix: str, without: str = "") -> str:
    """The permissions that hublake asks for; `without` is one that the customer forgot."""
    objects = [action for action in OBJECT_ACTIONS if action != without]
    under = f"{prefix}/*" if prefix else "*"
    statements = [allow(objects, f"arn:aws:s3:::{bucket}/{under}")]
    condition = {"StringLike": {"s3:prefix": [under]}}
    if without != "s3:ListBucket":
        statements.append(allow("s3:ListBucket", f"arn:aws:s3:::{bucket}", condition))
    if without != "s3:GetBucketLocation":
        statements.append(allow("s3:GetBucketLocation", f"arn:aws:s3:::{bucket}"))
    return document(*statements)


def published_permissions(bucket: str, prefix: str) -> str:
    """The policy as vendors publish it: GetBucketLocation stands under a condition that its call can never meet."""
    return document(
        allow(list(OBJECT_ACTIONS), f"arn:aws:s3:::{bucket}/{prefix}/*"),
        allow(list(BUCKET_ACTIONS), f"arn:aws:s3:::{bucket}", {"StringLike": {"s3:prefix": [f"{prefix}/*"]}}),
    )


# -- running it ------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def running(folder: Path):
    """A server of its own that ends with the block; it holds everything in memory."""
    for _ in range(5):
        server, process = _start(folder)
        if server:
            break
    else:
        raise RuntimeError(f"MiniStack did not start:\n{(folder / 'ministack.log').read_text()[-2000:]}")
    try:
        yield server
    finally:
        process.kill()  # it has nothing to save
        process.wait()


def _start(folder: Path) -> tuple[MiniStack | None, subprocess.Popen]:
    """A server, or None when somebody else took the port between looking and listening."""
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder), "TMPDIR": str(folder), "STATE_DIR": str(folder / "state"),
        "AUTH": "true", "BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port), "MINISTACK_HOST": "localhost",
        "SFTP_ENABLED": "0", "MINISTACK_REGION": "us-east-1",
    }  # fmt: skip
    with open(folder / "ministack.log", "w") as log:
        process = subprocess.Popen(
            [str(Path(sys.executable).parent / "ministack")], env=environment, cwd=folder, stdin=subprocess.DEVNULL,
            stdout=log, stderr=log,
        )  # fmt: skip
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        if _answers(port):
            return MiniStack(f"http://127.0.0.1:{port}"), process
        time.sleep(0.05)
    process.kill()
    process.wait()
    return None, process


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_ministack/health", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def free_port() -> int:
    with contextlib.closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
