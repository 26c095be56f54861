"""CloudFormation: a stack update follows the template's dependencies."""

from __future__ import annotations

import re
from contextlib import suppress
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Any

from moto.cloudformation.exceptions import CloudFormationError, ValidationError
from moto.cloudformation.models import CloudFormationBackend, Stack
from moto.cloudformation.parsing import ResourceMap, parse_and_update_resource

from toolkit.embedded.fixes.patch import around

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_REFERRING = {"DependsOn", "Fn::GetAtt", "Fn::Sub", "Ref"}
_SUBSTITUTED = re.compile(r"\$\{([A-Za-z0-9]+)[.}]")


def install() -> None:
    """Put the fixes into moto."""
    around(CloudFormationBackend, "create_stack", create_stack)
    around(Stack, "update", update_stack)
    around(ResourceMap, "update", update)


def create_stack(
    original: Callable[..., Stack], stacks: CloudFormationBackend, *args: Any, **kwargs: Any
) -> Stack:
    """Symptom (moto 5.2.5): a stack that could not be made stays, and can never be made again."""
    before = set(stacks.stacks)
    try:
        return original(stacks, *args, **kwargs)
    except Exception as error:
        for name in set(stacks.stacks) - before:
            with suppress(Exception):
                stacks.stacks[name].delete()
            del stacks.stacks[name]
        raise _refusal(error) from error


def update_stack(original: Callable[..., None], stack: Stack, *args: Any, **kwargs: Any) -> None:
    """Symptom (moto 5.2.5): a stack that could not be updated passes for updated."""
    before = stack.template, stack.template_dict
    try:
        original(stack, *args, **kwargs)
    except Exception as error:
        stack.template, stack.template_dict = before
        raise _refusal(error) from error


def _refusal(error: Exception) -> Exception:
    """What CloudFormation's clients can read, whichever service's error it was."""
    if isinstance(error, CloudFormationError):
        return error
    return ValidationError(message=str(getattr(error, "message", error)))


def update(
    _original: Callable[..., None],
    resources: ResourceMap,
    template: dict[str, Any],
    parameters: dict[str, Any] | None = None,
) -> None:
    """Symptom (moto 5.2.5): a new `AWS::Lambda::Version` publishes the function's old code.

    moto removes, then adds, then modifies. CloudFormation updates and adds in the order of
    dependencies and removes last, and it keeps what has the deletion policy `Retain`.
    """
    change = resources.build_resource_diff(template, parameters)
    old_template, old = resources._template, resources._resource_json_map  # noqa: SLF001
    try:
        _load(resources, template, parameters)
        for name in _in_order(template["Resources"]):
            if name in change["Modify"]:
                _modify(resources, name)
            resources[name]
    except Exception:
        resources._template, resources._resource_json_map = old_template, old  # noqa: SLF001
        raise
    for name in change["Remove"]:
        gone = resources._parsed_resources.pop(name, None)  # noqa: SLF001
        if gone is not None and old[name].get("DeletionPolicy") != "Retain":
            resources._delete_resource(gone, old[name])  # noqa: SLF001


def _load(
    resources: ResourceMap, template: dict[str, Any], parameters: dict[str, Any] | None
) -> None:
    resources._template = template  # noqa: SLF001
    resources._resource_json_map = template["Resources"]  # noqa: SLF001
    if parameters:
        resources.input_parameters = parameters
    resources.load_mapping()
    resources.load_parameters()
    resources.load_conditions()


def _modify(resources: ResourceMap, name: str) -> None:
    changed: Any = parse_and_update_resource(
        name,
        resources._resource_json_map[name],  # noqa: SLF001
        resources,
        account_id=resources._account_id,  # noqa: SLF001
        region_name=resources._region_name,  # noqa: SLF001
    )
    if changed is not None:
        resources._parsed_resources[name] = changed  # noqa: SLF001


def _in_order(definitions: dict[str, Any]) -> Iterable[str]:
    graph = {
        name: {other for other in _mentions(definition) if other in definitions and other != name}
        for name, definition in definitions.items()
    }
    return TopologicalSorter(graph).static_order()


def _mentions(value: Any, *, refers: bool = False) -> Iterator[str]:
    if isinstance(value, str) and refers:
        yield value.partition(".")[0]
        yield from _SUBSTITUTED.findall(value)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _mentions(item, refers=key in _REFERRING)
    elif isinstance(value, list):
        for item in value:
            yield from _mentions(item, refers=refers)
