"""The state bucket: looked at, created, put right; nothing in another account is touched."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.accounts import ACCOUNT, Account, environment
from toolkit.domain.bootstrap.buckets import BucketFacts
from toolkit.errors import ConfigError, ServiceError

NAME = "acme-snowplow-terraform"
OF_THE_BUCKET = {"Bucket": NAME}


def refuse(client: Any, operation: str, code: str, status: int = 403) -> None:
    """Lets S3 refuse an operation."""

    def answer(**_more: Any) -> Any:
        class Answer:
            status_code = status

        return Answer(), {
            "Error": {"Code": code, "Message": "because"},
            "ResponseMetadata": {"HTTPStatusCode": status},
        }

    client.meta.events.register(f"before-call.s3.{operation}", answer)


def test_a_missing_bucket_lacks_itself_and_nothing_more(account: Account) -> None:
    bucket = account.bucket()

    assert bucket.facts() == BucketFacts(exists=False)
    assert [(gap.part, gap.by_hand) for gap in bucket.gaps()] == [("bucket", False)]


@pytest.mark.parametrize("region", ["us-east-1", "us-east-2", "eu-west-1"])
def test_a_bucket_is_created_where_it_is_wished_and_lacks_nothing(
    account: Account, region: str
) -> None:
    bucket = account.bucket(environment(terraform__backend__region=region))

    bucket.create()

    facts = bucket.facts()
    assert bucket.gaps() == ()
    assert facts.region == region
    assert facts.encryption == "AES256"
    assert facts.versioned


def test_creating_twice_changes_nothing(account: Account) -> None:
    account.bucket().create()
    bucket, before = account.bucket(), len(account.sent.calls)

    bucket.create()

    changes = [name for name in account.sent.names[before:] if name.startswith("Put")]
    assert changes == []


def test_every_call_but_the_creation_names_the_account(account: Account) -> None:
    account.bucket().create()
    account.lock()
    bucket = account.bucket()
    lock = bucket.lock()
    assert lock is not None
    bucket.release(lock)
    bucket.try_lock()

    unguarded = {
        name for name, sent in account.sent.calls if sent.get("ExpectedBucketOwner") != ACCOUNT
    }
    assert unguarded == {"CreateBucket"}


def test_the_state_is_encrypted_with_the_key_of_the_backend(account: Account) -> None:
    key = f"arn:aws:kms:us-east-2:{ACCOUNT}:key/0b6c4a3e"
    bucket = account.bucket(environment(terraform__backend__kms_key_id=key))

    bucket.create()

    facts = bucket.facts()
    assert (facts.encryption, facts.kms_key) == ("aws:kms", key)
    found = account.plain().get_bucket_encryption(**OF_THE_BUCKET)
    (rule,) = found["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule["BucketKeyEnabled"]


def test_an_alias_is_named_with_its_account(account: Account) -> None:
    bucket = account.bucket(environment(terraform__backend__kms_key_id="alias/state"))

    bucket.create()

    assert bucket.facts().kms_key == f"arn:aws:kms:us-east-2:{ACCOUNT}:alias/state"
    assert bucket.gaps() == ()


def test_a_bare_bucket_is_put_right_and_keeps_what_others_have_set(account: Account) -> None:
    s3 = account.plain()
    s3.create_bucket(
        Bucket=NAME,
        ObjectOwnership="ObjectWriter",
        CreateBucketConfiguration={"LocationConstraint": "us-east-2"},
    )
    auditors = {
        "Sid": "Audit", "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
        "Action": "s3:ListBucket", "Resource": f"arn:aws:s3:::{NAME}",
    }  # fmt: skip
    policy = {"Version": "2012-10-17", "Statement": [auditors]}
    s3.put_bucket_policy(**OF_THE_BUCKET, Policy=json.dumps(policy))
    rule = {
        "ID": "logs", "Status": "Enabled", "Filter": {"Prefix": "logs/"}, "Expiration": {"Days": 9},
    }  # fmt: skip
    s3.put_bucket_lifecycle_configuration(**OF_THE_BUCKET, LifecycleConfiguration={"Rules": [rule]})
    s3.put_bucket_tagging(**OF_THE_BUCKET, Tagging={"TagSet": [{"Key": "owner", "Value": "ana"}]})
    bucket = account.bucket()

    assert [gap.part for gap in bucket.gaps()] == [
        "versioning", "encryption", "public access", "ownership", "TLS", "old versions", "tags",
    ]  # fmt: skip
    bucket.settle(bucket.gaps())

    assert bucket.gaps() == ()
    statements = json.loads(s3.get_bucket_policy(**OF_THE_BUCKET)["Policy"])["Statement"]
    assert auditors in statements
    rules = s3.get_bucket_lifecycle_configuration(**OF_THE_BUCKET)["Rules"]
    assert [each["ID"] for each in rules] == ["logs", "snowops-old-versions"]
    tags = s3.get_bucket_tagging(**OF_THE_BUCKET)["TagSet"]
    assert {"Key": "owner", "Value": "ana"} in tags
    assert {"Key": "environment", "Value": "staging"} in tags


def test_a_rule_that_deletes_the_state_is_left_to_a_person(account: Account) -> None:
    bucket = account.bucket()
    bucket.create()
    rule = {"ID": "sweep", "Status": "Enabled", "Filter": {}, "Expiration": {"Days": 30}}
    old = account.plain().get_bucket_lifecycle_configuration(**OF_THE_BUCKET)["Rules"]
    account.plain().put_bucket_lifecycle_configuration(
        **OF_THE_BUCKET, LifecycleConfiguration={"Rules": [*old, rule]}
    )

    (gap,) = bucket.gaps()
    assert gap.by_hand
    assert "sweep" in gap.sentence

    bucket.settle([gap])

    assert bucket.gaps() == (gap,)


def test_a_bucket_in_another_region_is_left_to_a_person(account: Account) -> None:
    account.bucket().create()
    # moto finds a bucket from every region, as boto3 does when S3 redirects it.
    elsewhere = account.bucket(environment(terraform__backend__region="eu-west-1"))

    (gap,) = elsewhere.gaps()

    assert gap.by_hand
    assert gap.sentence.endswith("is in us-east-2, not in eu-west-1")


def test_a_bucket_of_another_account_is_said_to_be_one(account: Account) -> None:
    bucket = account.bucket()
    refuse(bucket._client, "HeadBucket", "403")

    (gap,) = bucket.gaps()

    assert bucket.facts() == BucketFacts(exists=True, ours=False)
    assert gap.by_hand
    assert "belongs to another account" in gap.sentence


def test_a_name_that_another_account_has_is_a_sentence(account: Account) -> None:
    bucket = account.bucket()
    refuse(bucket._client, "CreateBucket", "BucketAlreadyExists", 409)

    with pytest.raises(ConfigError, match="another account has a bucket of that name"):
        bucket.create()


def test_a_refusal_of_s3_is_a_sentence(account: Account) -> None:
    account.bucket().create()
    bucket = account.bucket()
    refuse(bucket._client, "GetBucketVersioning", "AccessDenied")

    with pytest.raises(ServiceError, match="look at the state bucket"):
        bucket.facts()
