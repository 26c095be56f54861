"""Answers Terraform's calls of protocol 6 from a schema document, without any AWS."""

# ruff: noqa: N802 -- the protocol names the methods.

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import msgpack
from tf.gen import tfplugin_pb2 as pb
from tf.gen import tfplugin_pb2_grpc as rpc

from .checks import Problem, problems
from .configuration import NoRegion, account_of
from .data_sources import read
from .fakes import Account, filled
from .planning import planned
from .policy_document import DocumentRefused
from .values import UNKNOWN, empty

if TYPE_CHECKING:
    from collections.abc import Iterable

Json = dict[str, Any]

_UNKNOWN = msgpack.ExtType(0, b"\x00")


def decoded(value: pb.DynamicValue) -> Any:
    """The value of a message, with `UNKNOWN` where Terraform does not know it yet."""
    return msgpack.unpackb(value.msgpack, ext_hook=lambda _code, _data: UNKNOWN)


def encoded(value: Any) -> pb.DynamicValue:
    """The message that carries a value."""
    return pb.DynamicValue(msgpack=msgpack.packb(value, default=lambda _value: _UNKNOWN))


def diagnostics(found: Iterable[Problem]) -> list[pb.Diagnostic]:
    """The errors that Terraform shows."""
    return [
        pb.Diagnostic(
            severity=pb.Diagnostic.ERROR,
            summary=problem.summary,
            detail=problem.detail,
            attribute=pb.AttributePath(steps=[_step(step) for step in problem.path]),
        )
        for problem in found
    ]


def _step(step: str | int) -> pb.AttributePath.Step:
    if isinstance(step, int):
        return pb.AttributePath.Step(element_key_int=step)
    return pb.AttributePath.Step(attribute_name=step)


class Servicer(rpc.ProviderServicer):
    """The provider, for as long as Terraform keeps its process."""

    def __init__(self, document: Json, schema: bytes) -> None:
        self._provider = document["provider"]["block"]
        self._resources = _blocks(document["resource_schemas"])
        self._data_sources = _blocks(document["data_source_schemas"])
        self._schema = schema
        self._account = Account()

    def GetProviderSchema(self, request: Any, context: Any) -> Any:
        return pb.GetProviderSchema.Response.FromString(self._schema)

    def ValidateProviderConfig(self, request: Any, context: Any) -> Any:
        found = problems(self._provider, decoded(request.config))
        return pb.ValidateProviderConfig.Response(diagnostics=diagnostics(found))

    def ValidateResourceConfig(self, request: Any, context: Any) -> Any:
        found = problems(self._resources[request.type_name], decoded(request.config))
        return pb.ValidateResourceConfig.Response(diagnostics=diagnostics(found))

    def ValidateDataResourceConfig(self, request: Any, context: Any) -> Any:
        found = problems(self._data_sources[request.type_name], decoded(request.config))
        return pb.ValidateDataResourceConfig.Response(diagnostics=diagnostics(found))

    def ConfigureProvider(self, request: Any, context: Any) -> Any:
        try:
            self._account = account_of(decoded(request.config), os.environ)
        except NoRegion as error:
            found = [Problem("Invalid provider configuration", str(error))]
            return pb.ConfigureProvider.Response(diagnostics=diagnostics(found))
        return pb.ConfigureProvider.Response()

    def UpgradeResourceState(self, request: Any, context: Any) -> Any:
        state = pb.DynamicValue(json=request.raw_state.json)
        return pb.UpgradeResourceState.Response(upgraded_state=state)

    def ReadResource(self, request: Any, context: Any) -> Any:
        return pb.ReadResource.Response(new_state=request.current_state, private=request.private)

    def PlanResourceChange(self, request: Any, context: Any) -> Any:
        proposed = decoded(request.proposed_new_state)
        if proposed is None:
            return pb.PlanResourceChange.Response(planned_state=request.proposed_new_state)
        block = self._resources[request.type_name]
        config = decoded(request.config)
        plan = planned(request.type_name, block, proposed, config, self._account)
        return pb.PlanResourceChange.Response(planned_state=encoded(plan))

    def ApplyResourceChange(self, request: Any, context: Any) -> Any:
        plan = decoded(request.planned_state)
        if plan is None:
            return pb.ApplyResourceChange.Response(new_state=request.planned_state)
        block = self._resources[request.type_name]
        state = filled(request.type_name, block, plan, self._account)
        return pb.ApplyResourceChange.Response(new_state=encoded(state))

    def ImportResourceState(self, request: Any, context: Any) -> Any:
        block = self._resources[request.type_name]
        state = empty(block) | {"id": request.id}
        if "region" in block["attributes"]:
            state["region"] = self._account.region
        imported = pb.ImportResourceState.ImportedResource(
            type_name=request.type_name, state=encoded(state)
        )
        return pb.ImportResourceState.Response(imported_resources=[imported])

    def ReadDataSource(self, request: Any, context: Any) -> Any:
        block = self._data_sources[request.type_name]
        try:
            state = read(request.type_name, block, decoded(request.config), self._account)
        except DocumentRefused as error:
            found = [Problem("Invalid policy document", str(error))]
            return pb.ReadDataSource.Response(diagnostics=diagnostics(found))
        return pb.ReadDataSource.Response(state=encoded(state))

    def StopProvider(self, request: Any, context: Any) -> Any:
        return pb.StopProvider.Response()


def _blocks(schemas: Json) -> Json:
    return {name: schema["block"] for name, schema in schemas.items()}
