"""Reads YAML 1.2 into plain values and remembers where each key and value stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from toolkit.domain.position import KeyPath, Mistake, Position, Positions
from toolkit.errors import ConfigError


@dataclass(frozen=True)
class Document:
    """A file's content as plain values, with positions and the mistakes of its form."""

    file: Path
    value: dict[str, Any]
    positions: Positions
    mistakes: tuple[Mistake, ...]


def read_document(file: Path) -> Document:
    """The mapping that a YAML file holds; duplicate keys are reported, not merged.

    Raises ConfigError where the file cannot be read or is not YAML.
    """
    return parse_document(_text(file), file)


def parse_document(text: str, file: Path) -> Document:
    """The mapping in a text, whose positions are told as those of `file`."""
    try:
        yaml, node = _composed(text)
    except YAMLError as error:
        raise _not_yaml(file, text, error) from error
    reader = _Reader(file, yaml)
    start = Position(file, 1, 1)
    if node is not None and not isinstance(node, MappingNode):
        raise ConfigError(
            f"{start}  the file must hold `key: value` lines, not a list or a text",
            hint="begin with `extends: base`, or with a section such as `aws:`",
        )
    value = reader.mapping(node, ()) if node is not None else {}
    positions = Positions(start, reader.keys, reader.values)
    return Document(file, value, positions, tuple(reader.mistakes))


@lru_cache(maxsize=128)
def _composed(text: str) -> tuple[YAML, Node | None]:
    """The node graph of a text and what reads its scalars; nobody may change either.

    Composing takes nearly all the time, and every environment extends the same few files.
    """
    yaml = YAML(typ="safe", pure=True)
    return yaml, yaml.compose(text)


def _not_yaml(file: Path, text: str, error: YAMLError) -> ConfigError:
    place, problem = Position(file, 1, 1), "this is not YAML"
    if isinstance(error, MarkedYAMLError):
        unfinished = "end of stream" in (error.problem or "")
        mark = (error.context_mark if unfinished else None) or error.problem_mark
        place = Position(file, mark.line + 1, mark.column + 1) if mark else place
        problem = ", ".join(part for part in (error.context, error.problem) if part)
    elif isinstance(error, ReaderError):
        before = text[: error.position].split("\n")
        place = Position(file, len(before), len(before[-1]) + 1)
        problem = "a control character that YAML does not allow"
    return ConfigError(
        f"{place}  {problem}", hint="check indentation, quotes and colons around that line"
    )


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file} is not UTF-8 text", hint="save it as UTF-8") from error
    except OSError as error:
        raise ConfigError(f"cannot read {file}: {error.strerror}") from error


class _Reader:
    """Walks the node graph of one file."""

    def __init__(self, file: Path, yaml: YAML) -> None:
        self.file = file
        # One of its own: a constructor remembers what it could not read.
        self.constructor = yaml.Constructor(loader=yaml)
        self.keys: dict[KeyPath, Position] = {}
        self.values: dict[KeyPath, Position] = {}
        self.mistakes: list[Mistake] = []
        self.open: list[Node] = []

    def mapping(self, node: MappingNode, path: KeyPath) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self._mistake(key_node, path, "a key must be a word, not a list or a mapping")
                continue
            key = str(key_node.value)
            place = (*path, key)
            if key in result:
                first = self.keys[place].line
                self._mistake(key_node, place, f"duplicate key, first given on line {first}")
                continue
            self.keys[place] = self._position(key_node)
            result[key] = self.value(value_node, place)
        return result

    def value(self, node: Node, path: KeyPath) -> Any:
        self.values[path] = self._position(node)
        if isinstance(node, ScalarNode):
            return self._scalar(node, path)
        if any(node is outer for outer in self.open):
            self._mistake(node, path, "this alias holds itself")
            return None
        self.open.append(node)
        try:
            return self._collection(node, path)
        finally:
            self.open.pop()

    def _collection(self, node: Node, path: KeyPath) -> Any:
        if isinstance(node, MappingNode):
            return self.mapping(node, path)
        items = cast("SequenceNode", node).value
        return [self.value(item, (*path, index)) for index, item in enumerate(items)]

    def _scalar(self, node: ScalarNode, path: KeyPath) -> Any:
        try:
            return self.constructor.construct_object(node)
        except (MarkedYAMLError, ValueError):
            self._mistake(node, path, f"'{node.value}' with tag {node.tag} cannot be read")
            return None

    def _mistake(self, node: Node, path: KeyPath, sentence: str) -> None:
        self.mistakes.append(Mistake(self._position(node), path, sentence))

    def _position(self, node: Node) -> Position:
        return Position(self.file, node.start_mark.line + 1, node.start_mark.column + 1)
