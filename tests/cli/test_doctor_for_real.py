"""`snowops doctor` over real sockets: moto stands for AWS, small servers for what moto has not.

staging is moto's account, 123456789012.
"""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.adapters.health.test_clock import IDENTITY
from tests.adapters.health.test_gitlab_token import SECRET, described, gitlab
from tests.adapters.health.test_permissions import without as permitting_all_but
from tests.answering import Answer, Request, answering, silence
from tests.cli.conftest import Snowops
from tests.cli.test_doctor import check, outcomes, replace
from tests.embedded.functions import ROLE
from tests.iam import SimulatedRole
from tests.unit.roles.test_roles import roles_of
from toolkit.adapters.environment_files import load
from toolkit.domain.deployed_function import function_names
from toolkit.embedded import server
from toolkit.embedded.instance import EmbeddedAws

pytestmark = pytest.mark.embedded

ACCOUNT = "123456789012"
PLANS = f"arn:aws:iam::{ACCOUNT}:role/plan"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedAws]:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    yield server.up(elsewhere, report=lambda _: None)
    server.down(elsewhere)


@pytest.fixture
def cloud(running: EmbeddedAws, project: Path, monkeypatch: pytest.MonkeyPatch) -> EmbeddedAws:
    """An empty account that staging lives in, and credentials for it."""
    server.reset(running.log.parent.parent)
    replace(project, "111111111111", ACCOUNT)
    monkeypatch.setenv("AWS_ENDPOINT_URL", running.endpoint)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    return running


@pytest.fixture(autouse=True)
def _nobody_s_own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "no-config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "no-credentials"))
    for name in (
        "AWS_PROFILE",
        "AWS_SESSION_TOKEN",
        "GITLAB_TOKEN",
        "CI_SERVER_URL",
        "CI_API_V4_URL",
    ):
        monkeypatch.delenv(name, raising=False)


def client(aws: EmbeddedAws, service: str, region: str = "us-east-2") -> Any:
    make: Any = boto3.client
    return make(
        service,
        region_name=region,
        endpoint_url=aws.endpoint,
        aws_access_key_id="a",
        aws_secret_access_key="b",
    )


# --- The account


@pytest.mark.usefixtures("cloud")
def test_a_missing_bucket_fails_is_made_and_passes_and_its_lock_works(snowops: Snowops) -> None:
    before = snowops("doctor", "staging", "--json")
    fixed = snowops("doctor", "staging", "--fix", "--json")
    after = snowops("doctor", "staging", "--json")

    assert (before.code, fixed.code, after.code) == (1, 0, 0)
    assert outcomes(before)["state bucket"] == "failed"
    assert outcomes(after)["state bucket"] == outcomes(after)["artifact bucket"] == "passed"
    assert (
        check(after, "lock")["sentence"] == "a second lock is refused, and nobody holds the first"
    )


@pytest.mark.usefixtures("cloud")
def test_another_account_is_one_failure(project: Path, snowops: Snowops) -> None:
    replace(project, ACCOUNT, "999999999999")

    shown = snowops("doctor", "staging", "--json")

    assert shown.code == 1
    assert "belong to account 123456789012" in check(shown, "credentials")["sentence"]
    assert [name for name, each in outcomes(shown).items() if each == "failed"] == ["credentials"]


def test_a_metadata_service_that_never_answers_is_not_waited_for(
    cloud: EmbeddedAws, snowops: Snowops, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_EC2_METADATA_DISABLED"):
        monkeypatch.delenv(name, raising=False)

    with silence() as metadata:
        monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.url)
        shown = snowops("doctor", "staging", "--json")

    assert check(shown, "credentials")["outcome"] == "failed"
    assert "AWS credentials are missing" in check(shown, "credentials")["sentence"]
    # A token and a role's name, once each; every one is waited for a second.
    assert 1 <= len(metadata.heard) <= 2


@pytest.mark.parametrize(
    ("minutes", "outcome"), [(0, "passed"), (3, "warned"), (10, "failed"), (-10, "failed")]
)
def test_a_clock_that_is_wrong_is_noticed(
    cloud: EmbeddedAws,
    snowops: Snowops,
    monkeypatch: pytest.MonkeyPatch,
    minutes: int,
    outcome: str,
) -> None:
    def answer(_request: Request) -> Answer:
        there = datetime.now(UTC) - timedelta(minutes=minutes)
        body = IDENTITY.replace("111111111111", ACCOUNT)
        return Answer(body=body, headers={"Date": format_datetime(there, usegmt=True)})

    with answering(answer) as wrong:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", wrong.url)
        shown = snowops("doctor", "staging", "--json")

    assert outcomes(shown)["credentials"] == "passed"
    assert check(shown, "clock")["outcome"] == outcome


