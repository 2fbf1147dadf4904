"""The strict server itself: what the tests of connecting rely on must be so, or they would show nothing."""

import pytest
from botocore.exceptions import ClientError

from support import ministack


def refusal(call) -> str:
    with pytest.raises(ClientError) as caught:
        call()
    return caught.value.response["Error"]["Code"]


@pytest.fixture(scope="module")
def shared(aws):
    """A vendor's user and a customer who trusts it."""
    user, customer = aws.vendor(), aws.customer()
    customer.trust(ministack.trust(user.arn, "the-right-id"))
    customer.permit(ministack.permissions(customer.bucket, customer.prefix))
    return user, customer


def assume(aws, user, customer, **options):
    sts = aws.client("sts", user.access_key, user.secret_key)
    return sts.assume_role(RoleArn=customer.role_arn, RoleSessionName="hublake", **options)["Credentials"]


def test_a_role_opens_for_the_right_user_with_the_right_id_only(aws, shared):
    user, customer = shared
    assert assume(aws, user, customer, ExternalId="the-right-id")["SessionToken"]
    assert refusal(lambda: assume(aws, user, customer, ExternalId="another-id")) == "AccessDenied"
    assert refusal(lambda: assume(aws, user, customer)) == "AccessDenied"
    assert refusal(lambda: assume(aws, aws.vendor(), customer, ExternalId="the-right-id")) == "AccessDenied"


def test_secrets_of_users_and_sessions_are_checked(aws, shared):
    user, customer = shared
    wrong = aws.client("sts", user.access_key, user.secret_key[:-1] + "#")
    assert refusal(wrong.get_caller_identity) == "SignatureDoesNotMatch"
    keys = assume(aws, user, customer, ExternalId="the-right-id")
    stolen = aws.client("s3", keys["AccessKeyId"], "not-the-secret", keys["SessionToken"])
    assert refusal(lambda: stolen.list_objects_v2(Bucket=customer.bucket, Prefix="exports/")) == "SignatureDoesNotMatch"


def test_a_session_may_do_what_its_policy_says_and_no_more(aws, shared):
    user, customer = shared
    keys = assume(aws, user, customer, ExternalId="the-right-id")
    s3 = aws.client("s3", keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
    s3.put_object(Bucket=customer.bucket, Key="exports/a", Body=b"x")
    assert customer.left() == ["exports/a null"]
    assert refusal(lambda: s3.put_object(Bucket=customer.bucket, Key="other/a", Body=b"x")) == "AccessDenied"
    assert refusal(lambda: s3.list_objects_v2(Bucket=customer.bucket)) == "AccessDenied"
    customer.permit(ministack.published_permissions(customer.bucket, customer.prefix))
    assert refusal(lambda: s3.get_bucket_location(Bucket=customer.bucket)) == "AccessDenied"
    for action, call in {
        "s3:PutObject": lambda: s3.put_object(Bucket=customer.bucket, Key="exports/a", Body=b"x"),
        "s3:GetObject": lambda: s3.get_object(Bucket=customer.bucket, Key="exports/a"),
        "s3:GetObjectVersion": lambda: s3.get_object(Bucket=customer.bucket, Key="exports/a", VersionId="null"),
        "s3:DeleteObjectVersion": lambda: s3.delete_object(Bucket=customer.bucket, Key="exports/a", VersionId="null"),
        "s3:DeleteObject": lambda: s3.delete_object(Bucket=customer.bucket, Key="exports/a"),
        "s3:ListBucket": lambda: s3.list_objects_v2(Bucket=customer.bucket, Prefix="exports/"),
        "s3:GetBucketLocation": lambda: s3.get_bucket_location(Bucket=customer.bucket),
    }.items():
        customer.permit(ministack.permissions(customer.bucket, customer.prefix, without=action))
        assert refusal(call) == "AccessDenied", action
        customer.permit(ministack.permissions(customer.bucket, customer.prefix))
        call()
