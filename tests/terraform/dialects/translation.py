"""What generation aws3 says another way, in the words of aws6."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from tests.terraform.dialects.mocked import Planned

Values = dict[str, Any]
Said = Iterator[tuple[str, Values]]
"""Addresses and what aws6 would have said there."""


def translated(planned: Planned) -> Planned:
    """The resources of an aws3 plan as aws6 would have planned them."""
    return {
        address: values
        for original, one in planned.items()
        for address, values in TRANSLATIONS.get(one["type"], _same)(original, dict(one))
    }


def _same(address: str, values: Values) -> Said:
    yield address, values


def _elastic_ip(address: str, values: Values) -> Said:
    assert values.pop("vpc") is True
    yield address, {**values, "domain": "vpc"}


def _delivery(address: str, values: Values) -> Said:
    (configuration,) = values["extended_s3_configuration"]
    renamed = {"buffer_size": "buffering_size", "buffer_interval": "buffering_interval"}
    said = {renamed.get(name, name): value for name, value in configuration.items()}
    yield address, {**values, "extended_s3_configuration": [said]}


def _bucket(address: str, values: Values) -> Said:
    """One resource with blocks becomes one resource for each block."""
    place, _, name = address.rpartition(".")
    place = place.removesuffix("aws_s3_bucket")
    bucket = {"bucket": values["bucket"]}
    own = {"type", "bucket", "force_destroy", "tags"}
    yield address, {key: value for key, value in values.items() if key in own}
    for block, (kind, said) in _BLOCKS.items():
        if block in values:
            described = {"type": kind, **bucket, **said(values[block])}
            yield f"{place}{kind}.{name}", described


def _versioning(blocks: list[Values]) -> Values:
    (block,) = blocks
    status = "Enabled" if block["enabled"] else "Suspended"
    return {"versioning_configuration": [{"status": status}]}


def _encryption(blocks: list[Values]) -> Values:
    ((rule,),) = (block["rule"] for block in blocks)
    return {"rule": [rule]}


def _logging(blocks: list[Values]) -> Values:
    (block,) = blocks
    return {name: block[name] for name in ("target_bucket", "target_prefix")}


def _lifecycle(rules: list[Values]) -> Values:
    return {"rule": [dict(_rule(rule)) for rule in rules]}


def _rule(rule: Values) -> Iterator[tuple[str, Any]]:
    yield "id", rule["id"]
    yield "status", "Enabled" if rule["enabled"] else "Disabled"
    yield "filter", [{"prefix": rule["prefix"]}] if rule.get("prefix") else []
    yield "expiration", rule["expiration"]
    yield (
        "noncurrent_version_expiration",
        [{"noncurrent_days": version["days"]} for version in rule["noncurrent_version_expiration"]],
    )
    days = rule.get("abort_incomplete_multipart_upload_days")
    yield "abort_incomplete_multipart_upload", [{"days_after_initiation": days}] if days else []


def _function(address: str, values: Values) -> Said:
    """The stack's function and alias."""
    described = json.loads(values["template_body"])["Resources"]
    function = described["Function"]["Properties"]
    place, _, key = address.partition("aws_cloudformation_stack.function")
    yield (
        f"{place}aws_lambda_function.this{key}",
        {
            "type": "aws_lambda_function",
            "function_name": function["FunctionName"],
            "description": function["Description"],
            "role": function["Role"],
            "handler": function["Handler"],
            "runtime": function["Runtime"],
            "architectures": function["Architectures"],
            "s3_bucket": function["Code"]["S3Bucket"],
            "s3_key": function["Code"]["S3Key"],
            "memory_size": function["MemorySize"],
            "timeout": function["Timeout"],
            "reserved_concurrent_executions": function.get("ReservedConcurrentExecutions", -1),
            "environment": [{"variables": function["Environment"]["Variables"]}],
            "tracing_config": [{"mode": function["TracingConfig"]["Mode"]}],
            "tags": {tag["Key"]: tag["Value"] for tag in function["Tags"]},
        },
    )
    alias = described["Live"]["Properties"]
    yield (
        f"{place}aws_lambda_alias.live{key}",
        {
            "type": "aws_lambda_alias",
            "name": alias["Name"],
            "description": alias["Description"],
            "function_name": function["FunctionName"],
        },
    )


_BLOCKS: dict[str, tuple[str, Callable[[list[Values]], Values]]] = {
    "versioning": ("aws_s3_bucket_versioning", _versioning),
    "server_side_encryption_configuration": (
        "aws_s3_bucket_server_side_encryption_configuration",
        _encryption,
    ),
    "logging": ("aws_s3_bucket_logging", _logging),
    "lifecycle_rule": ("aws_s3_bucket_lifecycle_configuration", _lifecycle),
}

TRANSLATIONS: dict[str, Callable[[str, Values], Said]] = {
    "aws_cloudformation_stack": _function,
    "aws_eip": _elastic_ip,
    "aws_kinesis_firehose_delivery_stream": _delivery,
    "aws_s3_bucket": _bucket,
}
