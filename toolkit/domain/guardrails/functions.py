"""The pipeline's functions, whichever resource holds them: one of their own or a stack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from toolkit.domain.environment import Environment
from toolkit.domain.guardrails.case import Case
from toolkit.domain.guardrails.values import block, document, text
from toolkit.domain.plan import Change, Facts

HOLDERS = ("aws_lambda_function", "aws_cloudformation_stack")
"""Types of resources that hold functions."""

KINDS = {"enriched_good": "enriched", "enriched_bad": "bad", "raw_bad": "bad"}
"""What each Firehose path carries, as its function is told."""

THE_CODE = ("source_code_hash", "code_sha256", "s3_key", "s3_object_version", "image_uri")
"""What changes with a function's code, in Terraform's words."""

CODE = {
    "handler": "Handler",
    "runtime": "Runtime",
    "layers": "Layers",
    "role": "Role",
    "package_type": "PackageType",
    "image_config": "ImageConfig",
    "environment": "Environment",
}
"""What decides beside its code what a function does to a record, in Terraform's words and in
CloudFormation's; sizes, times and tags do not."""

_OTHERS = {
    "function_name": "FunctionName",
    "architectures": "Architectures",
    "reserved_concurrent_executions": "ReservedConcurrentExecutions",
    "version": "Version",
}
_PLACES = {
    "s3_bucket": "S3Bucket",
    "s3_key": "S3Key",
    "s3_object_version": "S3ObjectVersion",
    "image_uri": "ImageUri",
}


@dataclass(frozen=True)
class Settings:
    """What a function is set to, in CloudFormation's words."""

    values: dict[str, Any]

    def get(self, word: str) -> Any:
        """One of them; None where it is not set."""
        return self.values.get(word)

    @property
    def code(self) -> dict[str, Any]:
        """Where its code lies."""
        return block(self.get("Code"))

    @property
    def variables(self) -> Any:
        """Its variables by name, or what stands for them."""
        return block(self.get("Environment")).get("Variables")


@dataclass(frozen=True)
class Function:
    """A function as it will be, and the resource that holds it."""

    change: Change
    name: str
    settings: Settings


def functions(case: Case) -> Iterator[Function]:
    """Every function of which a plan knows the settings."""
    for change, after in case.planned(*HOLDERS):
        for settings in settings_of(after):
            name = text(settings.get("FunctionName")) or text(after.get("name"))
            yield Function(change, name, settings)


def settings_of(facts: Facts) -> Iterator[Settings]:
    """Every function that a resource is or holds."""
    if "template_body" in facts:
        yield from map(Settings, of_type("Function", resources(facts)).values())
        return
    known = {**CODE, **_OTHERS}
    yield Settings(
        {
            **{word: facts[name] for name, word in known.items() if name in facts},
            "Code": {word: facts[name] for name, word in _PLACES.items() if name in facts},
            "Environment": {"Variables": block(facts.get("environment")).get("variables")},
        }
    )


def resources(facts: Facts) -> dict[str, dict[str, Any]]:
    """What a stack is made of, by its names there; empty where nobody knows."""
    stack = document(facts.get("template_body"))
    found = stack.get("Resources") if isinstance(stack, dict) else None
    return found if isinstance(found, dict) else {}


def of_type(kind: str, found: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """What is set of a stack's resources of one of Lambda's types, by their names there."""
    return {
        name: block(resource.get("Properties"))
        for name, resource in found.items()
        if resource.get("Type") == f"AWS::Lambda::{kind}"
    }


def function_of(environment: Environment, path: str) -> str:
    """The name of a Firehose path's function."""
    return f"{environment.prefix}-pseudonymizer-{path.replace('_', '-')}"
