"""The list of what may be shown is short, known to rules or providers, and holds nothing risky."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.guardrails.secrecy import is_secret, names_secret
from toolkit.domain.review.harmless import HARMLESS, inside, is_harmless, showable

PATHS = [(kind, path) for kind, paths in HARMLESS.items() for path in paths]
# What may hold a secret, a policy, an address, or what anybody likes to write.
_NEVER = re.compile(
    r"(?<!ssl_)policy$|environment|container_definitions|user_data|tags|description|cidr|_ip$|content"
    r"|statement|template_body$|command|header|query|body$",
)


def test_nothing_risky_is_on_the_list() -> None:
    risky = [f"{kind}.{path}" for kind, path in PATHS if _NEVER.search(path) or names_secret(path)]

    # Switches all: whether a policy is blocked, whether an address is given, and not which.
    assert risky == [
        "aws_ecs_service.network_configuration.assign_public_ip",
        "aws_lb.drop_invalid_header_fields",
        "aws_s3_bucket_public_access_block.block_public_policy",
        "aws_secretsmanager_secret_policy.block_public_policy",
    ]


@pytest.mark.parametrize(("kind", "path"), PATHS)
def test_what_is_listed_is_harmless_and_found_from_outside(kind: str, path: str) -> None:
    assert is_harmless(kind, path)
    assert inside(kind, path.partition(".")[0]) == ("." in path)


@pytest.mark.parametrize("name", ["name", "bucket", "enabled"])
def test_names_and_switches_are_harmless_on_types_that_are_known(name: str) -> None:
    assert is_harmless("aws_kinesis_stream", name)
    assert not is_harmless("aws_new_thing", name)


@given(st.text(max_size=30), st.text(max_size=30))
def test_what_is_not_listed_is_not_harmless(kind: str, path: str) -> None:
    listed = path in HARMLESS.get(kind, ()) or path in ("name", "bucket", "enabled")

    assert is_harmless(kind, path) <= listed


@pytest.mark.parametrize("value", [
    "4", "true", "raw-good", "ON_DEMAND", "python3.13", "output/!{timestamp:yyyy/MM/dd}/",
    '["x86_64"]', '["a", "b"]', "", "arn:aws:kms:us-east-2:222222222222:key/k", "-1", "0.5",
])  # fmt: skip
def test_words_numbers_and_prefixes_are_showable(value: str) -> None:
    assert showable("prefix", value)


@pytest.mark.parametrize("value", [
    "two words", "a\nb", "\x1b[2J", "\u202e", "x" * 101, '{"a": 1}', "<b>", "a@b.example", "`",
    "10.0.0.0, 10.0.0.1", '["a", 1]', '[["a"]]', '["a]', "(sensitive)", "é",
])  # fmt: skip
def test_anything_else_is_not(value: str) -> None:
    assert not showable("prefix", value)


@given(st.text("abcXYZ019/+=_-", max_size=60), st.sampled_from(["handler", "token", "name"]))
def test_no_secret_is_showable_alone_or_in_a_list(value: str, name: str) -> None:
    if is_secret(name, value):
        assert not showable(name, value)
        assert not showable(name, f'["a", "{value}"]')
