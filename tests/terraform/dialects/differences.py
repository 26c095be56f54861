"""Where the two generations may differ, and why that is no difference in what the pipeline does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.terraform.dialects.mocked import Planned

SAID_ANOTHER_WAY = {
    "aws_cloudformation_stack": "Provider 3.39.0 refuses every current Python runtime, so a stack "
    "holds the function and its alias; the comparison reads them out of the stack's template.",
    "aws_eip": '`vpc = true` became `domain = "vpc"`.',
    "aws_kinesis_firehose_delivery_stream": "`buffer_size` and `buffer_interval` became "
    "`buffering_size` and `buffering_interval`.",
    "aws_s3_bucket": "Blocks of the bucket became resources: versioning, encryption, logging, "
    "lifecycle.",
}
"""What `translation.py` translates, by the type that aws3 uses."""

SAID_BY_AWS6_ALONE = {
    ("aws_dynamodb_table", "deletion_protection_enabled"): "Provider 3.39.0 does not know it; "
    "`local` is meant to be deleted.",
    ("aws_kinesis_stream", "stream_mode_details"): "Provider 3.39.0 makes provisioned streams "
    "only; the model refuses `on-demand` for it.",
    ("aws_lambda_alias", "function_version"): "The stack's alias refers to the version inside the "
    "template.",
    ("aws_lambda_function", "publish"): "The stack makes a version by naming one after the digest "
    "of what it freezes.",
    ("aws_lambda_function", "source_code_hash"): "The artifact's digest is part of its key, which "
    "both say.",
    ("aws_lb_listener", "tags"): "Provider 3.39.0 cannot tag a listener.",
    ("aws_s3_bucket_ownership_controls", None): "Provider 3.39.0 does not know "
    "`BucketOwnerEnforced`; AWS makes new buckets so.",
}
"""Type and argument, or the whole resource where the argument is None; with the reason."""


def differences(aws3: Planned, aws6: Planned) -> Iterator[tuple[str, str | None, str, str]]:
    """Type, argument, address and both values of everything that the generations plan otherwise."""
    for address in sorted({*aws3, *aws6}):
        one, other = aws3.get(address), aws6.get(address)
        if one is None or other is None:
            kind = str((one or other or {})["type"])
            yield kind, None, address, f"only in {'aws6' if one is None else 'aws3'}"
            continue
        for name in sorted({*one, *other}):
            values = [canonical(side.get(name)) for side in (one, other)]
            if values[0] != values[1]:
                yield one["type"], name, address, f"{values[0]!r} in aws3, {values[1]!r} in aws6"


def canonical(value: Any) -> Any:
    """A value without what is empty, numbers as texts, a processor's parameters by name.

    AWS sees no difference in any of the three.
    """
    if isinstance(value, dict):
        filled = {name: canonical(below) for name, below in value.items()}
        return {name: below for name, below in filled.items() if below not in (None, [], {}, "")}
    if isinstance(value, list):
        items = [item for item in map(canonical, value) if item not in (None, {})]
        named = all(isinstance(item, dict) and "parameter_name" in item for item in items)
        return sorted(items, key=lambda item: str(item["parameter_name"])) if named else items
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"{value:g}"
    return value
