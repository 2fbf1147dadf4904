"""What a customer pastes: read by the tools that will read it there. Calls nobody."""

import json
import subprocess
import sys
from pathlib import Path

import hcl2
import pytest

PRINCIPAL = "arn:aws:iam::222222222222:user/hublake"
EXTERNAL_ID = "hs-" + "abcdefgh" * 4
KEY = "arn:{}:kms:{}:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"
REGIONS = {"aws": "eu-central-1", "aws-us-gov": "us-gov-west-1", "aws-cn": "cn-north-1", "aws-eusc": "eusc-de-east-1"}
#: The flags of each grant: one prefix, several, the whole bucket, a key.
GRANTS = {
    "prefix": ["--prefix", "exports/hubspot"],
    "prefixes": ["--prefix", "a", "--prefix", "b/c/"],
    "bucket": [],
    "minimal": ["--prefix", "exports", "--minimal", "--account-id", "111111111111"],
    "key": ["--prefix", "exports", "--kms-key", KEY],
}


@pytest.fixture(params=REGIONS)
def partition(request) -> str:
    return request.param


@pytest.fixture(params=GRANTS)
def policy(request, partition, hublake):
    """Runs `hublake policy` for the grant in the partition."""
    region = REGIONS[partition]
    flags = [flag.format(partition, region) for flag in GRANTS[request.param]]

    def run(*arguments: str) -> str:
        return hublake(
            "policy", "--bucket", "acme-lake", "--partition", partition, "--region", region, "--role-name", "hublake-export",
            "--principal", PRINCIPAL.replace(":aws:", f":{partition}:"), "--external-id", EXTERNAL_ID, *flags, *arguments,
        ).must(0).out  # fmt: skip

    return run


def statements(document: dict) -> list[tuple]:
    """A policy as a set of (actions, resources, conditions), whoever wrote it."""

    def many(value):
        return tuple(sorted(value)) if isinstance(value, list) else (value,)

    found = []
    for statement in document["Statement"]:
        conditions = [
            (comparison, key, many(values))
            for comparison, keys in statement.get("Condition", {}).items()
            for key, values in keys.items()
        ]
        found.append((many(statement["Action"]), many(statement.get("Resource", [])), tuple(conditions)))
    return found


def test_json(policy, partition):
    both = json.loads(policy("--format", "json"))
    assert json.loads(policy("--document", "permissions")) == both["permission_policy"]
    assert json.loads(policy("--document", "trust")) == both["trust_policy"]
    assert both["trust_policy"]["Statement"][0]["Condition"] == {"StringEquals": {"sts:ExternalId": EXTERNAL_ID}}
    location = [s for s in both["permission_policy"]["Statement"] if "s3:GetBucketLocation" in s["Action"]]
    assert len(location) == 1 and "Condition" not in location[0], "the location call carries no prefix"
    assert json.dumps(both).count("arn:") == json.dumps(both).count(f"arn:{partition}:")


def test_cloudformation(policy, partition, tmp_path):
    for name, flags in {"filled": [], "parameters": ["--parameters"]}.items():
        file = tmp_path / f"{name}.yaml"
        file.write_text(policy("--format", "cloudformation", *flags))
        # cfn-lint 1.58 does not know principals of the European Sovereign Cloud.
        unknown = ["--ignore-checks", "E3530"] if partition == "aws-eusc" else []
        lint = [Path(sys.executable).parent / "cfn-lint", *unknown, "--", file]
        result = subprocess.run(lint, capture_output=True, text=True)
        assert result.returncode == 0, result.stdout + result.stderr
    template = load_template((tmp_path / "filled.yaml").read_text())
    role = template["Resources"]["HublakeRole"]["Properties"]
    both = json.loads(policy("--format", "json"))
    assert role["AssumeRolePolicyDocument"] == both["trust_policy"]
    assert role["Policies"][0]["PolicyDocument"] == both["permission_policy"]
    assert role["RoleName"].startswith("hublake-") and "Parameters" not in template


def load_template(text: str) -> dict:
    import yaml

    class Loader(yaml.SafeLoader):
        pass

    Loader.add_multi_constructor("!", lambda loader, suffix, node: loader.construct_scalar(node))
    return yaml.load(text, Loader)


