"""The doctor names the one thing that is wrong and nothing else, and leaves nothing behind."""

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from support import ministack, stsproxy
from support.ministack import BUCKET_ACTIONS, OBJECT_ACTIONS, Customer, permissions, published_permissions, trust
from support.vendor import Vendor, causes, check, left_behind, outcomes, write_trust


@dataclass
class Case:
    """A mistake of the customer's, and what the doctor must say about it."""

    name: str
    expected: dict[str, str]
    permit: Callable[[Customer], str] = lambda customer: permissions(customer.bucket, customer.prefix)
    trust: Callable[[str, str], str] = trust
    code: int = 5
    #: In a bucket with versions, what stays: a version and a delete marker, or nothing.
    stays: int = 0


def without(action: str, check_id: str, *, code: int = 5, stays: int = 0) -> Case:
    """A policy that lacks one permission."""
    cause = f"{check_id}-denied"
    return Case(
        f"without {action}", {check_id: cause}, lambda customer: permissions(customer.bucket, customer.prefix, action),
        code=code, stays=stays,
    )  # fmt: skip


def list_condition(pattern: str) -> Callable[[Customer], str]:
    """The right policy but for what `s3:prefix` is compared with."""

    def policy(customer: Customer) -> str:
        document = json.loads(permissions(customer.bucket, customer.prefix))
        document["Statement"][1]["Condition"]["StringLike"]["s3:prefix"] = [pattern]
        return json.dumps(document)

    return policy


def wide(customer: Customer) -> str:
    return ministack.document(ministack.allow("s3:*", ["arn:aws:s3:::" + customer.bucket, f"arn:aws:s3:::{customer.bucket}/*"]))


STRANGER = f"arn:aws:iam::{ministack.STRANGER}:user/other-vendor"

CASES = [
    Case("all granted", {}, code=0),
    Case(
        "the published policy, word for word", {"get-bucket-location": "get-bucket-location-denied"},
        lambda customer: published_permissions(customer.bucket, customer.prefix), code=0,
    ),
    without("s3:PutObject", "put-object"),
    without("s3:GetObject", "get-object"),
    without("s3:GetObjectVersion", "get-object-version"),
    without("s3:DeleteObject", "delete-object"),
    without("s3:DeleteObjectVersion", "delete-object-version", stays=2),
    without("s3:ListBucket", "list-bucket"),
    without("s3:GetBucketLocation", "get-bucket-location", code=0),
    Case("s3:prefix without a star", {"list-bucket": "list-condition-without-star"}, list_condition("exports")),
    Case("s3:prefix of another folder", {"list-bucket": "list-bucket-denied"}, list_condition("imports/*")),
    Case("more than the prefix", {"outside-prefix": "role-wider-than-prefix"}, wide, code=0),
    Case(
        "trust without condition", {"external-id-enforced": "external-id-not-enforced"},
        trust=lambda principal, _: trust(principal, None),
    ),
    Case(
        "trust for another principal", {"role-assumable": "trust-does-not-match"},
        trust=lambda _, external_id: trust(STRANGER, external_id),
    ),
    Case(
        "another id", {"role-assumable": "trust-does-not-match"}, trust=lambda principal, _: trust(principal, "acme-42"),
    ),
    Case(
        "the id in capitals", {"role-assumable": "trust-does-not-match"},
        trust=lambda principal, external_id: trust(principal, external_id.upper()),
    ),
    Case(
        "the placeholder id", {"role-assumable": "placeholder-external-id"}, trust=lambda principal, _: trust(principal, "0000"),
    ),
]  # fmt: skip


@dataclass
class Connected:
    """A connection that works until a case spoils it."""

    vendor: Vendor
    customer: Customer
    external_id: str


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "versioned"])
def connected(request, aws, session_hublake) -> Connected:
    vendor = Vendor(session_hublake, aws, aws.vendor())
    customer = aws.customer(versioned=request.param)
    name = "versioned" if request.param else "plain"
    reserved = vendor.reserve(name, customer)
    customer.trust(reserved["documents"]["trust_policy"])
    customer.permit(reserved["documents"]["permission_policy"])
    vendor.connect(name, customer).must(0)
    return Connected(vendor, customer, reserved["external_id"])


@pytest.fixture
def spoil(connected):
    """Applies a case; whatever it left in the bucket is removed afterwards."""
    customer = connected.customer

    def apply(case: Case):
        customer.trust(case.trust(connected.vendor.user.arn, connected.external_id))
        customer.permit(case.permit(customer))
        return connected.vendor.doctor("versioned" if customer.versioned else "plain")

    yield apply
    for entry in customer.left():
        key, version = entry.split(" ")[:2]
        customer.owner.delete_object(Bucket=customer.bucket, Key=key, VersionId=version)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_exactly_the_cause_is_named(connected, spoil, case):
    result = spoil(case).must(case.code)
    report = result.report
    assert causes(report) == case.expected
    customer = connected.customer
    left = sorted(customer.left())
    assert len(left) == (case.stays if customer.versioned else 0), left
    assert left_behind(report) == left
    for check_id, outcome in outcomes(report).items():
        reached = "role-assumable" not in case.expected
        if reached and not case.expected and check_id != "outside-prefix":
            assert outcome in ("pass", "skipped"), check_id
    for check_id in case.expected:
        found = check(report, check_id)
        if found["outcome"] == "fail" and check_id != "external-id-enforced":
            assert found["aws"]["code"] == "AccessDenied" and found["aws"]["status"] == 403, found
    for action in (*OBJECT_ACTIONS, *BUCKET_ACTIONS):
        if case.name == f"without {action}":
            assert action in json.dumps(check(report, next(iter(case.expected)))["statement"])
    assert connected.external_id not in json.dumps(
        [one for one in report["checks"] if one["id"] not in ("role-assumable", "external-id-enforced")]
    )


