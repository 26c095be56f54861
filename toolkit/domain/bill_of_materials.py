"""The artifact's bill of materials in CycloneDX, the same bytes for the same manifest."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import TYPE_CHECKING

from toolkit.domain.artifact import Dependency, Manifest, json_bytes

if TYPE_CHECKING:
    from cyclonedx.model.component import Component

NAME = "snowops-pseudonymizer"


def bill_of_materials(manifest: Manifest) -> bytes:
    """CycloneDX 1.6 JSON of what went in.

    Its serial number is derived from the manifest and it carries no time: both would differ at
    every build. CycloneDX requires neither (specification 1.6, `metadata`).
    """
    # The library takes a tenth of a second to import; `--help` must not wait for it.
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.output.json import JsonV1Dot6

    product = Component(
        name=NAME, version=manifest.revision, type=ComponentType.APPLICATION, bom_ref=NAME
    )
    parts = [_component(each) for each in manifest.dependencies]
    bill = Bom(components=parts, serial_number=_serial(manifest))
    bill.metadata.component = product
    bill.register_dependency(product, parts)
    value = json.loads(JsonV1Dot6(bill).output_as_string())
    del value["metadata"]["timestamp"]
    return json_bytes(value)


def _serial(manifest: Manifest) -> uuid.UUID:
    digest = hashlib.sha256(json_bytes(manifest.values())).digest()
    return uuid.UUID(bytes=digest[:16], version=4)


def _component(dependency: Dependency) -> Component:
    from cyclonedx.model import HashAlgorithm, HashType
    from cyclonedx.model.component import Component, ComponentType
    from packageurl import PackageURL

    purl = PackageURL("pypi", name=dependency.name, version=dependency.version)
    return Component(
        name=dependency.name,
        version=dependency.version,
        type=ComponentType.LIBRARY,
        bom_ref=purl.to_string(),
        purl=purl,
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=dependency.sha256)],
    )
