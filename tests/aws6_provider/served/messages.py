"""Writes a schema of `terraform providers schema -json` as the messages of protocol 6."""

from __future__ import annotations

import json
from typing import Any

from tf.gen import tfplugin_pb2 as pb

Json = dict[str, Any]

# tf 1.2.0 was generated before protocol 6.7 gave attributes `write_only`, field 11, a bool.
_WRITE_ONLY = bytes([11 << 3, 1])


def provider_schema(document: Json) -> pb.GetProviderSchema.Response:
    """The answer to GetProviderSchema."""
    return pb.GetProviderSchema.Response(
        provider=_schema(document["provider"]),
        resource_schemas=_schemas(document["resource_schemas"]),
        data_source_schemas=_schemas(document["data_source_schemas"]),
        server_capabilities=pb.ServerCapabilities(get_provider_schema_optional=True),
    )


def _schemas(section: Json) -> dict[str, pb.Schema]:
    return {name: _schema(schema) for name, schema in section.items()}


def _schema(schema: Json) -> pb.Schema:
    return pb.Schema(version=schema["version"], block=_block(schema["block"]))


def _block(block: Json) -> pb.Schema.Block:
    return pb.Schema.Block(
        attributes=[_attribute(*item) for item in block.get("attributes", {}).items()],
        block_types=[_nested(*item) for item in block.get("block_types", {}).items()],
    )


def _attribute(name: str, schema: Json) -> pb.Schema.Attribute:
    message = pb.Schema.Attribute(
        name=name,
        type=json.dumps(schema["type"]).encode(),
        required=schema.get("required", False),
        optional=schema.get("optional", False),
        computed=schema.get("computed", False),
        sensitive=schema.get("sensitive", False),
    )
    if schema.get("write_only"):
        message.MergeFromString(_WRITE_ONLY)
    return message


def _nested(name: str, nested: Json) -> pb.Schema.NestedBlock:
    return pb.Schema.NestedBlock(
        type_name=name,
        block=_block(nested["block"]),
        nesting=nested["nesting_mode"].upper(),
        min_items=nested.get("min_items", 0),
        max_items=nested.get("max_items", 0),
    )