def test_terraform(policy):
    text = policy("--format", "terraform")
    parsed = hcl2.loads(text)
    both = json.loads(policy("--format", "json"))
    documents = {
        name.strip('"'): body
        for block in parsed["data"]
        for kind, entries in block.items()
        if kind.strip('"') == "aws_iam_policy_document"
        for name, body in entries.items()
    }
    assert len(documents) == 2
    for suffix, expected in {"_trust": both["trust_policy"], "_permissions": both["permission_policy"]}.items():
        body = next(body for name, body in documents.items() if name.endswith(suffix))
        assert sorted(terraform_statements(body)) == sorted(statements(expected))
    roles = [entries for block in parsed["resource"] for kind, entries in block.items() if kind.strip('"') == "aws_iam_role"]
    (role,) = (body for entries in roles for body in entries.values() if isinstance(body, dict))
    assert role["name"].strip('"') == "hublake-export"


def terraform_statements(body: dict) -> list[tuple]:
    def text(value):
        return value.strip('"')

    def many(values):
        return tuple(sorted(text(value) for value in values))

    found = []
    for statement in body["statement"]:
        conditions = [
            (text(one["test"]), text(one["variable"]), many(one["values"])) for one in statement.get("condition", [])
        ]
        found.append((many(statement["actions"]), many(statement.get("resources", [])), tuple(conditions)))
    return found


def test_script(policy, partition, tmp_path):
    """The script parses, and a pretended `aws` gets the two policies; run again it updates."""
    text = policy("--format", "cli")
    script = tmp_path / "role.sh"
    script.write_text(text)
    assert subprocess.run(["bash", "-n", script], capture_output=True).returncode == 0
    both = json.loads(policy("--format", "json"))
    pretended = tmp_path / "aws"
    pretended.write_text(PRETENDED_AWS)
    pretended.chmod(0o755)
    for calls in ("create-role", "update-assume-role-policy"):
        environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "STATE": str(tmp_path), "ACCOUNT": "111111111111"}
        result = subprocess.run(["bash", script], capture_output=True, text=True, env=environment)
        assert result.returncode == 0, result.stderr
        assert result.stdout.strip().splitlines()[-1] == "arn:aws:iam::111111111111:role/hublake-export"
        assert calls in (tmp_path / "calls").read_text()
        assert json.loads((tmp_path / "trust").read_text()) == both["trust_policy"]
        assert json.loads((tmp_path / "permissions").read_text()) == both["permission_policy"]
    if "belongs into" in text:
        environment["ACCOUNT"] = "333333333333"
        result = subprocess.run(["bash", script], capture_output=True, text=True, env=environment)
        assert result.returncode == 1 and "333333333333" in result.stderr


#: Remembers a role, and answers what the script asks.
PRETENDED_AWS = r"""#!/usr/bin/env bash
echo "$*" >>"$STATE/calls"
for word in "$@"; do case $word in file://*) file=${word#file://} ;; esac; done
case "$1 $2" in
'sts get-caller-identity') echo "$ACCOUNT" ;;
'iam get-role')
    [ -e "$STATE/trust" ] || { echo 'An error occurred (NoSuchEntity) when calling GetRole' >&2; exit 254; }
    echo "arn:aws:iam::111111111111:role/hublake-export" ;;
'iam create-role' | 'iam update-assume-role-policy') cp "$file" "$STATE/trust" ;;
'iam put-role-policy') cp "$file" "$STATE/permissions" ;;
*) exit 1 ;;
esac
"""


def test_without_an_id_only_the_permissions_can_be_had(hublake):
    result = hublake("policy", "--bucket", "acme-lake")
    assert result.code == 4 and "hublake connect" in result.err
    permissions = hublake("policy", "--bucket", "acme-lake", "--prefix", "x", "--document", "permissions").must(0).out
    assert json.loads(permissions)["Version"] == "2012-10-17"


def test_the_link_of_quick_create(hublake):
    link = hublake(
        "policy", "--bucket", "acme-lake", "--prefix", "exports/hubspot", "--region", "eu-central-1", "--principal", PRINCIPAL,
        "--external-id", EXTERNAL_ID, "--quick-create", "https://templates.s3.amazonaws.com/hublake.yaml",
    ).must(0).out.strip()  # fmt: skip
    assert link.startswith("https://eu-central-1.console.aws.amazon.com/cloudformation/home?region=eu-central-1#/stacks/create/review?")
    assert f"param_ExternalId={EXTERNAL_ID}" in link and "param_Prefix=exports%2Fhubspot" in link
