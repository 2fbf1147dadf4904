"""From `hublake connect` to the first finished sync, with a vendor's and a customer's AWS account; nobody is asked anything."""

import json
import re

import pytest
from oracle.comparison import compare_lakes
from oracle.expectation import expect
from oracle.readers import read_lake

from support import ministack
from support.vendor import Vendor, causes, check, left_behind, outcomes, write_trust


@pytest.fixture
def vendor(hublake, aws) -> Vendor:
    user = aws.vendor()
    hublake.secrets.add(user.secret_key)
    return Vendor(hublake, aws, user)


def follow(customer, reserved: dict):
    """What the customer does with the documents: pastes them."""
    customer.trust(reserved["documents"]["trust_policy"])
    customer.permit(reserved["documents"]["permission_policy"])


@pytest.mark.parametrize("versioned", [False, True], ids=["plain", "versioned"])
def test_from_connect_to_the_first_sync(vendor, aws, simulator, versioned):
    customer = aws.customer(versioned=versioned, prefix="exports/hubspot")
    reserved = vendor.reserve("acme", customer)
    assert reserved["state"] == "reserved" and reserved["doctor"] is None
    assert reserved["principal_arn"] == vendor.user.arn
    assert re.fullmatch(r"hs-[a-z2-7]{32}", reserved["external_id"])
    assert vendor.reserve("acme", customer)["external_id"] == reserved["external_id"], "asked again, it has another id"

    follow(customer, reserved)
    connected = vendor.connect("acme", customer).must(0).report
    assert connected["state"] == "connected" and connected["external_id"] == reserved["external_id"]
    assert causes(connected["doctor"]) == {}, connected["doctor"]
    assert connected["doctor"]["outcome"] == "pass" and connected["doctor"]["versioned"] is versioned
    assert outcomes(connected["doctor"])["external-id-enforced"] == "pass"
    assert customer.left() == [] and left_behind(connected["doctor"]) == []
    shown = vendor.show("acme")
    assert (shown["state"], shown["role_arn"], shown["versioned"]) == ("connected", customer.role_arn, versioned)

    account = simulator()
    result = vendor("sync", "--json", "--hubspot-url", account.url, "--connection", "acme").must(0)
    assert result.report["status"] == "complete"
    seen = read_lake(customer.lake(), "pyarrow")
    verdict = compare_lakes(expect(account.truth()).tables, seen, result.window)
    assert verdict, str(verdict)
    again = vendor("sync", "--json", "--hubspot-url", account.url, "--connection", "acme").must(0)
    assert {table["outcome"] for table in again.report["tables"]} <= {"unchanged", "committed"}
    assert vendor("doctor", "--connection", "acme", "--json").must(0).report["outcome"] == "pass"
    assert all(entry.startswith("exports/hubspot/") for entry in customer.left())


def test_the_printed_policy_lets_old_versions_be_removed(vendor, aws, simulator):
    """What a privacy deletion and `purge` need in a bucket with versions; the published policy lacks it, and is told so."""
    customer = aws.customer(versioned=True)
    reserved = vendor.reserve("kept", customer)
    follow(customer, reserved)
    vendor.connect("kept", customer).must(0)
    account = simulator()
    vendor("sync", "--json", "--hubspot-url", account.url, "--connection", "kept", "--tables", "owners").must(0)
    gone = f"{customer.prefix}/owners/data/gone.parquet"
    customer.owner.put_object(Bucket=customer.bucket, Key=gone, Body=b"gone")
    customer.owner.delete_object(Bucket=customer.bucket, Key=gone)
    assert any(entry.startswith(gone) for entry in customer.left())
    purge = ("purge", "--all", "--apply", "--json", "--connection", "kept")

    customer.permit(ministack.published_permissions(customer.bucket, customer.prefix))
    refused = vendor(*purge)
    assert refused.code != 0 and "s3:ListBucketVersions" in refused.out + refused.err
    assert any(entry.startswith(gone) for entry in customer.left())

    customer.permit(reserved["documents"]["permission_policy"])
    vendor(*purge).must(0)
    assert not any(entry.startswith(gone) for entry in customer.left())


def test_no_placeholder_is_left_in_what_is_pasted(vendor, aws):
    reserved = vendor.reserve("acme", aws.customer())
    texts = [json.dumps(text) if isinstance(text, dict) else text for text in reserved["documents"].values()]
    assert len(texts) >= 5
    for text in texts:
        assert not re.search(r"0000(?!0)|<[A-Z_a-z-]+>|YOUR[_-]|123456789012|EXAMPLE", text), text
    assert reserved["external_id"] in json.dumps(reserved["documents"]["trust_policy"])
    assert vendor.user.arn in json.dumps(reserved["documents"]["trust_policy"])