def test_what_takes_long_says_what_it_is_at(
    cloud: EmbeddedAws, snowops: Snowops, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(_request: Request) -> Answer:
        time.sleep(2.5)
        return Answer(body=IDENTITY)

    with answering(slow) as sts:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", sts.url)
        shown = snowops("doctor", "staging")

    assert "clock ...\ncredentials ...\n" in shown.err


def test_what_the_credentials_may_not_look_at_is_no_failure(
    cloud: EmbeddedAws, snowops: Snowops, monkeypatch: pytest.MonkeyPatch
) -> None:
    no = Answer(400, json.dumps({"__type": "AccessDeniedException", "message": "no"}))
    snowops("doctor", "staging", "--fix")

    with answering(lambda _: no) as refusing:
        monkeypatch.setenv("AWS_ENDPOINT_URL_KMS", refusing.url)
        monkeypatch.setenv("AWS_ENDPOINT_URL_SECRETS_MANAGER", refusing.url)
        shown = snowops("doctor", "staging", "--json")

    found = outcomes(shown)
    assert shown.code == 0
    assert found["secret"] == found["keys"] == "warned"
    assert "AccessDeniedException" in check(shown, "keys")["sentence"]
    assert "with credentials that may look" in check(shown, "keys")["fix"]


# --- Permissions


def simulated(
    role: SimulatedRole, project: Path, snowops: Snowops, monkeypatch: pytest.MonkeyPatch
) -> Any:
    """What doctor says of the permissions of a role that the environment names."""
    replace(project, f'account_id: "{ACCOUNT}"', f'account_id: "{ACCOUNT}"\n  role_arn: {PLANS}')
    with answering(role) as iam:
        monkeypatch.setenv("AWS_ENDPOINT_URL_IAM", iam.url)
        shown = snowops("doctor", "staging", "--json")
    assert "(role of the environment)" in check(shown, "credentials")["sentence"]
    return check(shown, "permissions")


@pytest.mark.usefixtures("cloud")
def test_a_role_that_may_plan_passes(
    project: Path, snowops: Snowops, monkeypatch: pytest.MonkeyPatch
) -> None:
    policies = roles_of(load(project / "environments", "staging").environment).plan

    found = simulated(SimulatedRole(PLANS, policies), project, snowops, monkeypatch)

    assert found["outcome"] == "passed"


@pytest.mark.usefixtures("cloud")
def test_a_role_that_lacks_an_action_fails_and_the_action_is_named(
    project: Path, snowops: Snowops, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = load(project / "environments", "staging").environment
    policies = permitting_all_but("kinesis:DescribeStreamSummary", roles_of(environment).plan)

    found = simulated(SimulatedRole(PLANS, policies), project, snowops, monkeypatch)

    assert found["outcome"] == "failed"
    assert [line.partition(" ")[0] for line in found["details"]] == [
        "kinesis:DescribeStreamSummary"
    ]


@pytest.mark.usefixtures("cloud")
@pytest.mark.parametrize("operation", ["SimulatePrincipalPolicy", "GetRole"])
def test_a_role_that_may_not_ask_iam_is_warned_at_most(
    project: Path, snowops: Snowops, monkeypatch: pytest.MonkeyPatch, operation: str
) -> None:
    everything = {"Statement": [{"Action": ["*"], "Resource": ["*"]}]}
    role = SimulatedRole(PLANS, (everything,), {operation: "AccessDenied"})

    found = simulated(role, project, snowops, monkeypatch)

    assert found["outcome"] == ("passed" if operation == "GetRole" else "warned")


# --- What runs


@pytest.fixture
def local(project: Path) -> Iterator[EmbeddedAws]:
    """The project's own embedded AWS."""
    yield server.up(project, report=lambda _: None)
    server.down(project)


def test_an_embedded_aws_that_runs_is_looked_at(local: EmbeddedAws, snowops: Snowops) -> None:
    shown = snowops("doctor", "local", "--json")

    found = outcomes(shown)
    assert shown.code == 0
    assert local.endpoint in check(shown, "embedded AWS")["sentence"]
    assert found["functions"] == found["secret"] == found["keys"] == "skipped"
    assert check(shown, "functions")["sentence"] == "nothing is deployed yet"


@pytest.mark.artifact
def test_functions_are_compared_with_what_the_checkout_builds(
    local: EmbeddedAws, project: Path, snowops: Snowops
) -> None:
    made = json.loads(snowops("package", "local", "--json").out)["artifacts"][0]
    content = Path(made["path"]).read_bytes()
    deploy(local, project, content)

    same = snowops("doctor", "local", "--json")
    (project / "environments" / "local.yaml").write_text(
        (project / "environments" / "local.yaml")
        .read_text()
        .replace("architecture: x86_64", "architecture: arm64")
    )
    other = snowops("doctor", "local", "--json")

    assert check(same, "functions")["outcome"] == "passed"
    assert hashlib.sha256(content).hexdigest()[:12] in check(same, "functions")["sentence"]
    assert check(other, "functions")["outcome"] == "warned"
    assert len(check(other, "functions")["details"]) == 3
    # Events wait for a secret and keys that are not there.
    assert outcomes(same)["secret"] == outcomes(same)["keys"] == "failed"
    assert sorted(path.name for path in (project / "build" / "artifacts").iterdir()) == [
        Path(made["path"]).name
    ]


def deploy(aws: EmbeddedAws, project: Path, content: bytes) -> None:
    """The three functions with an alias `live`, as an apply leaves them."""
    functions = client(aws, "lambda", "us-east-1")
    trust = {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"Service": "lambda.amazonaws.com"},
    }
    client(aws, "iam").create_role(
        RoleName=ROLE.rpartition("/")[2],
        AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
    )
    for name in function_names(load(project / "environments", "local").environment.prefix):
        made = functions.create_function(
            FunctionName=name,
            Runtime="python3.13",
            Handler="runtime.handler.handle",
            Role=ROLE,
            Code={"ZipFile": content},
            Publish=True,
        )
        digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
        assert made["CodeSha256"] == digest
        functions.create_alias(FunctionName=name, Name="live", FunctionVersion=made["Version"])


# --- GitLab


TODAY = datetime.now(UTC).date()


def far(days: int) -> str:
    return date.isoformat(TODAY + timedelta(days=days))


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        pytest.param(200, described(expires_at=far(90)), "passed", id="valid"),
        pytest.param(
            200, described(expires_at=far(90), scopes=["read_api"]), "failed", id="wrong scope"
        ),
        pytest.param(200, described(expires_at=far(3)), "warned", id="expires soon"),
        pytest.param(200, described(expires_at=far(90), active=False), "failed", id="revoked"),
        pytest.param(401, {"message": "401 Unauthorized"}, "failed", id="not known"),
        pytest.param(500, {"message": SECRET}, "failed", id="a server in trouble"),
    ],
)
def test_a_gitlab_token_is_looked_at_and_never_shown(
    project: Path,
    snowops: Snowops,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    body: Any,
    outcome: str,
) -> None:
    with gitlab(status, body) as there:
        monkeypatch.setenv("CI_SERVER_URL", there.url)
        monkeypatch.setenv("GITLAB_TOKEN", SECRET)
        as_json, on_screen = snowops("doctor", "--json"), snowops("doctor")

    assert check(as_json, "token")["outcome"] == outcome
    assert as_json.code == on_screen.code == (1 if outcome == "failed" else 0)
    for text in (as_json.out, as_json.err, on_screen.out, on_screen.err):
        assert SECRET not in text


def test_a_gitlab_that_cannot_be_reached_is_one_failure(
    project: Path, snowops: Snowops, monkeypatch: pytest.MonkeyPatch
) -> None:
    with gitlab(200, described()) as there:
        monkeypatch.setenv("CI_SERVER_URL", there.url)
    monkeypatch.setenv("GITLAB_TOKEN", SECRET)

    shown = snowops("doctor", "--json")

    assert shown.code == 1
    assert check(shown, "token")["outcome"] == "failed"
    assert "could not be asked" in check(shown, "token")["sentence"]
    assert SECRET not in shown.out + shown.err
