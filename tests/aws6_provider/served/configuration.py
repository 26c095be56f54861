"""Reads the provider's configuration into the account and region that answers are made for."""

from __future__ import annotations

import os
from typing import Any

from .fakes import Account
from .values import is_known

Json = dict[str, Any]


class NoRegion(Exception):
    """Neither the provider block nor the environment names a region."""


def account_of(config: Json) -> Account:
    """The account to play; raises `NoRegion` where the real provider would refuse to start."""
    region = config.get("region") or os.environ.get("AWS_REGION")
    region = region or os.environ.get("AWS_DEFAULT_REGION")
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
