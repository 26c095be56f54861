"""boto3 sessions, which read the descriptions of AWS' services once for all of them."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

import boto3
import botocore.session
from botocore.loaders import create_loader

# Where the embedded AWS or nobody in particular is meant, the person's own profile and files are
# not even looked for.
NOBODY_S: Any = {
    "profile": (None, None, None, None),
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
}


def session(variables: Any = None, **options: str) -> Any:
    """A session with these variables of botocore's; `options` are those of boto3's Session."""
    core = botocore.session.Session(session_vars=variables)
    loader = _loader(core.get_config_variable("data_path"))
    core.register_component("data_loader", loader)
    made: Any = boto3.session.Session(botocore_session=core, **options)
    # Every boto3 session appends its own folder, which is the same one.
    loader.search_paths[:] = dict.fromkeys(loader.search_paths)
    return made


@cache
def _loader(folders: str | None) -> Any:
    return create_loader(folders)
