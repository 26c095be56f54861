"""The deployed functions, asked about the keyring and never about an event."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from toolkit.adapters.aws import code_of, speaking
from toolkit.domain.salt.functions import DeployedFunction, SelfTest
from toolkit.errors import ServiceError

ALIAS = "live"
"""What Firehose invokes (`templates/modules/lambda`)."""

_CACHE_VARIABLE = "SALT_CACHE_SECONDS"
_DEFAULT_CACHE = "300"
_OWN_ERRORS = ("KeyringError", "SettingsError", "RulesError")


class Pseudonymizers:
    """The functions of an environment; `client` is a boto3 Lambda client."""

    def __init__(self, client: Any, names: tuple[str, ...]) -> None:
        self._client = client
        self._names = names

    def deployed(self) -> tuple[DeployedFunction, ...]:
        """Those that have an alias `live`, with the cache time in their environment."""
        found = [(name, self._settings(name)) for name in self._names]
        return tuple(
            DeployedFunction(name, _cache_seconds(name, settings))
            for name, settings in found
            if settings is not None
        )

    def self_test(self, name: str, *, label: str) -> SelfTest:
        """What a function reads under a label (`toolkit/runtime/self_test.py`)."""
        answer = self._invoke(name, {"snowops": "self-test", "version_stage": label})
        keyring = answer.get("keyring")
        if not isinstance(keyring, dict):
            raise ServiceError(
                f"the function {name} knows no self-test",
                hint="an older artifact is deployed: apply the environment first",
            )
        return SelfTest(
            ids=tuple(keyring.get("ids", ())),
            active=str(keyring.get("active", "")),
            bridged=tuple(keyring.get("bridged", ())),
            computes=keyring.get("hmac_vector_ok") is True,
        )

    def canary(self, name: str, event: Mapping[str, Any]) -> Mapping[str, Any]:
        """A function's answer to a made-up event, which goes nowhere else."""
        return self._invoke(name, event)

    def _settings(self, name: str) -> Mapping[str, Any] | None:
        with speaking(f"read the function {name}"):
            try:
                answer: Mapping[str, Any] = self._client.get_function_configuration(
                    FunctionName=name, Qualifier=ALIAS
                )
            except ClientError as error:
                if code_of(error) == "ResourceNotFoundException":
                    return None
                raise
        return answer

    def _invoke(self, name: str, event: Mapping[str, Any]) -> dict[str, Any]:
        with speaking(f"invoke the function {name}"):
            answer = self._client.invoke(
                FunctionName=name, Qualifier=ALIAS, Payload=json.dumps(event).encode()
            )
            payload = json.loads(answer["Payload"].read() or b"{}")
        if answer.get("FunctionError"):
            raise _failed(name, payload)
        return payload if isinstance(payload, dict) else {}


def _cache_seconds(name: str, settings: Mapping[str, Any]) -> int:
    variables = settings.get("Environment", {}).get("Variables", {})
    seconds = str(variables.get(_CACHE_VARIABLE, _DEFAULT_CACHE))
    if not seconds.isdecimal():
        raise ServiceError(
            f"{_CACHE_VARIABLE} of the function {name} is no number of seconds",
            hint="somebody changed the function by hand: apply the environment",
        )
    return int(seconds)


def _failed(name: str, payload: Any) -> ServiceError:
    """Only the runtime's own errors are quoted: they are written to be shown."""
    told = payload if isinstance(payload, dict) else {}
    kind = str(told.get("errorType", "an error"))
    message = str(told.get("errorMessage", "")) if kind in _OWN_ERRORS else ""
    return ServiceError(
        f"the function {name} does not accept the keyring: {kind}",
        details=(message,) if message else (),
        hint=f"its log says more: aws logs tail /aws/lambda/{name}",
    )