def test_run_again_and_again_nothing_piles_up(connected, spoil):
    """Where nothing may be deleted, one object stays, however often the doctor comes."""
    case = Case("no deletes", {}, lambda customer: permissions_without_deletes(customer))
    for _ in range(3):
        report = spoil(case).must(5).report
        assert causes(report).keys() <= {"delete-object", "delete-object-version"}
    keys = {entry.split(" ")[0] for entry in connected.customer.left()}
    assert len(keys) <= 1, keys
    assert left_behind(report) == sorted(connected.customer.left())


def permissions_without_deletes(customer: Customer) -> str:
    document = json.loads(permissions(customer.bucket, customer.prefix))
    actions = document["Statement"][0]["Action"]
    document["Statement"][0]["Action"] = [action for action in actions if "Delete" not in action]
    return json.dumps(document)


@pytest.mark.parametrize(
    ("policy", "cause"),
    [
        (lambda principal, external_id: trust(STRANGER, external_id), "trust-for-another-principal"),
        (lambda principal, external_id: trust(principal, "acme-42"), "trust-for-another-id"),
        (lambda principal, external_id: trust(f"arn:aws:iam::{ministack.CUSTOMER}:root", external_id), "trust-for-own-account"),
    ],
    ids=["principal", "id", "own account"],
)  # fmt: skip
def test_shown_the_trust_policy_it_tells_what_aws_does_not(connected, spoil, tmp_path, policy, cause):
    text = policy(connected.vendor.user.arn, connected.external_id)
    spoil(Case("", {}, trust=lambda *_: text))
    name = "versioned" if connected.customer.versioned else "plain"
    report = connected.vendor.doctor(name, "--trust-policy", write_trust(tmp_path, text)).must(5).report
    assert causes(report) == {"role-assumable": cause}
    statement = json.dumps(check(report, "role-assumable")["statement"])
    assert connected.vendor.user.arn in statement and connected.external_id in statement


def test_bucket_policy_that_forbids_is_named(connected, spoil):
    customer = connected.customer
    deny = {
        "Effect": "Deny", "Principal": "*", "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{customer.bucket}/{customer.prefix}/*",
    }  # fmt: skip
    customer.owner.put_bucket_policy(Bucket=customer.bucket, Policy=ministack.document(deny))
    try:
        report = spoil(Case("", {})).must(5).report
    finally:
        customer.owner.delete_bucket_policy(Bucket=customer.bucket)
    assert causes(report) == {"put-object": "bucket-policy-denies"}
    assert customer.left() == []


def test_sts_switched_off_in_the_region(aws, hublake):
    """B131, with the customer's account as the one that must act."""
    vendor, customer = Vendor(hublake, aws, aws.vendor()), aws.customer()
    with stsproxy.running(aws.url, {"AssumeRole": stsproxy.REGION_DISABLED}) as sts:
        reserved = vendor.reserve("off", customer, sts=sts)
        customer.trust(reserved["documents"]["trust_policy"])
        customer.permit(reserved["documents"]["permission_policy"])
        result = vendor.connect("off", customer)
        report = result.report["doctor"]
        assert causes(report) == {"role-assumable": "sts-region-off"}
        found = check(report, "role-assumable")
        assert found["aws"]["code"] == "RegionDisabledException" and "region" in found["remedy"].lower()
        assert result.code == 4
    assert vendor.show("off")["state"] == "reserved" and customer.left() == []


def test_our_own_keys_are_not_the_customers_fault(connected, spoil):
    name = "versioned" if connected.customer.versioned else "plain"
    connected.customer.trust(trust(connected.vendor.user.arn, connected.external_id))
    wrong = {"AWS_SECRET_ACCESS_KEY": "not-the-secret-of-this-key-at-all-00000"}
    report = connected.vendor("doctor", "--connection", name, "--json", env=wrong).must(5).report
    assert causes(report) == {"our-identity": "own-keys-refused"}
    none = {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None, "AWS_EC2_METADATA_DISABLED": "true"}
    report = connected.vendor("doctor", "--connection", name, "--json", env=none).must(4).report
    assert causes(report) == {"our-identity": "no-own-keys"}


def test_a_bucket_that_is_not_there(aws, hublake):
    vendor, customer = Vendor(hublake, aws, aws.vendor()), aws.customer()
    customer.owner.delete_bucket(Bucket=customer.bucket)
    reserved = vendor.reserve("missing", customer)
    customer.trust(reserved["documents"]["trust_policy"])
    customer.permit(reserved["documents"]["permission_policy"])
    result = vendor.connect("missing", customer)
    assert set(causes(result.report["doctor"]).values()) == {"no-such-bucket"}
    assert result.code == 4


def test_plain_keys_without_a_role(aws, hublake):
    """An own account, or another server: what applies is checked, the rest is skipped."""
    customer = aws.customer()
    user = aws.user(
        ministack.CUSTOMER, f"owner-{customer.role}",
        ministack.allow(list(OBJECT_ACTIONS), f"arn:aws:s3:::{customer.bucket}/exports/*"),
        ministack.allow(list(BUCKET_ACTIONS), f"arn:aws:s3:::{customer.bucket}"),
    )  # fmt: skip
    result = hublake(
        "doctor", "--json", "--destination", customer.url, "--s3-endpoint", aws.url, env=user.environment
    ).must(0)
    found = outcomes(result.report)
    assert causes(result.report) == {}
    skipped = {name for name, outcome in found.items() if outcome == "skipped"}
    assert {"role-assumable", "external-id-enforced", "right-account", "outside-prefix"} <= skipped
    assert found["put-object"] == found["list-bucket"] == found["delete-object"] == "pass"
    assert customer.left() == []
