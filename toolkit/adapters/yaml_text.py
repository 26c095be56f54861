"""Writes plain values as YAML that YAML 1.1 and 1.2 read alike."""

from __future__ import annotations

import io
import re
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

# What YAML 1.1 calls booleans and numbers: an environment may well be named `no`.
_AMBIGUOUS = re.compile(r"y|yes|n|no|true|false|on|off|[-+.0-9].*", re.IGNORECASE | re.DOTALL)


def yaml_text(value: Any) -> str:
    """The value as block YAML, keys in their order; the same value, the same text."""
    yaml = YAML()
    yaml.width = 10_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.ignore_aliases = lambda *_: True
    text = io.StringIO()
    yaml.dump(_unmistakable(value), text)
    return text.getvalue()


def _unmistakable(value: Any) -> Any:
    if isinstance(value, dict):
        return {_unmistakable(key): _unmistakable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_unmistakable(item) for item in value]
    if isinstance(value, str) and _AMBIGUOUS.fullmatch(value):
        return DoubleQuotedScalarString(value)
    return value
