"""Which merge request GitLab's variables speak of, and with whose token."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.errors import ConfigError

if TYPE_CHECKING:
    from toolkit.adapters.merge_request import MergeRequest

_API = "/api/v4"


@dataclass(frozen=True)
class Place:
    """A merge request, and how one gets there."""

    url: str
    """GitLab's."""
    project: str
    """The one that the merge request is of; with forks the pipeline may run in another."""
    iid: int
    token: str = field(repr=False)


def address(variables: Mapping[str, str]) -> str:
    """Where GitLab is; empty where nobody says it."""
    api = variables.get("CI_API_V4_URL", "")
    return api.removesuffix(_API) if api.endswith(_API) else variables.get("CI_SERVER_URL", "")


def place(variables: Mapping[str, str]) -> Place:
    """Raises ConfigError where this is no job of a merge request, or has no token.

    Jobs of a child pipeline have these variables where the parent is a merge request's (GitLab
    documentation, "Downstream pipelines").
    """
    iid = variables.get("CI_MERGE_REQUEST_IID", "")
    project = variables.get("CI_MERGE_REQUEST_PROJECT_ID") or variables.get("CI_PROJECT_ID", "")
    url = address(variables)
    if not (iid.isdecimal() and project and url):
        raise ConfigError(
            "this is no job of a merge request: GitLab has not said which one it is",
            hint="run it in a merge request's pipeline, which sets CI_MERGE_REQUEST_IID, "
            "CI_PROJECT_ID and CI_API_V4_URL; elsewhere see the note with --dry-run",
        )
    return Place(url, project, int(iid), _token(variables))


def reached(variables: Mapping[str, str]) -> MergeRequest:
    """The merge request, looked up."""
    there = place(variables)
    from toolkit.adapters.gitlab_client import connect
    from toolkit.adapters.merge_request import MergeRequest

    client = connect(there.url, there.token, variables)
    return MergeRequest(client, there.project, there.iid)


def _token(variables: Mapping[str, str]) -> str:
    from toolkit.domain.health.gitlab import MAKE_ONE

    token, of_job = variables.get("GITLAB_TOKEN"), variables.get("CI_JOB_TOKEN")
    if not token or token == of_job:
        job = "GitLab's job tokens cannot write notes" if of_job else "notes need a token"
        state = "is the job's own" if token else "is not set"
        raise ConfigError(f"GITLAB_TOKEN {state}, and {job}", hint=MAKE_ONE)
    if not (token.isascii() and token.isprintable() and " " not in token):
        raise ConfigError("GITLAB_TOKEN holds what no token holds, such as space", hint=MAKE_ONE)
    return token
