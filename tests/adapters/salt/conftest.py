"""A real embedded AWS with a real function, whose secret every test finds empty."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
import pytest
from botocore.config import Config
from ruamel.yaml import YAML

from toolkit.adapters.pseudonymizers import ALIAS, Pseudonymizers
from toolkit.adapters.salt_history import BucketHistory
from toolkit.adapters.secrets import SecretsManager
from toolkit.domain.allowlist import compile_rules, read
from toolkit.domain.salt.keyring import Keyring
from toolkit.domain.salt.labels import CURRENT
from toolkit.domain.salt.secret_text import read_keyring, write_keyring
from toolkit.embedded import server
from toolkit.embedded.server import EmbeddedAws
from toolkit.workflows.salt.parties import Parties, Source

ROOT = Path(__file__).parents[3]
SECRET, FUNCTION, ROTATOR, BUCKET = "test-salt", "test-pseudonymizer", "test-rotation", "test-state"
CACHE_SECONDS = 10


def artifact() -> bytes:
    """The runtime and its rules, as they are packaged, without wheels."""
    memory = io.BytesIO()
    allowlist, _ = read(YAML(typ="safe").load(ROOT / "environments" / "allowlist.yaml"))
    assert allowlist is not None
    with zipfile.ZipFile(memory, "w") as archive:
        for module in (ROOT / "toolkit" / "runtime").glob("*.py"):
            archive.write(module, f"runtime/{module.name}")
        archive.writestr("rules.json", json.dumps(compile_rules(allowlist, "empty")))
    return memory.getvalue()


@dataclass(frozen=True)
class Account:
    """The embedded AWS as tests see it."""

    aws: EmbeddedAws

    def client(self, service: str) -> Any:
        make: Any = boto3.client
        return make(
            service,
            region_name="us-east-1",
            endpoint_url=self.aws.endpoint,
            aws_access_key_id="local",
            aws_secret_access_key="local",
            config=Config(retries={"total_max_attempts": 1}, proxies={}),
        )

    def set_up(self) -> None:
        """One function for events behind its alias, one for rotation, a bucket."""
        self.client("s3").create_bucket(Bucket=BUCKET)
        create_function(self, FUNCTION, "handler", artifact(), SECRET)
        create_function(self, ROTATOR, "rotation", artifact(), SECRET)


def create_function(account: Account, name: str, handler: str, code: bytes, secret: str) -> None:
    """A function behind its alias, started once: that may take long on a busy machine."""
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}}
    document = {"Version": "2012-10-17", "Statement": [{**trust, "Action": "sts:AssumeRole"}]}
    role = account.client("iam").create_role(
        RoleName=name, AssumeRolePolicyDocument=json.dumps(document)
    )
    functions = account.client("lambda")
    variables = {"SALT_SECRET_ID": secret, "SALT_CACHE_SECONDS": str(CACHE_SECONDS)}
    functions.create_function(
        FunctionName=name,
        Runtime="python3.13",
        Handler=f"runtime.{handler}.handle",
        Role=role["Role"]["Arn"],
        Code={"ZipFile": code},
        Timeout=30,
        Environment={"Variables": {**variables, "EVENT_KIND": "enriched"}},
    )
    functions.publish_version(FunctionName=name)
    functions.create_alias(FunctionName=name, Name=ALIAS, FunctionVersion="1")
    functions.invoke(FunctionName=name, Payload=b"{}")


class World:
    """An empty secret and history, and the parties that speak with them."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.secrets = account.client("secretsmanager")
        self.secrets.delete_secret(SecretId=SECRET, ForceDeleteWithoutRecovery=True)
        self.secrets.create_secret(Name=SECRET)
        self.prefix = f"{uuid4()}/"

    def parties(
        self, meddle: Callable[[Any], None] = lambda _client: None, operator: str = "anna"
    ) -> Parties:
        """Real adapters; `meddle` is shown each boto3 client that they use."""
        clients = [self.account.client(name) for name in ("secretsmanager", "lambda", "s3")]
        for client in clients:
            meddle(client)
        secrets, functions, s3 = clients
        return Parties(
            secret=SecretsManager(secrets, SECRET),
            functions=Pseudonymizers(functions, (FUNCTION,)),
            history=BucketHistory(s3, BUCKET, self.prefix, lambda _text: None),
            source=Source(
                random=os.urandom,
                token=lambda: str(uuid4()),
                now=lambda: datetime.now(UTC),
                operator=lambda: operator,
                sleep=lambda _seconds: None,
                say=lambda _text: None,
            ),
        )

    def hold(self, keyring: Keyring) -> None:
        """Lets the secret hold a keyring, whatever it held."""
        self.put(write_keyring(keyring))

    def put(self, text: str, *labels: str) -> str:
        """Stores a version as somebody else would; its id."""
        answer = self.secrets.put_secret_value(
            SecretId=SECRET, SecretString=text, VersionStages=list(labels or (CURRENT,))
        )
        return str(answer["VersionId"])

    @property
    def labels(self) -> dict[str, list[str]]:
        """Labels of each version that has any."""
        stages = self.secrets.describe_secret(SecretId=SECRET).get("VersionIdsToStages", {})
        return {version: labels for version, labels in stages.items() if labels}

    @property
    def keyring(self) -> Keyring:
        """The current keyring."""
        answer = self.secrets.get_secret_value(SecretId=SECRET, VersionStage=CURRENT)
        return read_keyring(answer["SecretString"])


@pytest.fixture(scope="session")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    project = tmp_path_factory.mktemp("salt")
    account = Account(server.up(project, report=lambda _line: None))
    account.set_up()
    yield account
    server.down(project)


@pytest.fixture
def world(account: Account) -> World:
    return World(account)
