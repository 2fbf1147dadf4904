"""hublake's credential chain against botocore's: the same keys from the same place, for seeded set-ups of environment and files."""

import hashlib
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from support.aws_endpoints import CONTAINER_TOKEN, Endpoints, document

#: Asks botocore, in a process of its own: it reads the environment when it is imported.
BOTOCORE = """
import json, sys, botocore.session
try:
    session = botocore.session.Session(profile=sys.argv[1] if len(sys.argv) > 1 else None)
    found = session.get_credentials()
    keys = found.get_frozen_credentials() if found else None
    print(json.dumps({"access_key_id": keys.access_key, "session_token": keys.token, "source": found.method} if keys else {"error": "none"}))
except Exception as error:
    print(json.dumps({"error": type(error).__name__}))
"""

REGION = "eu-west-1"


@pytest.fixture(scope="module")
def endpoints():
    with Endpoints() as running:
        yield running


class SetUp:
    """One machine's AWS configuration, made from a seed."""

    def __init__(self, seed: int, home: Path, url: str):
        self.random = random.Random(seed)
        self.home = home
        self.url = url
        self.config: list[tuple[str, dict[str, str]]] = []
        self.credentials: list[tuple[str, dict[str, str]]] = []
        self.explicit: str | None = None
        self.variables = {
            "HOME": str(home), "PATH": os.environ["PATH"], "AWS_DEFAULT_REGION": REGION,
            "AWS_ENDPOINT_URL_STS": url, "AWS_ENDPOINT_URL_SSO": url,
        }
        self.count = 0
        self.make()
        self.write()

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def keys(self, token: float = 0.3) -> dict[str, str]:
        self.count += 1
        keys = {"aws_access_key_id": f"AKIA{self.count:016}", "aws_secret_access_key": f"secret{self.count}"}
        return keys | ({"aws_session_token": f"token{self.count}"} if self.chance(token) else {})

    def role(self) -> dict[str, str]:
        self.count += 1
        role = {"role_arn": f"arn:aws:iam::{self.random.randrange(10**11, 10**12)}:role/team/r{self.count}"}
        if self.chance(0.5):
            role["external_id"] = f"ext-{self.count}"
        if self.chance(0.3):
            role["role_session_name"] = f"session-{self.count}"
        if self.chance(0.3):
            role["duration_seconds"] = str(self.random.choice([900, 1800, 3600]))
        return role

    def make(self):
        """A default profile more often than not, some others, the variables, and what the machine itself offers."""
        if self.chance(0.7):
            self.profile("default", depth=0)
        names = ["alpha", "two words", "gamma"]
        for name in names:
            if self.chance(0.8):
                self.profile(name, depth=0)
        if self.chance(0.25):
            self.variables |= {name.upper(): value for name, value in self.keys().items()}
        if self.chance(0.15):
            self.variables |= self.web_identity_variables()
        if self.chance(0.5):
            self.variables["AWS_PROFILE"] = self.random.choice(names)
        if self.chance(0.3):
            self.explicit = self.random.choice(names)
        if self.chance(0.3):
            self.variables |= self.container()
        self.variables |= self.instance() if self.chance(0.4) else {"AWS_EC2_METADATA_DISABLED": "true"}

    # -- profiles --------------------------------------------------------------------------------------------------

    def profile(self, name: str, depth: int):
        kinds = [
            self.keys_profile, self.keys_profile, self.both_files, self.process, self.single_sign_on, self.old_single_sign_on,
            self.web_identity, self.role_of_source, self.role_of_profile, self.role_of_itself, self.circle, self.lost, self.empty,
        ]
        kind = self.random.choice(kinds[: -3] if depth else kinds)
        kind(name, depth)

    def add(self, name: str, values: dict[str, str], to_credentials: bool | None = None):
        if self.chance(0.5) if to_credentials is None else to_credentials:
            self.credentials.append((name, values))
        else:
            section = "default" if name == "default" else f'profile "{name}"' if " " in name else f"profile {name}"
            self.config.append((section, values))

    def keys_profile(self, name, depth):
        self.add(name, self.keys())

    def both_files(self, name, depth):
        self.add(name, self.keys(), to_credentials=True)
        self.add(name, self.keys() | {"region": "eu-central-1"}, to_credentials=False)

    def empty(self, name, depth):
        self.add(name, {"region": "eu-central-1", "output": "json"}, to_credentials=False)

    def process(self, name, depth):
        self.count += 1
        path = self.home / f"keys {self.count}.json"
        path.write_text(document(f"process-{self.count}", "SessionToken"))
        self.add(name, {"credential_process": f"cat '{path}'"}, to_credentials=False)

    def single_sign_on(self, name, depth):
        self.count += 1
        session = f"corp{self.count}"
        shared = {"sso_region": REGION, "sso_start_url": "https://example.com/start"}
        self.config.append((f"sso-session {session}", shared))
        self.token(session)
        self.add(name, {"sso_session": session, "sso_account_id": "123456789012", "sso_role_name": f"Reader{self.count}"}, False)

    def old_single_sign_on(self, name, depth):
        self.count += 1
        url = f"https://example.com/start{self.count}"
        self.token(url)
        self.add(
            name, {"sso_start_url": url, "sso_region": REGION, "sso_account_id": "123456789012", "sso_role_name": "Writer"}, False
        )

    def token(self, name: str):
        folder = self.home / ".aws" / "sso" / "cache"
        folder.mkdir(parents=True, exist_ok=True)
        expires = "2020-01-01T00:00:00Z" if self.chance(0.2) else "2099-01-01T00:00:00Z"
        accepted = "sso" if expires > "2026" else "old"
        token = {"accessToken": f"{accepted}-{name}", "expiresAt": expires, "region": REGION}
        (folder / (hashlib.sha1(name.encode()).hexdigest() + ".json")).write_text(json.dumps(token))

    def web_identity(self, name, depth):
        role = self.role()
        # botocore leaves the length of such sessions to STS.
        role.pop("duration_seconds", None)
        role.pop("external_id", None)
        self.add(name, role | {"web_identity_token_file": self.token_file()}, to_credentials=False)

    def token_file(self) -> str:
        self.count += 1
        path = self.home / f"web-token-{self.count}"
        path.write_text(f"web-{self.count}")
        return str(path)

    def role_of_source(self, name, depth):
        source = self.random.choice(["Environment", "EcsContainer", "Ec2InstanceMetadata"])
        self.add(name, self.role() | {"credential_source": source}, to_credentials=False)

    def role_of_profile(self, name, depth):
        self.count += 1
        source = f"source{self.count}"
        self.add(name, self.role() | {"source_profile": source}, to_credentials=self.chance(0.2))
        if depth < 3:
            self.profile(source, depth + 1)
        else:
            self.add(source, self.keys())

    def role_of_itself(self, name, depth):
        if depth:
            return self.keys_profile(name, depth)
        self.add(name, self.role() | self.keys() | {"source_profile": name}, to_credentials=False)

    def circle(self, name, depth):
        self.count += 1
        other = f"other{self.count}"
        self.add(name, self.role() | {"source_profile": other}, to_credentials=False)
        self.add(other, self.role() | {"source_profile": name}, to_credentials=False)

    def lost(self, name, depth):
        self.add(name, self.role() | {"source_profile": "nowhere"}, to_credentials=False)

    # -- the machine -----------------------------------------------------------------------------------------------

    def web_identity_variables(self):
        arn = f"arn:aws:iam::123456789012:role/pod{self.count}"
        return {"AWS_WEB_IDENTITY_TOKEN_FILE": self.token_file(), "AWS_ROLE_ARN": arn, "AWS_ROLE_SESSION_NAME": "pod"}

    def container(self):
        return {"AWS_CONTAINER_CREDENTIALS_FULL_URI": self.url + "/container", "AWS_CONTAINER_AUTHORIZATION_TOKEN": CONTAINER_TOKEN}

    def instance(self):
        return {"AWS_EC2_METADATA_SERVICE_ENDPOINT": self.url}

    # -- files -----------------------------------------------------------------------------------------------------

    def write(self):
        config, credentials = self.render(self.config), self.render(self.credentials)
        elsewhere = self.chance(0.3)
        folder = self.home / ("elsewhere" if elsewhere else ".aws")
        folder.mkdir(exist_ok=True)
        (folder / "config").write_text(config)
        (folder / "credentials").write_text(credentials)
        if elsewhere:
            self.variables |= {"AWS_CONFIG_FILE": "~/elsewhere/config", "AWS_SHARED_CREDENTIALS_FILE": str(folder / "credentials")}

    def render(self, sections) -> str:
        lines = ["# made by a test", ""]
        for name, values in sections:
            lines.append(f"[{name}]")
            for key, value in values.items():
                key = key.upper() if self.chance(0.1) else key
                lines.append(f"{key}{self.random.choice(['=', ' = ', ' ='])}{value}")
            if self.chance(0.3):
                lines += ["", "; a comment", "s3 =", "  max_concurrent_requests = 20"]
            lines.append("")
        end = "\r\n" if self.chance(0.2) else "\n"
        return end.join(lines) + end

    def ask(self, command: list[str]) -> dict:
        arguments = command + ([self.explicit] if self.explicit else [])
        done = subprocess.run(arguments, env=self.variables, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


def is_refused_by_botocore_alone(set_up: SetUp, theirs: dict, ours: dict) -> bool:
    """Keys in the environment go before a profile that only `AWS_PROFILE` names, even one that does not exist; botocore looks for it
    all the same."""
    return theirs.get("error") == "ProfileNotFound" and ours.get("source") == "env"


@pytest.mark.parametrize("seed", range(60))
def test_the_same_keys_as_botocore(seed, tmp_path, bin_dir, endpoints):
    set_up = SetUp(seed, tmp_path, endpoints.url)
    theirs = set_up.ask([sys.executable, "-c", BOTOCORE])
    ours = set_up.ask([str(bin_dir / "aws-tool")])
    if is_refused_by_botocore_alone(set_up, theirs, ours):
        return
    assert ("error" in ours) == ("error" in theirs), (ours, theirs)
    for name in ["access_key_id", "session_token", "source"]:
        assert ours.get(name) == theirs.get(name), (ours, theirs)


def test_the_seeds_cover_every_source(tmp_path, bin_dir, endpoints):
    """A comparison of nothing but static keys would prove little."""
    seen = set()
    for seed in range(60):
        home = tmp_path / str(seed)
        home.mkdir()
        seen.add(SetUp(seed, home, endpoints.url).ask([str(bin_dir / "aws-tool")]).get("source", "error"))
    assert seen == {
        "env", "assume-role", "assume-role-with-web-identity", "sso", "shared-credentials-file", "custom-process", "config-file",
        "container-role", "iam-role", "error",
    }


def test_no_secret_in_what_is_said(tmp_path, bin_dir, endpoints):
    """Whatever goes wrong, no secret and no token is in the message."""
    for seed in range(60):
        home = tmp_path / str(seed)
        home.mkdir()
        said = SetUp(seed, home, endpoints.url).ask([str(bin_dir / "aws-tool")]).get("message", "")
        assert not any(word in said for word in ["secret1", "secret2", "token1", "token2", "old-", "sso-https", CONTAINER_TOKEN]), said
