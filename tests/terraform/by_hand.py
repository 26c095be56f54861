"""What somebody changes in the embedded AWS, past Terraform."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.embedded.conftest import Clients, clients_of
from toolkit.embedded import server


@dataclass(frozen=True)
class Hands:
    """Somebody at work in the AWS of a project's `local`."""

    clients: Clients

    @classmethod
    def at(cls, project: Path) -> Hands:
        running = server.status(project)
        assert running is not None
        return cls(clients_of(running))

    def scale_collectors(self, tasks: int) -> None:
        name = "snowplow-local-collectors"
        self.clients("ecs").update_service(cluster=name, service=name, desiredCount=tasks)

    def keep_flow_logs(self, days: int) -> None:
        self.clients("logs").put_retention_policy(
            logGroupName="/vpc/snowplow-local", retentionInDays=days
        )

    def store_events_without_our_key(self) -> None:
        self.clients("s3").delete_bucket_encryption(Bucket="snowplow-local-events")

    def let_somebody_decrypt_the_keyring(self) -> None:
        kms = self.clients("kms")
        (key,) = (
            alias["TargetKeyId"]
            for alias in kms.list_aliases()["Aliases"]
            if alias["AliasName"] == "alias/snowplow-local-salt"
        )
        which: dict[str, Any] = {"KeyId": key, "PolicyName": "default"}
        policy = json.loads(kms.get_key_policy(**which)["Policy"])
        newcomer = {"AWS": "arn:aws:iam::123456789012:role/newcomer"}
        allows = {"Effect": "Allow", "Principal": newcomer, "Action": "kms:Decrypt"}
        policy["Statement"].append({**allows, "Resource": "*"})
        kms.put_key_policy(**which, Policy=json.dumps(policy))

    def delete_a_function(self) -> None:
        formation = self.clients("cloudformation")
        (stack,) = (
            stack["StackName"]
            for stack in formation.describe_stacks()["Stacks"]
            if "raw-bad" in stack["StackName"]
        )
        formation.delete_stack(StackName=stack)
