"""Finds and loads environment files: extends, validation, and every mistake at its place."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from toolkit.adapters.refusals import refusal
from toolkit.adapters.yaml_document import Document, read_document
from toolkit.domain.environment import Environment, broken_rules
from toolkit.domain.environment.origins import LoadedEnvironment, merge
from toolkit.domain.environment.schema import FILE_KEYS
from toolkit.domain.environment.sentences import explain
from toolkit.domain.position import KeyPath, Mistake, Position, Positions
from toolkit.errors import ConfigError


def environment_names(folder: Path) -> tuple[str, ...]:
    """Names of the environments that a folder holds, without those only meant to be extended.

    The allowlist and other YAML files are told apart by holding neither `extends` nor `aws`. A file
    that cannot be read counts, so that whoever loads it hears why.
    """
    return tuple(file.stem for file in sorted(folder.glob("*.yaml")) if _is_environment(file))


def _is_environment(file: Path) -> bool:
    try:
        value = read_document(file).value
    except ConfigError:
        return True
    return ("extends" in value or "aws" in value) and value.get("abstract") is not True


def load(folder: Path, name: str) -> LoadedEnvironment:
    """The environment `<folder>/<name>.yaml`.

    Raises ConfigError that lists every mistake as `file:line:column  path: sentence`.
    """
    documents = _chain(folder, name)
    nearest = documents[0]
    if nearest.value.get("abstract") is True:
        raise ConfigError(
            f"{nearest.file} is abstract: it is there to be extended, not to be planned",
            hint=f"environments here: {', '.join(environment_names(folder))}",
        )
    layers = [(_without_file_keys(document), document.positions) for document in documents]
    value, positions = merge(reversed(layers), Position(nearest.file, 1, 1))
    mistakes = [mistake for document in documents for mistake in _mistakes_of_form(document)]
    environment, found = _validate({**value, "name": name}, positions)
    unreadable = {mistake.position for mistake in mistakes}
    mistakes += [mistake for mistake in found if mistake.position not in unreadable]
    if mistakes or environment is None:
        raise refusal(nearest.file, mistakes, hint="`snowops env schema` describes every key")
    return LoadedEnvironment(environment, positions)


def files_of(folder: Path, name: str) -> tuple[Path, ...]:
    """The environment's file and those it extends, nearest first; raises ConfigError."""
    return tuple(document.file for document in _chain(folder, name))


def _chain(folder: Path, name: str) -> list[Document]:
    """The environment's file and those it extends, nearest first."""
    documents = [read_document(_existing(folder, name))]
    while (parent := documents[-1].value.get("extends")) is not None:
        file = _parent(folder, parent, documents)
        documents.append(read_document(file))
    return documents


def _parent(folder: Path, name: object, documents: list[Document]) -> Path:
    at = documents[-1].positions.of_value(("extends",))
    if not isinstance(name, str):
        raise ConfigError(
            f"{at}  extends: must be the name of one environment file",
            hint="write `extends: base`; that file may extend another one in turn",
        )
    file = folder / f"{name}.yaml"
    if any(document.file == file for document in documents):
        raise ConfigError(
            f"{at}  extends: '{name}' extends itself in the end",
            hint="let one of the files stand on its own",
        )
    if not file.is_file():
        known = sorted(other.stem for other in folder.glob("*.yaml"))
        near = get_close_matches(name, known, n=1)
        raise ConfigError(
            f"{at}  extends: there is no {file}",
            hint=f"did you mean '{near[0]}'?" if near else f"files here: {', '.join(known)}",
        )
    return file


def _existing(folder: Path, name: str) -> Path:
    file = folder / f"{name}.yaml"
    if file.is_file():
        return file
    if not folder.is_dir():
        raise ConfigError(
            f"there is no folder {folder}",
            hint="run snowops in an operations repository, or make one with `snowops init DIR`",
        )
    known = environment_names(folder)
    near = get_close_matches(name, known, n=1)
    here = f"environments here: {', '.join(known) or 'none'}"
    hint = f"did you mean '{near[0]}'?" if near else here
    raise ConfigError(f"there is no environment '{name}' in {folder}", hint=hint)


def _mistakes_of_form(document: Document) -> tuple[Mistake, ...]:
    path = ("abstract",)
    if isinstance(document.value.get("abstract", False), bool):
        return document.mistakes
    at = document.positions.of_value(path)
    return (*document.mistakes, Mistake(at, path, "must be true or false"))


def _without_file_keys(document: Document) -> dict[str, Any]:
    return {key: value for key, value in document.value.items() if key not in FILE_KEYS}


def _validate(
    value: dict[str, Any], positions: Positions
) -> tuple[Environment | None, list[Mistake]]:
    if ("name",) in positions.keys:
        at = positions.of_key(("name",))
        return None, [Mistake(at, ("name",), "an environment's name is its file's name")]
    try:
        environment = Environment.model_validate(value)
    except ValidationError as error:
        return None, [_mistake(details, value, positions) for details in error.errors()]
    return environment, [
        Mistake(positions.of_value(breach.path), breach.path, breach.sentence, breach.hint)
        for breach in broken_rules(environment)
    ]


def _mistake(details: Any, value: dict[str, Any], positions: Positions) -> Mistake:
    path = _real_path(details["loc"], value, details["type"])
    sentence, hint = explain(details, path)
    by_key = details["type"] in ("missing", "extra_forbidden") or details["loc"][-1] == "[key]"
    return Mistake(
        positions.of_key(path) if by_key else positions.of_value(path), path, sentence, hint
    )


def _real_path(loc: KeyPath, value: Any, kind: str) -> KeyPath:
    """pydantic's location without what is not in the data: tags of unions, `[key]` marks."""
    path: list[str | int] = []
    for index, part in enumerate(loc):
        last = index == len(loc) - 1
        if _holds(value, part):
            value = value[part]
        elif not (last and kind == "missing"):
            continue
        path.append(part)
    return tuple(path)


def _holds(value: Any, part: str | int) -> bool:
    if isinstance(value, list):
        return isinstance(part, int) and part < len(value)
    return isinstance(value, dict) and part in value
