"""Lambda: the number of a version is never given twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from moto.awslambda.models import LambdaFunction, LambdaStorage

from toolkit.embedded.fixes.patch import around

if TYPE_CHECKING:
    from collections.abc import Callable


def install() -> None:
    """Put the fix into moto."""
    around(LambdaStorage, "publish_version", publish_version)


def publish_version(
    original: Callable[..., Any], storage: LambdaStorage, name_or_arn: str, description: str = ""
) -> LambdaFunction | None:
    """Symptom (moto 5.2.5): after a version was deleted, two versions have the same number.

    moto counts the versions that are left; Lambda counts those that ever were.
    """
    latest = storage.get_function_by_name_or_arn_forbid_qualifier(name_or_arn)
    group = storage._functions[latest.function_name]  # noqa: SLF001
    before = list(group["versions"])
    published: LambdaFunction | None = original(storage, name_or_arn, description)
    if published is not None and published not in before:
        group["counted"] = number = group.get("counted", 0) + 1
        storage._arns.pop(published.function_arn, None)  # noqa: SLF001
        for version in before:
            storage._arns[version.function_arn] = version  # noqa: SLF001
        published.set_version(number)
        storage._arns[published.function_arn] = published  # noqa: SLF001
    return published
