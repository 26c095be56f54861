"""Deployed Lambda functions, read and never changed."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from toolkit.adapters.aws import speaking
from toolkit.domain.artifact import Platform
from toolkit.domain.deployed_function import COMMIT_TAG, Deployed

_MISSING = "ResourceNotFoundException"


class Functions:
    """What runs behind the aliases of functions; `client` is a boto3 Lambda client."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def deployed(self, function: str, alias: str) -> Deployed | None:
        """The function behind an alias; None where there is no such function or alias.

        The digest is that of the version that the alias names, not of `$LATEST`, which nothing
        invokes (Lambda `GetAlias`, `GetFunctionConfiguration`).
        """
        with speaking(f"read the function {function}"):
            try:
                return self._deployed(function, alias)
            except ClientError as error:
                if error.response.get("Error", {}).get("Code") == _MISSING:
                    return None
                raise

    def _deployed(self, function: str, alias: str) -> Deployed:
        answer = self._client.get_alias(FunctionName=function, Name=alias)
        version = answer["FunctionVersion"]
        shifted = answer.get("RoutingConfig", {}).get("AdditionalVersionWeights", {})
        settings = [self._settings(function, each) for each in (version, *sorted(shifted))]
        whole = self._client.get_function(FunctionName=function)
        return Deployed(
            function=function,
            alias=alias,
            version=version,
            code_sha256=frozenset(each["CodeSha256"] for each in settings),
            platform=_platform(settings[0]),
            commit=whole.get("Tags", {}).get(COMMIT_TAG, ""),
        )

    def _settings(self, function: str, version: str) -> Any:
        return self._client.get_function_configuration(FunctionName=function, Qualifier=version)


def _platform(settings: Any) -> Platform:
    # Lambda leaves Architectures out where it is x86_64 by default.
    architecture = settings.get("Architectures", ["x86_64"])[0]
    return Platform(settings["Runtime"].removeprefix("python"), architecture)
