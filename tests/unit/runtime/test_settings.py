"""Environment variables are checked at the start, by name."""

from __future__ import annotations

import pytest

from toolkit.runtime.settings import SettingsError, from_environment

RIGHT = {
    "SALT_SECRET_ID": "arn:of:secret",
    "SALT_CACHE_SECONDS": "60",
    "EVENT_KIND": "bad",
    "AWS_LAMBDA_FUNCTION_NAME": "staging-raw-bad",
}


def test_settings_come_from_the_environment() -> None:
    settings = from_environment(RIGHT)

    assert settings.salt_secret_id == "arn:of:secret"
    assert settings.salt_cache_seconds == 60
    assert settings.event_kind == "bad"
    assert settings.function_name == "staging-raw-bad"


@pytest.mark.parametrize(
    ("name", "value"),
    [("SALT_SECRET_ID", ""), ("EVENT_KIND", "good"), ("SALT_CACHE_SECONDS", "soon")],
)
def test_a_wrong_variable_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        from_environment({**RIGHT, name: value})
