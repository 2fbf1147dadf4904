"""A role in a customer's account, assumed with an external id, against a server that checks signatures, trust and policies."""

import json
import subprocess

import botocore.exceptions
import pytest

from support import ministack

EXTERNAL_ID = "hs-f2k7q5wjx3m6yc4td2ha7ubz5n3rk6gp"


@pytest.fixture
def vendor(aws):
    return aws.vendor()


@pytest.fixture
def customer(aws, vendor):
    """A careless one: the role may do everything."""
    customer = aws.customer()
    customer.trust(ministack.trust(vendor.arn, EXTERNAL_ID))
    customer.permit(ministack.document(ministack.allow("*", "*")))
    return customer


def session(bin_dir, aws, vendor, customer, external_id) -> dict:
    command = [bin_dir / "aws-tool", "session", customer.role_arn, external_id, customer.bucket, customer.prefix]
    variables = vendor.environment | {"AWS_ENDPOINT_URL_STS": aws.url, "PATH": "/usr/bin:/bin", "HOME": "/nowhere"}
    return json.loads(subprocess.run(command, env=variables, capture_output=True, text=True, timeout=60, check=True).stdout)


def test_a_session_reaches_its_bucket_and_prefix_and_nothing_else(bin_dir, aws, vendor, customer):
    keys = session(bin_dir, aws, vendor, customer, EXTERNAL_ID)
    assert keys["identity"] == vendor.arn
    s3 = aws.client("s3", keys["access_key_id"], keys["secret_access_key"], keys["session_token"])
    inside = f"{customer.prefix}/a/b.parquet"
    s3.put_object(Bucket=customer.bucket, Key=inside, Body=b"x")
    assert s3.get_object(Bucket=customer.bucket, Key=inside)["Body"].read() == b"x"
    assert s3.list_objects_v2(Bucket=customer.bucket, Prefix=f"{customer.prefix}/")["KeyCount"] == 1
    s3.get_bucket_location(Bucket=customer.bucket)
    s3.delete_object(Bucket=customer.bucket, Key=inside)
    outside = [
        lambda: s3.put_object(Bucket=customer.bucket, Key="elsewhere/x", Body=b"x"),
        lambda: s3.put_object(Bucket=customer.bucket, Key=f"{customer.prefix}2/x", Body=b"x"),
        lambda: s3.list_objects_v2(Bucket=customer.bucket, Prefix=""),
        lambda: s3.delete_bucket(Bucket=customer.bucket),
        lambda: aws.client("iam", keys["access_key_id"], keys["secret_access_key"], keys["session_token"]).list_users(),
    ]
    for attempt in outside:
        with pytest.raises(botocore.exceptions.ClientError, match="AccessDenied"):
            attempt()


def test_a_wrong_external_id_is_refused_in_awss_words(bin_dir, aws, vendor, customer):
    refused = session(bin_dir, aws, vendor, customer, "hs-wrong")
    assert refused["error"] == "authorization" and "AccessDenied" in refused["message"]
    assert EXTERNAL_ID not in refused["message"]


def test_hublake_uses_the_role_of_its_settings(hublake, aws, vendor, customer):
    hublake.secrets |= {vendor.secret_key}
    flags = ["--destination", customer.url, "--s3-endpoint", aws.url, "--sts-endpoint", aws.url, "--role-arn", customer.role_arn]
    right = hublake("tables", "--json", *flags, "--external-id", EXTERNAL_ID, env=vendor.environment).must(4)
    assert "nothing was synced there yet" in right.error["why"]
    for wrong in (["--external-id", "hs-wrong"], []):
        refused = hublake("tables", "--json", *flags, *wrong, env=vendor.environment).must(5)
        assert "AccessDenied" in refused.error["why"] and customer.role_arn in refused.error["what"]


def test_our_own_wrong_key_is_not_blamed_on_the_role(hublake, aws, vendor, customer):
    flags = ["--destination", customer.url, "--s3-endpoint", aws.url, "--sts-endpoint", aws.url, "--role-arn", customer.role_arn]
    keys = vendor.environment | {"AWS_SECRET_ACCESS_KEY": "another"}
    refused = hublake("tables", "--json", *flags, "--external-id", EXTERNAL_ID, env=keys).must(5)
    assert "hublake's own" in refused.error["remedy"]


def test_keys_may_come_from_a_profile(hublake, aws, vendor, customer):
    folder = hublake.home / ".aws"
    folder.mkdir()
    (folder / "credentials").write_text(
        f"[vendor]\naws_access_key_id = {vendor.access_key}\naws_secret_access_key = {vendor.secret_key}\n"
    )
    (folder / "config").write_text(
        f"[profile lake]\nrole_arn = {customer.role_arn}\nsource_profile = vendor\nexternal_id = {EXTERNAL_ID}\n"
    )
    flags = ["--destination", customer.url, "--s3-endpoint", aws.url, "--sts-endpoint", aws.url, "--aws-profile", "lake"]
    assert "nothing was synced" in hublake("tables", "--json", *flags).must(4).error["why"]
    assert "has it" in hublake("tables", "--json", *flags[:-1], "lakes").must(4).error["why"]
