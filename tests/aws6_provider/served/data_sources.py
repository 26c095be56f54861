"""Answers for what data sources would have asked AWS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zlib import crc32

from . import arns
from .fakes import filled
from .planning import unset_computed
from .policy_document import render
from .values import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable

    from .fakes import Account

Json = dict[str, Any]


def read(type_name: str, block: Json, config: Json, account: Account) -> Json:
    """The state of a data source: what was configured, and answers to what was asked."""
    asked = unset_computed(block, config)
    if asked.get("region") is UNKNOWN:
        asked["region"] = account.region
    answer = _ANSWERS.get(type_name)
    known = answer(asked, account) if answer is not None else {}
    return filled(type_name, block, asked | known, account)


def _caller_identity(_asked: Json, account: Account) -> Json:
    session = f"arn:{arns.partition(account.region)}:sts::{account.account}:assumed-role/plan/fake"
    return {
        "id": account.account,
        "account_id": account.account,
        "arn": session,
        "user_id": "AROAFAKE:fake",
    }


def _region(asked: Json, account: Account) -> Json:
    region = next((asked[key] for key in ("name", "region") if _is_text(asked.get(key))), "")
    region = region or account.region
    return {
        "id": region,
        "name": region,
        "region": region,
        "description": f"A region ({region})",
        "endpoint": f"ec2.{region}.{_suffix(region)}",
    }


def _partition(_asked: Json, account: Account) -> Json:
    suffix = _suffix(account.region)
    name = arns.partition(account.region)
    return {
        "id": name,
        "partition": name,
        "dns_suffix": suffix,
        "reverse_dns_prefix": ".".join(reversed(suffix.split("."))),
    }


def _availability_zones(asked: Json, _account: Account) -> Json:
    region = asked["region"]
    area, side, number = region.rsplit("-", 2)
    short = area.replace("-", "") + side[0] + number
    return {
        "id": region,
        "names": [f"{region}{letter}" for letter in "abc"],
        "zone_ids": [f"{short}-az{index}" for index in (1, 2, 3)],
        "group_names": [region],
    }


def _policy_document(asked: Json, _account: Account) -> Json:
    text, minified = render(asked)
    return {"id": str(crc32(minified.encode())), "json": text, "minified_json": minified}


def _subnets(_asked: Json, _account: Account) -> Json:
    return {"ids": [f"subnet-0{index:016x}" for index in (1, 2, 3)]}


def _vpc(asked: Json, _account: Account) -> Json:
    return {"cidr_block": "10.0.0.0/16"} if asked["cidr_block"] is UNKNOWN else {}


def _service_account(_asked: Json, _account: Account) -> Json:
    return {"id": "127311923021", "arn": "arn:aws:iam::127311923021:root"}


def _managed_policy(asked: Json, account: Account) -> Json:
    if not _is_text(asked.get("name")):
        return {}
    arn = f"arn:{arns.partition(account.region)}:iam::aws:policy/{asked['name']}"
    return {"id": arn, "arn": arn, "policy": "{}"}


def _default_tags(_asked: Json, account: Account) -> Json:
    return {"tags": dict(account.default_tags)}


def _kms_key(asked: Json, account: Account) -> Json:
    key = asked["key_id"]
    if key.startswith("arn:"):
        return {"arn": key, "id": key.rpartition("/")[2]}
    template = "arn:{partition}:kms:{region}:{account}:key/{key_id}"
    given = {"key_id": arns.new_uuid() if key.startswith("alias/") else key}
    return {"arn": arns.text(template, account.texts(asked) | given), "id": given["key_id"]}


def _service_principal(asked: Json, _account: Account) -> Json:
    name = f"{asked['service_name']}.amazonaws.com"
    return {"id": f"{asked['service_name']}.{asked['region']}.amazonaws.com", "name": name}


def _suffix(region: str) -> str:
    return "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


_ANSWERS: dict[str, Callable[[Json, Account], Json]] = {
    "aws_availability_zones": _availability_zones,
    "aws_caller_identity": _caller_identity,
    "aws_default_tags": _default_tags,
    "aws_elb_service_account": _service_account,
    "aws_iam_policy": _managed_policy,
    "aws_iam_policy_document": _policy_document,
    "aws_kms_key": _kms_key,
    "aws_partition": _partition,
    "aws_region": _region,
    "aws_service_principal": _service_principal,
    "aws_subnets": _subnets,
    "aws_vpc": _vpc,
}
