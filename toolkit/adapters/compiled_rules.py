"""Reads the compiled rules out of an artifact, here or in its bucket."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from toolkit.adapters.aws import speaking
from toolkit.domain.artifact import RULES_FILE

_MISSING = ("404", "NoSuchKey", "NotFound", "NoSuchBucket")


def rules_in(artifact: Path) -> dict[str, Any] | None:
    """The rules in an artifact on disk; None where it is not there or is none."""
    try:
        return _rules(artifact.read_bytes())
    except OSError:
        return None


def stored_rules(client: Any, bucket: str, key: str) -> dict[str, Any] | None:
    """The rules in an artifact in S3; None where it is not there or is none."""
    with speaking(f"read the artifact {key}"):
        try:
            answer = client.get_object(Bucket=bucket, Key=key)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in _MISSING:
                return None
            raise
        return _rules(answer["Body"].read())


def _rules(content: bytes) -> dict[str, Any] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = json.loads(archive.read(RULES_FILE))
    except (zipfile.BadZipFile, KeyError, ValueError):
        return None
    return found if isinstance(found, dict) else None
