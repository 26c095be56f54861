"""What the salt's adapters say where AWS refuses; botocore's Stubber stands for AWS."""

from __future__ import annotations

import base64
import io
import json
import traceback
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError
from botocore.response import StreamingBody
from botocore.stub import Stubber

from tests.unit.salt.test_reporting import record
from toolkit.adapters.pseudonymizers import Pseudonymizers
from toolkit.adapters.salt_history import BucketHistory, FileHistory
from toolkit.adapters.secrets import SecretsManager
from toolkit.domain.salt.history import write_record
from toolkit.errors import ServiceError

SALT = bytes(range(100, 132))
TEXT = json.dumps({"entries": [{"salt": base64.b64encode(SALT).decode()}]})
TOKEN = "t" * 36


def client(service: str) -> Any:
    make: Any = boto3.client
    return make(service, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")


def refusing(operation: str, code: str) -> SecretsManager:
    stubbed = client("secretsmanager")
    stubber = Stubber(stubbed)
    stubber.add_client_error(operation, code, "because")
    stubber.activate()
    return SecretsManager(stubbed, "salt")


@pytest.mark.parametrize(
    ("code", "summary", "hint"),
    [
        ("ResourceNotFoundException", "there is no secret salt", "apply the environment first"),
        ("AccessDeniedException", "AWS answered AccessDeniedException", "operator_role_arns"),
        ("DecryptionFailure", "AWS answered DecryptionFailure", "operator_role_arns"),
        ("ThrottlingException", "AWS answered ThrottlingException", "wait a minute"),
        ("InvalidSignatureException", "InvalidSignatureException", "set this machine's clock"),
        ("ExpiredTokenException", "ExpiredTokenException", "log in again"),
        ("InternalServiceError", "InternalServiceError", "the service has trouble"),
    ],
)
def test_a_refusal_says_what_to_do(code: str, summary: str, hint: str) -> None:
    with pytest.raises(ServiceError, match=summary) as caught:
        refusing("describe_secret", code).look()

    assert hint in caught.value.hint


@pytest.mark.parametrize("code", ["ThrottlingException", "LimitExceededException"])
def test_a_refused_write_quotes_nothing_of_the_value(code: str) -> None:
    with pytest.raises(ServiceError) as caught:
        refusing("put_secret_value", code).put_pending(TEXT, TOKEN)

    assert_silent(caught.value)


def test_a_write_that_botocore_refuses_to_send_quotes_nothing_of_the_value() -> None:
    secret = SecretsManager(client("secretsmanager"), "salt")
    wrong: Any = [TEXT]

    with pytest.raises(ServiceError, match="cannot write the secret salt") as caught:
        secret.put_pending(wrong, TOKEN)

    assert_silent(caught.value)


def test_a_write_that_reaches_nobody_quotes_nothing_of_the_value() -> None:
    unreachable = client("secretsmanager")

    def fails(**_more: Any) -> None:
        raise EndpointConnectionError(endpoint_url="https://example.com")

    unreachable.meta.events.register("before-call", fails)

    with pytest.raises(ServiceError, match="could not be reached") as caught:
        SecretsManager(unreachable, "salt").put_pending(TEXT, TOKEN)

    assert_silent(caught.value)


def assert_silent(error: ServiceError) -> None:
    told = "".join(traceback.format_exception(error)) + f"{error.details} {error.hint}"
    assert base64.b64encode(SALT).decode() not in told
    assert error.__cause__ is None or base64.b64encode(SALT).decode() not in repr(error.__cause__)


def test_a_binary_value_is_no_text_of_ours() -> None:
    stubbed = client("secretsmanager")
    stubber = Stubber(stubbed)
    stubber.add_response("get_secret_value", {"SecretBinary": b"foreign"})
    stubber.activate()

    assert SecretsManager(stubbed, "salt").text(TOKEN, "AWSCURRENT") == ""


def test_versions_without_a_label_are_counted_over_all_pages() -> None:
    stubbed = client("secretsmanager")
    stubber = Stubber(stubbed)
    labelled = {"VersionId": TOKEN, "VersionStages": ["AWSCURRENT"]}
    for versions, more in (([labelled, {"VersionId": TOKEN}], {"NextToken": "n"}), ([{}], {})):
        stubber.add_response("list_secret_version_ids", {"Versions": versions, **more})
    stubber.activate()

    assert SecretsManager(stubbed, "salt").unlabelled() == 2


# --- Functions


def functions(operation: str, *answers: dict[str, Any]) -> Pseudonymizers:
    stubbed = client("lambda")
    stubber = Stubber(stubbed)
    for answer in answers:
        stubber.add_response(operation, answer)
    stubber.activate()
    return Pseudonymizers(stubbed, ("one",))


def invoked(payload: Any, **more: Any) -> dict[str, Any]:
    body = json.dumps(payload).encode()
    return {"Payload": StreamingBody(io.BytesIO(body), len(body)), **more}


def test_a_function_that_refuses_the_keyring_says_why() -> None:
    told = {"errorType": "KeyringError", "errorMessage": "the keyring has no entries"}

    with pytest.raises(ServiceError, match="does not accept the keyring: KeyringError") as caught:
        functions("invoke", invoked(told, FunctionError="Unhandled")).self_test("one", label="X")

    assert caught.value.details == ("the keyring has no entries",)


def test_another_error_of_a_function_is_not_quoted() -> None:
    told = {"errorType": "ValueError", "errorMessage": TEXT}

    with pytest.raises(ServiceError, match="ValueError") as caught:
        functions("invoke", invoked(told, FunctionError="Unhandled")).self_test("one", label="X")

    assert_silent(caught.value)


@pytest.mark.parametrize("answer", [{}, [], None, {"records": []}])
def test_a_function_without_a_self_test_is_an_older_one(answer: Any) -> None:
    with pytest.raises(ServiceError, match="knows no self-test"):
        functions("invoke", invoked(answer)).self_test("one", label="AWSCURRENT")


@pytest.mark.parametrize(
    ("variables", "seconds"), [({"SALT_CACHE_SECONDS": "900"}, 900), ({}, 300)]
)
def test_the_cache_time_is_that_of_the_deployed_function(
    variables: dict[str, str], seconds: int
) -> None:
    answer = {"Environment": {"Variables": variables}}

    (found,) = functions("get_function_configuration", answer).deployed()

    assert found.cache_seconds == seconds


def test_a_cache_time_that_is_no_number_is_called_out() -> None:
    answer = {"Environment": {"Variables": {"SALT_CACHE_SECONDS": "soon"}}}

    with pytest.raises(ServiceError, match="is no number of seconds"):
        functions("get_function_configuration", answer).deployed()


# --- The history


def test_a_file_keeps_every_line_and_leaves_out_what_is_none(tmp_path: Path) -> None:
    said: list[str] = []
    path = tmp_path / "state" / "history.jsonl"
    history = FileHistory(path, said.append)

    history.append(record("begun", 1))
    with path.open("a") as file:
        file.write("half a li\n")
    history.append(record("done", 2))

    assert history.records() == (record("begun", 1), record("done", 2))
    assert "history.jsonl:2 is left out" in said[0]


def test_a_history_that_was_never_written_is_empty(tmp_path: Path) -> None:
    assert FileHistory(tmp_path / "none", print).records() == ()


def test_a_history_that_cannot_be_written_stops_the_change(tmp_path: Path) -> None:
    (tmp_path / "state").touch()

    with pytest.raises(ServiceError, match="cannot be used") as caught:
        FileHistory(tmp_path / "state" / "history", print).append(record("begun", 1))

    assert "nothing was changed" in caught.value.hint


def test_a_record_that_is_in_the_bucket_stays_as_it_is() -> None:
    stubbed = client("s3")
    stubber = Stubber(stubbed)
    one = record("begun", 1)
    stubber.add_client_error(
        "put_object",
        "PreconditionFailed",
        expected_params={
            "Bucket": "state",
            "Key": f"prod.salt-history/{one.key}.json",
            "Body": write_record(one).encode(),
            "ContentType": "application/json",
            "IfNoneMatch": "*",
        },
    )
    stubber.activate()

    BucketHistory(stubbed, "state", "prod.salt-history/", print).append(one)

    stubber.assert_no_pending_responses()


def test_a_bucket_that_refuses_the_record_stops_the_change() -> None:
    stubbed = client("s3")
    stubber = Stubber(stubbed)
    stubber.add_client_error("put_object", "AccessDenied")
    stubber.activate()

    with pytest.raises(ServiceError, match="cannot write the history to the bucket state"):
        BucketHistory(stubbed, "state", "p/", print).append(record("begun", 1))
