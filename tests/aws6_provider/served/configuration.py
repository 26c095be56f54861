"""Reads the provider's configuration into the account and region that answers are made for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .fakes import Account
from .values import is_known

if TYPE_CHECKING:
    from collections.abc import Mapping

Json = dict[str, Any]


class NoRegion(Exception):
    """Neither the provider block nor the environment names a region."""


def account_of(config: Json, environ: Mapping[str, str]) -> Account:
    """The account to play; raises `NoRegion` where the real provider would refuse to start."""
    named = (config.get("region"), environ.get("AWS_REGION"), environ.get("AWS_DEFAULT_REGION"))
    region = next((name for name in named if name), None)
    if not isinstance(region, str):
        raise NoRegion("The provider's region is missing, or not known when it is configured.")
    allowed = config.get("allowed_account_ids")
    account = allowed[0] if isinstance(allowed, list) and allowed and is_known(allowed) else None
    return Account(account or Account.account, region, _default_tags(config))


def _default_tags(config: Json) -> Json:
    tags: Json = {}
    for block in config.get("default_tags") or []:
        tags |= block.get("tags") or {}
    return tags
