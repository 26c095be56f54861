"""Words of a failed plan: what could be a secret goes, what a reader needs stays."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from toolkit.domain.review.masking import MASK, masked_words

SECRET = "hunter2hunter2"
PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\nq7Zk2Lw9\n-----END RSA PRIVATE KEY-----"
RANDOM = "q7Zk2Lw9Xb4Rt6Yp1Vm3Nc8Hd5Js0GfAe"

# Each holds SECRET where nobody may see it.
LEAKS = [
    "password = hunter2hunter2",
    'password = "hunter2hunter2"',
    'password="hunter2hunter2"',
    "password: hunter2hunter2",
    "1password: hunter2hunter2",
    "password:\n  hunter2hunter2",
    'password = "hunter2hunter2',
    "password = 'hunter2hunter2",
    'first = "not closed\npassword = "hunter2hunter2"',
    "the error is password = hunter2hunter2",
    "error = token is hunter2hunter2",
    "DB_PASSWORD=hunter2hunter2 is wrong",
    "the password is hunter2hunter2",
    'var.database_name is "hunter2hunter2"',
    '"api_key": "hunter2hunter2"',
    "x-api-key: hunter2hunter2",
    "'token': 'hunter2hunter2'",
    '{"Password":"hunter2hunter2"}',
    '{\\"Password\\":\\"hunter2hunter2\\"}',
    '{\\"body\\": \\"hunter2hunter2\\"}',
    '{\\\\"Password\\\\":\\\\"hunter2hunter2\\\\"}',
    'message: "cannot log in with password=hunter2hunter2"',
    'error: "the password is hunter2hunter2"',
    "message=password=hunter2hunter2",
    "region=eu&password=hunter2hunter2",
    "a=b;secret=hunter2hunter2",
    "https://user:hunter2hunter2@example.com/path",
    "https://user:hunter2@hunter2hunter2@example.com/path",
    "https://user:a/hunter2hunter2@example.com/path",
    "https://hunter2hunter2@example.com/path",
    "postgres://user:hunter2hunter2@db:5432/x",
    "https://example.com/?X-Amz-Signature=hunter2hunter2",
    "https://example.com/path?a=b&key=hunter2hunter2#part",
    "https://example.com/#access_token=hunter2hunter2",
    "Authorization: Bearer hunter2hunter2",
    "authorization: Basic hunter2hunter2==",
    "Authorization: hunter2hunter2",
    "sent Bearer hunter2hunter2 to it",
    'passwords = ["a", "hunter2hunter2"]',
    '"words": [\n  "hunter2hunter2"\n]',
    'name => "hunter2hunter2"',
    'user_data: "a" -> "hunter2hunter2"',
    "user_data = <<-EOT\n  hunter2hunter2\n  EOT",
    '.tags["a"]: was cty.StringVal("b"), but now cty.StringVal("hunter2hunter2").',
    'planned value cty.StringVal("hunter2hunter2") for a non-computed attribute',
    "Cookie: session=hunter2hunter2; other=1",
    "Set-Cookie: hunter2hunter2",
    "-----BEGIN PRIVATE KEY-----\nhunter2hunter2\n-----END PRIVATE KEY-----",
    "-----BEGIN CERTIFICATE-----\nhunter2hunter2",
    '"-----BEGIN OPENSSH PRIVATE KEY-----\\nhunter2hunter2\\n-----END OPENSSH PRIVATE KEY-----"',
    "Value 'hunter2hunter2' at 'description' failed to satisfy constraint",
    'Invalid value "hunter2hunter2" for name',
    'expected mode to be one of ["A" "B"], got hunter2hunter2',
    "expected length of name to be in range (1 - 8), got hunter2hunter2",
    'expected "description" to match pattern, got: hunter2hunter2 here',
]


@pytest.mark.parametrize("text", LEAKS)
def test_what_is_assigned_to_a_name_or_sent_along_goes(text: str) -> None:
    assert SECRET in text

    assert SECRET not in masked_words(text)


@pytest.mark.parametrize("text", [
    PEM,
    PEM.replace("\n", "\n│ "),
    f"key: {PEM}",
    "AKIA" + "A1B2" * 4,
    "ASIA" + "A1B2" * 4,
    "glpat-abcdefgh12345678",
    "ghp_abcdefgh12345678",
    "github_pat_abcdefgh12345678",
    "xoxb-123456-abcdef",
    "npm_abcdefgh12345678",
    "sk_live_abcdefgh12345678",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
    "0123456789abcdef0123456789abcdef",
    RANDOM,
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
], ids=lambda text: text[:16])  # fmt: skip
def test_what_looks_like_a_secret_goes(text: str) -> None:
    seen = masked_words(f"before {text} after")

    assert [word for word in text.split() if len(word) > 9 and word in seen] == []
    assert seen.startswith("before ")
    assert MASK in seen


@pytest.mark.parametrize("text", [
    "User: arn:aws:sts::111111111111:assumed-role/ci-plan/gitlab-77 is not authorized to perform",
    "kms:DescribeKey on resource: arn:aws:kms:us-east-2:1:key/9a1c0000-0000-4000-8000-000000000001",
    'module.streams.aws_kinesis_stream.this["raw_good"]: stream is being deleted',
    "on modules/storage/bucket.tf line 12, in resource aws_s3_bucket events:",
    "module.storage.aws_s3_bucket_server_side_encryption_configuration.events",
    "api error InvalidParameterException: Retention is too short",
    "operation error S3: HeadBucket, https response error StatusCode: 403, RequestID: 7X0",
    '{"__type":"AccessDeniedException","Message":"not allowed"}',
    'code: "AccessDenied", message: "Access Denied"',
    "The given key does not identify an element in this collection value.",
    "Terraform v1.15.5 on linux_amd64, provider registry.terraform.io/hashicorp/aws v6.10.0",
    "dial tcp 10.0.3.7:443: i/o timeout",
    "see https://developer.hashicorp.com/terraform/language/functions/index",
    "the token included in the request is invalid",
    "│ Error: Reference to undeclared input variable",
])  # fmt: skip
def test_what_a_reader_needs_stays(text: str) -> None:
    assert masked_words(text) == text


def test_the_rest_of_a_line_stays() -> None:
    text = 'Error: cannot log in: password = "hunter2hunter2" (line 7 of main.tf)'

    assert masked_words(text) == f"Error: cannot log in: password = {MASK} (line 7 of main.tf)"


def test_a_login_goes_and_its_host_stays() -> None:
    seen = masked_words("fetch https://ci:hunter2hunter2@example.com/modules.git: 404")

    assert seen == f"fetch https://{MASK}@example.com/modules.git: 404"


# Words that a sentence may be made of, and no secret is.
_secrets = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=6, max_size=40
).filter(lambda text: text.strip() == text and text not in MASK)
_around = st.text(max_size=40)


@given(_around, _secrets, _around)
def test_a_secret_that_is_given_never_appears(before: str, secret: str, after: str) -> None:
    assume(secret not in before + after)

    seen = masked_words(f"{before}{secret}{after}", [secret])

    assert secret not in seen.replace(MASK, "\x00")


@given(_secrets)
def test_nor_as_json_or_in_an_address_writes_it(secret: str) -> None:
    text = f"{json.dumps({'a': [secret]})} {json.dumps([secret], ensure_ascii=False)}"
    address = f"https://example.com/{quote(secret, safe='')}"

    seen = masked_words(f"{text} {address}", [secret])

    for written in (secret, json.dumps(secret)[1:-1], quote(secret, safe="")):
        assert written not in seen.replace(MASK, "\x00")


@given(st.lists(_secrets, max_size=3), _around)
def test_of_secrets_within_secrets_nothing_is_left(secrets: list[str], text: str) -> None:
    words = [*secrets, *(secret + "more" for secret in secrets)]

    seen = masked_words(text + " ".join(words), words)

    assert [secret for secret in secrets if secret in seen.replace(MASK, "\x00")] == []


@pytest.mark.parametrize("password", ["123456", "0", "12.5", "arn:x", "a b"], ids=str)
def test_a_password_may_look_like_anything(password: str) -> None:
    assert masked_words(f'db_password = "{password}"') == f"db_password = {MASK}"


@pytest.mark.parametrize(
    "part", ["a", "a.", "a:", "://:", "a=", '"', "\\'", "x is ", "value '", "a = ["]
)
def test_no_text_is_too_long(part: str) -> None:
    assert masked_words(part * 30_000 + "\npassword = hunter2hunter2").endswith(f"= {MASK}")


@given(st.sampled_from(LEAKS), _around, _around)
def test_what_stands_around_it_makes_no_difference(text: str, before: str, after: str) -> None:
    assume(SECRET not in before + after)

    assert SECRET not in masked_words(f"{before} {text} {after}")
