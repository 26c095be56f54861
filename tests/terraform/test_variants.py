"""The generated variants hold every choice that the model offers, and every pair of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from tests.terraform.variants import CHOICES, variants
from toolkit.domain.environment import Environment, section_names

Seen = Callable[[Any], str]

# Choices that no template branches on, or that a variant cannot take here.
NOT_VARIED = {
    "enrichers.enrichments.*.enabled": "written into a file of the container as it is",
    "enrichers.enrichments.*.parameters": "the same",
    "enrichers.iglu.repositories.*.vendor_prefixes": "the same",
    "enrichers.iglu.repositories": "never empty",
    "network.availability_zones": "a created VPC has them, an existing one ignores them",
    "network.existing.public_subnet_ids": "never empty",
    "network.existing.private_subnet_ids": "never empty",
}


def test_every_choice_of_the_model_is_taken_by_some_variant() -> None:
    values = [environment.values() for _, environment in variants()]

    missing = {
        path: wanted - {kind(value) for one in values for value in at(one, path)}
        for path, (wanted, kind) in choices_of_the_model().items()
        if path not in NOT_VARIED
    }

    assert {path: left for path, left in missing.items() if left} == {}


def test_every_pair_of_choices_is_in_some_variant() -> None:
    rows = [indices(environment) for _, environment in variants()]

    for one, other in combinations(range(len(CHOICES)), 2):
        pairs = {(row[one], row[other]) for row in rows}
        sizes = [len(choices) for choices in CHOICES.values()]
        assert len(pairs) == sizes[one] * sizes[other], (one, other)


def indices(environment: Environment) -> list[int]:
    """Which choice of each list an environment took: the last one whose values it holds."""
    values = environment.values()
    return [
        max(number for number, changes in enumerate(choices) if holds(values, changes))
        for choices in CHOICES.values()
    ]


def holds(values: dict[str, Any], changes: Any) -> bool:
    return all(within(value, next(at(values, path))) for path, value in changes.items())


def within(wanted: Any, found: Any) -> bool:
    if isinstance(wanted, dict) and wanted:
        return found is not None and all(within(wanted[key], found[key]) for key in wanted)
    return bool(wanted == found)


def at(values: Any, path: str) -> Iterator[Any]:
    """The values at a dotted path, `*` standing for every item; none below what is null."""
    head, _, rest = path.partition(".")
    if values is None:
        return
    if head == "*":
        items = values.values() if isinstance(values, dict) else values
    else:
        items = [values[head]]
    for item in items:
        yield from at(item, rest) if rest else [item]


def choices_of_the_model() -> dict[str, tuple[set[str], Seen]]:
    """Each option's path, the kinds of value that it can have, and how to tell a value's kind."""
    fields = {field.alias or name: field for name, field in Environment.model_fields.items()}
    return {
        path: kinds
        for section in section_names()
        for path, annotation in leaves(section, fields[section].annotation)
        if (kinds := kinds_of(annotation)) is not None
    }


def leaves(path: str, annotation: Any) -> Iterator[tuple[str, Any]]:
    yield path, annotation
    for step, inner in below(annotation):
        yield from leaves(f"{path}.{step}", inner)


def below(annotation: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            yield field.alias or name, field.annotation
        return
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        for member in arguments:
            yield from below(member)
    elif origin is Annotated:
        yield from below(arguments[0])
    elif origin in (list, dict) and isinstance(arguments[-1], type):
        yield from (("*." + step, inner) for step, inner in below(arguments[-1]))


def kinds_of(annotation: Any) -> tuple[set[str], Seen] | None:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return kinds_of(arguments[0])
    if annotation is bool:
        return {"True", "False"}, str
    if origin is Literal and isinstance(arguments[0], str):
        return set(arguments), str
    if origin in (Union, UnionType) and type(None) in arguments:
        return {"unset", "set"}, lambda value: "unset" if value is None else "set"
    if origin in (list, dict):
        return {"empty", "filled"}, lambda value: "filled" if value else "empty"
    return None
