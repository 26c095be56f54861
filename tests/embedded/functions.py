"""Small functions for the embedded Lambda, and the stacks that hold them."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

ROLE = "arn:aws:iam::123456789012:role/any"


def zipped(source: str) -> bytes:
    """A function's zip with one module, `handler`; the same source, the same bytes."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr(zipfile.ZipInfo("handler.py"), source)
    return memory.getvalue()


def stack(name: str, bucket: str, key: str, **properties: Any) -> str:
    """A template as the pipeline's own: function, version named after the code, alias `live`."""
    version = f"Version{key.removesuffix('.zip')}"
    function = {
        "FunctionName": name,
        "Runtime": "python3.13",
        "Handler": "handler.handle",
        "Role": ROLE,
        "Code": {"S3Bucket": bucket, "S3Key": key},
        **properties,
    }
    return json.dumps(
        {
            "Resources": {
                "Function": {"Type": "AWS::Lambda::Function", "Properties": function},
                "Live": {
                    "Type": "AWS::Lambda::Alias",
                    "Properties": {
                        "Name": "live",
                        "FunctionName": {"Ref": "Function"},
                        "FunctionVersion": {"Fn::GetAtt": [version, "Version"]},
                    },
                },
                version: {
                    "Type": "AWS::Lambda::Version",
                    "DeletionPolicy": "Retain",
                    "Properties": {"FunctionName": {"Ref": "Function"}},
                },
            },
            "Outputs": {
                "Alias": {"Value": {"Ref": "Live"}},
                "Version": {"Value": {"Ref": version}},
                "Number": {"Value": {"Fn::GetAtt": [version, "Version"]}},
            },
        }
    )
