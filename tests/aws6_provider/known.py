"""What the generated source has lost and the provider's documentation states."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

# The registry's pages of these resources call these arguments sensitive; Terraform then refuses
# an output that shows them.
SENSITIVE = {
    "aws_acm_certificate": ("private_key",),
    "aws_kinesis_firehose_delivery_stream": (
        "http_endpoint_configuration.access_key",
        "redshift_configuration.password",
        "snowflake_configuration.key_passphrase",
        "snowflake_configuration.private_key",
    ),
    "aws_lb_listener": ("default_action.authenticate_oidc.client_secret",),
    "aws_lb_listener_rule": ("action.authenticate_oidc.client_secret",),
    "aws_secretsmanager_secret_version": ("secret_binary", "secret_string"),
    "aws_ssm_parameter": ("value",),
}
SENSITIVE_DATA = {
    "aws_secretsmanager_secret_version": ("secret_binary", "secret_string"),
    "aws_ssm_parameter": ("value",),
}

STATEMENT_FROM = "aws_wafv2_web_acl_rule"
"""The resource that spells out the WAF statement which a web ACL leaves untyped."""

STATEMENT_INTO = "aws_wafv2_web_acl"

# Statements that hold statements, and those that stand only at the top of a rule (AWS WAF
# Developer Guide, "Using nested statements").
_LOGICAL = ("and_statement", "not_statement", "or_statement")
_ONLY_ON_TOP = (
    "managed_rule_group_statement",
    "rate_based_statement",
    "rule_group_reference_statement",
)


def mark_sensitive(schemas: Json, paths: dict[str, tuple[str, ...]]) -> None:
    """Mark the attributes at the dotted paths, in place; a path that is gone is a `KeyError`."""
    for type_name, dotted in paths.items():
        if type_name in schemas:
            for path in dotted:
                *blocks, attribute = path.split(".")
                inner = schemas[type_name]["block"]
                for name in blocks:
                    inner = inner["block_types"][name]["block"]
                inner["attributes"][attribute]["sensitive"] = True


def spell_out_statements(web_acl: Json, statement: Json) -> None:
    """Give the rules of a web ACL, in place, the statement that its own source types as `any`.

    Logical statements nest once, where the provider's schema nests them twice.
    """
    rule = web_acl["block"]["block_types"]["rule"]["block"]
    kinds = {name: one | {"max_items": 1} for name, one in statement["block_types"].items()}
    plain = {name: one for name, one in kinds.items() if name not in _LOGICAL}
    inner = {name: one for name, one in plain.items() if name not in _ONLY_ON_TOP}
    combined = inner | _logical(inner)
    top = plain | _logical(inner)
    for name in ("managed_rule_group_statement", "rate_based_statement"):
        narrowed = top[name]["block"]["block_types"]["scope_down_statement"]
        narrowed["block"] = {"block_types": combined}
        narrowed["max_items"] = 1
    rule["block_types"]["statement"]["block"] = {"block_types": top}


def _logical(inner: Json) -> Json:
    held = {"nesting_mode": "list", "block": {"block_types": inner}, "min_items": 1}
    block = {"block_types": {"statement": held}}
    one = {"nesting_mode": "list", "block": block, "max_items": 1}
    return {name: dict(one) for name in _LOGICAL}
