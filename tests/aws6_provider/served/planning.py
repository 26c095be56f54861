"""What the provider plans: what is known already, and what only apply will tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .values import UNKNOWN, is_known

if TYPE_CHECKING:
    from .fakes import Account

Json = dict[str, Any]


def planned(type_name: str, block: Json, proposed: Json, config: Json, account: Account) -> Json:
    """The proposed state with computed attributes unknown and write-only ones null."""
    plan = unset_computed(block, proposed)
    attributes = block.get("attributes", {})
    if "region" in attributes and config.get("region") is None:
        plan["region"] = account.region
    if "tags_all" in attributes and config.get("tags_all") is None:
        plan["tags_all"] = tags_all(plan.get("tags"), account)
    if type_name == "aws_acm_certificate":
        plan |= certificate(plan)
    return plan


def tags_all(tags: Any, account: Account) -> Any:
    """The resource's tags over the provider's default ones, as far as they are known."""
    if tags is UNKNOWN:
        return UNKNOWN
    return dict(account.default_tags) | (tags or {})


def certificate(plan: Json) -> Json:
    """What the provider knows of a certificate's validation records before there is one.

    Without it, a `for_each` over `domain_validation_options` could not be planned.
    """
    options = plan.get("domain_validation_options")
    if options is not UNKNOWN or not is_known(plan["domain_name"]):
        return {}
    names: Any = plan.get("subject_alternative_names")
    if names is UNKNOWN:
        names = [plan["domain_name"]]
    if not is_known(names):
        return {}
    records = [_record(name) for name in sorted({plan["domain_name"], *names})]
    return {"subject_alternative_names": names, "domain_validation_options": records}


def _record(domain: str) -> Json:
    unknown = ("resource_record_name", "resource_record_type", "resource_record_value")
    return {"domain_name": domain} | dict.fromkeys(unknown, UNKNOWN)


def unset_computed(block: Json, proposed: Json) -> Json:
    """A block's value in which computed attributes that nobody set are unknown."""
    attributes = {
        name: _attribute(schema, proposed.get(name))
        for name, schema in block.get("attributes", {}).items()
    }
    blocks = {
        name: _nested(nested["block"], proposed.get(name))
        for name, nested in block.get("block_types", {}).items()
    }
    return attributes | blocks


def _attribute(schema: Json, proposed: Any) -> Any:
    if schema.get("write_only"):
        return None
    return UNKNOWN if proposed is None and schema.get("computed") else proposed


def _nested(block: Json, proposed: Any) -> Any:
    if isinstance(proposed, list):
        return [_nested(block, item) for item in proposed]
    return unset_computed(block, proposed) if isinstance(proposed, dict) else proposed