def test_a_session_of_ours_is_shown_as_its_role(vendor, aws):
    """Who runs as a role must be trusted as that role, not as one of its sessions."""
    iam = aws.client("iam", ministack.VENDOR)
    trusted = ministack.document(
        {"Effect": "Allow", "Principal": {"AWS": vendor.user.arn}, "Action": "sts:AssumeRole"}
    )  # fmt: skip
    role = iam.create_role(RoleName="hublake-runner", AssumeRolePolicyDocument=trusted)["Role"]["Arn"]
    iam.put_role_policy(
        RoleName="hublake-runner", PolicyName="a", PolicyDocument=ministack.document(ministack.allow("sts:AssumeRole", "*"))
    )
    sts = aws.client("sts", vendor.user.access_key, vendor.user.secret_key)
    keys = sts.assume_role(RoleArn=role, RoleSessionName="worker")["Credentials"]
    env = {
        "AWS_ACCESS_KEY_ID": keys["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": keys["SecretAccessKey"],
        "AWS_SESSION_TOKEN": keys["SessionToken"],
    }  # fmt: skip
    customer = aws.customer()
    reserved = vendor(
        "connect", "--destination", customer.url, "--name", "chained", "--json", "--s3-endpoint", aws.url,
        "--sts-endpoint", aws.url, env=env,
    ).must(0).report  # fmt: skip
    assert reserved["principal_arn"] == role
    follow(customer, reserved)
    connected = vendor("connect", "--name", "chained", "--role", customer.role_arn, "--json", "--wait", "0", env=env)
    assert connected.must(0).report["state"] == "connected"


def test_the_whole_bucket_as_destination(vendor, aws, simulator):
    customer = aws.customer(prefix="")
    reserved = vendor.reserve("root", customer)
    listing = next(
        statement
        for statement in reserved["documents"]["permission_policy"]["Statement"]
        if "s3:ListBucket" in statement["Action"]
    )
    assert listing["Condition"] == {"StringLike": {"s3:prefix": ["*"]}}
    follow(customer, reserved)
    connected = vendor.connect("root", customer).must(0).report
    assert causes(connected["doctor"]) == {}
    assert outcomes(connected["doctor"])["outside-prefix"] == "skipped"
    assert customer.left() == []
    account = simulator()
    vendor("sync", "--json", "--hubspot-url", account.url, "--connection", "root", "--tables", "owners").must(0)
    assert "owners" in customer.lake().current_metadata()


def test_role_name_and_account_instead_of_the_arn(vendor, aws):
    customer = aws.customer()
    follow(customer, vendor.reserve("named", customer))
    arguments = ["connect", "--name", "named", "--role", customer.role, "--json", "--wait", "0"]
    refused = vendor(*arguments).must(4)
    assert "account" in refused.error["why"] and "--account-id" in refused.error["remedy"]
    connected = vendor(*arguments, "--account-id", customer.account).must(0).report
    assert connected["state"] == "connected" and connected["connection"]["role_arn"] == customer.role_arn


@pytest.mark.parametrize(
    "arn",
    ["arn:aws:iam::111111111111:user/somebody", "arn:aws:sts::111111111111:assumed-role/x/y", "arn:aws:iam::1:role/x"],
)
def test_what_is_no_role_is_refused_before_anybody_is_asked(vendor, aws, arn):
    vendor.reserve("wrong", aws.customer())
    refused = vendor("connect", "--name", "wrong", "--role", arn, "--json", "--wait", "0").must(4)
    assert "role" in refused.error["what"] + refused.error["why"]
    assert vendor.show("wrong")["state"] == "reserved"


def test_the_role_made_first_with_a_placeholder(vendor, aws):
    """HubSpot's own order: the role exists, with `0000` as its id, before there is an id."""
    customer = aws.customer()
    customer.trust(ministack.trust(vendor.user.arn, "0000"))
    customer.permit(ministack.permissions(customer.bucket, customer.prefix))
    reserved = vendor.reserve("early", customer)
    refused = vendor.connect("early", customer).must(5).report
    assert refused["state"] == "reserved"
    assert causes(refused["doctor"]) == {"role-assumable": "placeholder-external-id"}
    statement = check(refused["doctor"], "role-assumable")["statement"]
    assert reserved["external_id"] in json.dumps(statement) and vendor.user.arn in json.dumps(statement)
    customer.trust(refused["documents"]["trust_policy"])
    assert vendor.connect("early", customer).must(0).report["state"] == "connected"


def test_the_role_made_first_for_the_customers_own_account(vendor, aws, tmp_path):
    """The console's default: a role for the account that it is made in."""
    customer = aws.customer()
    policy = ministack.trust(f"arn:aws:iam::{customer.account}:root", "0000")
    customer.trust(policy)
    customer.permit(ministack.permissions(customer.bucket, customer.prefix))
    vendor.reserve("own", customer)
    blind = vendor.connect("own", customer).must(5).report
    assert causes(blind["doctor"]) == {"role-assumable": "trust-does-not-match"}
    told = vendor.connect("own", customer, "--trust-policy", write_trust(tmp_path, policy)).must(5).report
    assert causes(told["doctor"]) == {"role-assumable": "trust-for-own-account"}
    customer.trust(told["documents"]["trust_policy"])
    assert vendor.connect("own", customer).must(0).report["state"] == "connected"


@pytest.mark.parametrize("trusts", ["nothing asked for", "a pattern that any id meets"])
def test_a_role_that_lets_anybody_in_is_never_connected(vendor, aws, trusts):
    """B128: with and without an id, and with a wrong one."""
    customer = aws.customer()
    if trusts == "nothing asked for":
        customer.trust(ministack.trust(vendor.user.arn, None))
    else:
        statement = {"Effect": "Allow", "Principal": {"AWS": vendor.user.arn}, "Action": "sts:AssumeRole"}
        customer.trust(ministack.document(statement | {"Condition": {"StringLike": {"sts:ExternalId": "*"}}}))
    customer.permit(ministack.permissions(customer.bucket, customer.prefix))
    vendor.reserve("open", customer)
    refused = vendor.connect("open", customer).must(5).report
    cause = "external-id-not-enforced" if trusts == "nothing asked for" else "any-external-id-accepted"
    assert causes(refused["doctor"]) == {"external-id-enforced": cause}
    assert refused["state"] == "reserved" and vendor.show("open")["state"] == "reserved"
    assert "sts:ExternalId" in json.dumps(check(refused["doctor"], "external-id-enforced")["statement"])
    assert customer.left() == []


def test_ids_are_never_shared_or_used_again(vendor, aws):
    ids = [vendor.reserve(f"customer-{number}", aws.customer())["external_id"] for number in range(3)]
    customer = aws.customer()
    ids.append(vendor.reserve("again", customer)["external_id"])
    vendor("connections", "remove", "again").must(0)
    ids.append(vendor.reserve("again", customer)["external_id"])
    assert len(set(ids)) == 5
    listed = vendor("connections", "list", "--json").must(0)
    assert len(json.loads(listed.out)["connections"]) == 4
    assert not any(one in listed.out for one in ids), "a list shows external ids"


def test_the_old_id_still_works_while_the_new_one_is_applied(vendor, aws):
    customer = aws.customer()
    follow(customer, vendor.reserve("rotated", customer))
    vendor.connect("rotated", customer).must(0)
    rotated = vendor("connections", "rotate-external-id", "rotated", "--json").must(0).report
    before = vendor.show("rotated")
    new = before["next_external_id"]
    assert new and new != before["external_id"] and new in json.dumps(rotated["documents"]["trust_policy"])
    assert vendor.doctor("rotated").must(0).report["outcome"] == "pass", "the customer has not pasted it yet"
    assert vendor.show("rotated")["external_id"] == before["external_id"]
    customer.trust(rotated["documents"]["trust_policy"])
    vendor.doctor("rotated").must(0)
    shown = vendor.show("rotated")
    assert (shown["external_id"], shown["next_external_id"]) == (new, None)


def test_removing_a_connection_touches_no_data(vendor, aws, simulator):
    customer = aws.customer()
    follow(customer, vendor.reserve("gone", customer))
    vendor.connect("gone", customer).must(0)
    account = simulator()
    vendor("sync", "--json", "--hubspot-url", account.url, "--connection", "gone", "--tables", "owners").must(0)
    before = customer.left()
    vendor("connections", "remove", "gone").must(0)
    assert before and customer.left() == before
    assert vendor("connections", "show", "gone", "--json").code == 4


def test_nothing_that_is_kept_holds_an_external_id_or_a_key(vendor, aws):
    customer = aws.customer()
    reserved = vendor.reserve("secret", customer)
    follow(customer, reserved)
    vendor.connect("secret", customer).must(0)
    files = [file for file in vendor.hublake.home.rglob("*") if file.is_file()]
    assert files
    for file in files:
        content = file.read_bytes()
        assert reserved["external_id"].encode() not in content, file
        assert vendor.user.secret_key.encode() not in content, file
        assert file.stat().st_mode & 0o077 == 0, f"others may read {file}"
