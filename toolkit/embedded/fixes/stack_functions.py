"""CloudFormation: functions, versions and aliases of Lambda behave as on AWS."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from moto.awslambda.exceptions import UnknownAliasException, UnknownFunctionException
from moto.awslambda.models import LambdaFunction, LambdaVersion
from moto.awslambda.utils import get_backend
from moto.cloudformation.exceptions import ValidationError
from moto.core.common_models import CloudFormationModel
from moto.s3.models import s3_backends

from toolkit.embedded.fixes.patch import around_class

if TYPE_CHECKING:
    from collections.abc import Callable

# What CloudFormation falls back to when a template stops naming a property.
_DEFAULTS: dict[str, Any] = {
    "Description": "",
    "Environment": {"Variables": {}},
    "MemorySize": 128,
    "Timeout": 3,
}


def install() -> None:
    """Put the fixes into moto; before its first stack, as moto lists its models once."""
    around_class(LambdaFunction, "create_from_cloudformation_json", create_function)
    around_class(LambdaFunction, "update_from_cloudformation_json", update_function)
    around_class(LambdaVersion, "create_from_cloudformation_json", create_version)
    for name in ("physical_resource_id", "has_cfn_attr", "get_cfn_attribute", "delete"):
        setattr(LambdaVersion, name, vars(Published)[name])


def create_function(original: Callable[..., Any], *args: Any, **kwargs: Any) -> LambdaFunction:
    """Symptom (moto 5.2.5): architecture, tracing, key and tags of the template are dropped."""
    function: LambdaFunction = original(*args, **kwargs)
    _keep(function, args[1]["Properties"])
    return function


def update_function(original: Callable[..., Any], **kwargs: Any) -> LambdaFunction:
    """Symptom (moto 5.2.5): the same, and a property that is gone keeps its old value.

    And code that is not in its bucket silently empties the function.
    """
    template = kwargs["cloudformation_json"]
    _demand(kwargs["original_resource"], template["Properties"]["Code"])
    properties = {**_DEFAULTS, **template["Properties"]}
    kwargs["cloudformation_json"] = {**template, "Properties": properties}
    function: LambdaFunction = original(**kwargs)
    _keep(function, properties)
    function.reserved_concurrency = properties.get("ReservedConcurrentExecutions")
    return function


def _demand(function: LambdaFunction, code: dict[str, str]) -> None:
    stored = s3_backends[function.account_id][function.partition]
    if "S3Key" in code and stored.get_object(code["S3Bucket"], code["S3Key"]) is None:
        raise ValidationError(
            message="Error occurred while GetObject. S3 Error Code: NoSuchKey. "
            f"There is no {code['S3Key']} in {code['S3Bucket']}."
        )


def _keep(function: LambdaFunction, properties: dict[str, Any]) -> None:
    function.architectures = properties.get("Architectures", ["x86_64"])
    function.tracing_config = properties.get("TracingConfig", {"Mode": "PassThrough"})
    function.kms_key_arn = properties.get("KmsKeyArn")
    function.tags = {tag["Key"]: tag["Value"] for tag in properties.get("Tags", [])}


def create_version(original: Callable[..., Any], *args: Any, **kwargs: Any) -> LambdaVersion:
    """Symptom (moto 5.2.5): `Ref` and `Fn::GetAtt` of a version have no answer.

    An output that uses one silently takes all outputs of its stack away.
    """
    version: Any = original(*args, **kwargs)
    _, template, account, region = args
    backend = get_backend(account, region)
    version.function_arn = backend.get_function(
        template["Properties"]["FunctionName"], str(version.version)
    ).function_arn
    return version  # type: ignore[no-any-return]


class Published:
    """What a version of moto lacks; it is copied onto moto's own class."""

    version: str
    function_arn: str

    @property
    def physical_resource_id(self) -> str:
        """What `Ref` answers: the ARN with the version's number."""
        return self.function_arn

    @classmethod
    def has_cfn_attr(cls, attr: str) -> bool:
        """Whether `Fn::GetAtt` knows `attr`."""
        return attr in {"FunctionArn", "Version"}

    def get_cfn_attribute(self, attribute_name: str) -> str:
        """What `Fn::GetAtt` answers."""
        return self.function_arn if attribute_name == "FunctionArn" else str(self.version)

    def delete(self, account_id: str, region_name: str) -> None:
        """Remove the version, if its function has not gone already."""
        with suppress(UnknownFunctionException):
            get_backend(account_id, region_name).delete_function(self.function_arn)


class StackAlias(CloudFormationModel):
    """Symptom (moto 5.2.5): `AWS::Lambda::Alias` is not supported and silently skipped."""

    def __init__(self, function_name: str, name: str, arn: str) -> None:
        self.function_name = function_name
        self.name = name
        self.arn = arn

    @staticmethod
    def cloudformation_name_type() -> str:
        """Name of the property that carries the name."""
        return "Name"

    @staticmethod
    def cloudformation_type() -> str:
        """The type in templates."""
        return "AWS::Lambda::Alias"

    @classmethod
    def has_cfn_attr(cls, attr: str) -> bool:
        """Whether `Fn::GetAtt` knows `attr`."""
        return attr == "AliasArn"

    def get_cfn_attribute(self, attribute_name: str) -> str:  # noqa: ARG002
        """What `Fn::GetAtt` answers."""
        return self.arn

    @property
    def physical_resource_id(self) -> str:
        """What `Ref` answers."""
        return self.arn

    @classmethod
    def create_from_cloudformation_json(
        cls,
        resource_name: str,
        cloudformation_json: dict[str, Any],
        account_id: str,
        region_name: str,
        **_: Any,
    ) -> StackAlias:
        """Make the alias that a template describes."""
        wanted = cloudformation_json["Properties"]
        function_name = wanted["FunctionName"].partition(":function:")[2] or wanted["FunctionName"]
        alias = get_backend(account_id, region_name).create_alias(
            resource_name,
            function_name,
            str(wanted["FunctionVersion"]),
            wanted.get("Description", ""),
            wanted.get("RoutingConfig"),
        )
        return cls(function_name, alias.name, alias.arn)

    @classmethod
    def update_from_cloudformation_json(
        cls,
        original_resource: StackAlias,
        new_resource_name: str,
        cloudformation_json: dict[str, Any],
        account_id: str,
        region_name: str,
    ) -> StackAlias:
        """Point the alias elsewhere; another name or function is a new alias."""
        original_resource.delete(account_id, region_name)
        return cls.create_from_cloudformation_json(
            new_resource_name, cloudformation_json, account_id, region_name
        )

    def delete(self, account_id: str, region_name: str) -> None:
        """Remove the alias, if its function has not gone already."""
        with suppress(UnknownFunctionException, UnknownAliasException):
            get_backend(account_id, region_name).delete_alias(self.name, self.function_name)
