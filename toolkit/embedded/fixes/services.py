"""ECS: services remember what they are created with, clusters change their settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore import xform_name
from moto.ecs.responses import EC2ContainerServiceResponse

from toolkit.embedded.fixes.patch import around

if TYPE_CHECKING:
    from collections.abc import Callable

_FORGOTTEN = (
    "capacityProviderStrategy",
    "enableECSManagedTags",
    "enableExecuteCommand",
    "healthCheckGracePeriodSeconds",
)


def install() -> None:
    """Put the fixes into moto.

    Symptom (moto 5.2.5): `UpdateClusterSettings` is not implemented (HTTP 500); it is
    `UpdateCluster` with settings only.
    """
    around(EC2ContainerServiceResponse, "create_service", remember)
    around(EC2ContainerServiceResponse, "update_service", remember)
    settings = EC2ContainerServiceResponse.update_cluster
    EC2ContainerServiceResponse.update_cluster_settings = settings  # type: ignore[attr-defined]


def remember(original: Callable[..., Any], request: EC2ContainerServiceResponse) -> Any:
    """Symptom (moto 5.2.5): every plan changes `enable_execute_command` and its like.

    CreateService drops them; a forgotten `capacity_provider_strategy` even replaces the service.
    """
    answer = original(request)
    service = answer.result["service"]
    for name in _FORGOTTEN:
        value = request._get_param(name)  # noqa: SLF001
        if value is not None:
            setattr(service, xform_name(name), value)
    return answer
