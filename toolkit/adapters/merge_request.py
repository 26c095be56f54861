"""A merge request in GitLab, and what the user of a token writes on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import gitlab
import requests

from toolkit.adapters.gitlab_client import unheard
from toolkit.domain.health.gitlab import MAKE_ONE
from toolkit.domain.review.standing import Note
from toolkit.errors import ConfigError, ServiceError, SnowopsError, Unanswered

_PAGE = 100
"""Notes that are asked for at once; GitLab gives no more."""
_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND = 401, 403, 404
_SERVER_ERROR = 500
_NARROW = "insufficient_scope"


class _Gone(ServiceError):
    """What was asked for is not there, or not for this user."""


class MergeRequest:
    """One merge request, as the token's own user sees it."""

    def __init__(self, client: gitlab.Gitlab, project: str, iid: int) -> None:
        """Raises ConfigError where the token is not good for it, ServiceError where GitLab is not.

        `project` is a number or a path; `iid` is the number that people see.
        """
        self._client = client
        self._name = f"merge request !{iid} of project {project}"
        with self._asking():
            client.auth()
            self._me = client.user.id if client.user else None
        try:
            with self._asking():
                found = client.projects.get(project, lazy=True).mergerequests.get(iid)
                self._url = str(found.web_url)
        except _Gone:
            raise ConfigError(
                f"GITLAB_TOKEN does not see {self._name}",
                hint="make the token in that project, or in a group above it",
            ) from None
        self._notes = found.notes
        self._path = f"{found.manager.path}/{found.encoded_id}"

    def notes(self) -> tuple[Note, ...]:
        """What this user has written, the oldest first.

        Anybody may quote a note, and what GitLab itself notes down is nobody's.
        """
        options: dict[str, Any] = {"sort": "asc", "order_by": "created_at", "per_page": _PAGE}
        with self._asking():
            return tuple(
                Note(note.id, note.body)
                for note in self._notes.list(iterator=True, **options)
                if (note.author or {}).get("id") == self._me and not note.system
            )

    def create(self, text: str) -> None:
        """Makes a note; raises Unanswered where GitLab may have made it all the same."""
        with self._asking(once=True):
            self._notes.create({"body": text})

    def edit(self, note: int, text: str) -> None:
        """Changes a note; does nothing where it is gone."""
        with suppress(_Gone), self._asking():
            self._notes.update(note, {"body": text})

    def delete(self, note: int) -> None:
        """Takes a note away; does nothing where it is gone."""
        with suppress(_Gone), self._asking():
            self._notes.delete(note)

    def reset_approvals(self) -> bool:
        """Ends all approvals; False where GitLab does not let this user.

        It lets bots that may approve: project and group tokens with the role Developer (GitLab
        documentation, "Merge request approvals API"). Its answer holds nothing to read.
        """
        try:
            self._client.http_request("put", f"{self._path}/reset_approvals")
        except gitlab.GitlabError as error:
            if error.response_code in (_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND):
                return False
            raise self._refusal(error) from None
        except (requests.RequestException, OSError) as error:
            raise unheard(self._client.url, error) from None
        return True

    def address(self, note: int) -> str:
        """The note's URL."""
        return f"{self._url}#note_{note}"

    @contextmanager
    def _asking(self, *, once: bool = False) -> Iterator[None]:
        """Translates what GitLab refuses; what it says is not quoted, for it may hold anything.

        `once`: what is asked for must not be done twice.
        """
        try:
            yield
        except gitlab.GitlabError as error:
            if once and (error.response_code or _SERVER_ERROR) >= _SERVER_ERROR:
                raise _unanswered(self._refusal(error)) from None
            raise self._refusal(error) from None
        except (requests.RequestException, OSError) as error:
            failure = unheard(self._client.url, error)
            raise (_unanswered(failure) if once else failure) from None
        except (AttributeError, KeyError, TypeError):
            raise _stranger() from None

    def _refusal(self, error: gitlab.GitlabError) -> SnowopsError:
        match error.response_code:
            case 401:
                return ConfigError(
                    "GitLab does not accept GITLAB_TOKEN: wrong, revoked or expired", hint=MAKE_ONE
                )
            case 403 if error.error_message == _NARROW:
                return ConfigError("GITLAB_TOKEN has not the scope `api`", hint=MAKE_ONE)
            case 403:
                return ConfigError(
                    f"GITLAB_TOKEN may not write on {self._name}",
                    hint="give its user the role Developer",
                )
            case 404:
                return _Gone(f"{self._name} is gone", hint="look at the project in GitLab")
            case None:
                return _stranger()
            case code:
                return ServiceError(
                    f"GitLab did not do what it was asked for {self._name}",
                    details=(f"it answered {code}",),
                    hint="run the job again later",
                )


def _stranger() -> ServiceError:
    return ServiceError(
        "what answers does not speak as GitLab does",
        hint="check CI_SERVER_URL and CI_API_V4_URL",
    )


def _unanswered(error: SnowopsError) -> Unanswered:
    return Unanswered(error.summary, details=error.details, hint=error.hint)
