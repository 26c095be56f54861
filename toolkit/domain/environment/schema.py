"""Finds the field that a key path means, and the JSON Schema of the whole."""

from __future__ import annotations

import types
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from toolkit.domain.environment.model import Environment
from toolkit.domain.position import KeyPath

# Keys of the file itself, which are not part of the environment that comes out.
FILE_KEYS = {
    "extends": "Name of the environment file whose values this one builds on.",
    "abstract": "Whether this file is only there to be extended.",
}


def models_at(path: KeyPath) -> tuple[type[BaseModel], ...]:
    """The models that may stand at a path; none where a plain value or free-form data stands."""
    found: tuple[Any, ...] = (Environment,)
    for part in path:
        found = tuple(child for parent in found for child in _children(parent, part))
    return tuple(item for item in found if isinstance(item, type) and issubclass(item, BaseModel))


def field_at(path: KeyPath) -> FieldInfo | None:
    """The declaration of the value at a path, if it is a field of a model."""
    if not path:
        return None
    for model in models_at(path[:-1]):
        for name, field in model.model_fields.items():
            if path[-1] == (field.alias or name):
                return field
    return None


def known_keys(path: KeyPath) -> tuple[str, ...]:
    """The keys that may stand in the mapping at a path."""
    keys = [
        field.alias or name
        for model in models_at(path)
        for name, field in model.model_fields.items()
        if not (model is Environment and name == "name")
    ]
    return tuple(keys + list(FILE_KEYS)) if not path else tuple(keys)


def json_schema() -> dict[str, Any]:
    """JSON Schema of an environment file, for editors; what is missing `extends` may bring."""
    schema = Environment.model_json_schema(by_alias=True)
    schema["properties"].pop("name")
    for key, description in FILE_KEYS.items():
        kind = "boolean" if key == "abstract" else "string"
        schema["properties"][key] = {"type": kind, "description": description}
    for part in (schema, *schema.get("$defs", {}).values()):
        part.pop("required", None)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _children(parent: Any, part: str | int) -> tuple[Any, ...]:
    if isinstance(parent, type) and issubclass(parent, BaseModel):
        for name, field in parent.model_fields.items():
            if part == (field.alias or name):
                return alternatives(field.annotation)
        return ()
    arguments = get_args(parent)
    if get_origin(parent) is dict:
        return alternatives(arguments[1])
    if get_origin(parent) is list:
        return alternatives(arguments[0])
    return ()


def alternatives(annotation: Any) -> tuple[Any, ...]:
    """The types that an annotation allows, without `Annotated` and unions around them."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return alternatives(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return tuple(item for argument in get_args(annotation) for item in alternatives(argument))
    return (annotation,)
