"""What GitLab keeps, and what it answers."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

PROJECT = 1217
"""The project's id; gitlab-ci-local's jobs say that they are of this one."""
IID = 7
LONGEST_NOTE = 1_000_000
LARGEST_PAGE = 100

_ROLES = {"guest": 10, "developer": 30, "maintainer": 40}


@dataclass(frozen=True)
class User:
    """Who stands behind a token."""

    id: int
    name: str
    bot: bool = True
    role: str = "developer"
    """In the project; empty where the user is no member of it."""
    scopes: tuple[str, ...] = ("api",)

    def may(self, role: str) -> bool:
        return _ROLES.get(self.role, 0) >= _ROLES[role]


BOT = User(101, "project_1217_bot_0a1b2c")
PERSON = User(7, "jane", bot=False)
TOKEN = "glpat-tHiSiSaSeCrEtToKeN"
TOKEN_OF_PERSON = "glpat-of-jane"


@dataclass(frozen=True)
class Answer:
    """A status, a document or none, and headers."""

    status: int
    document: Any = None
    headers: dict[str, str] = field(default_factory=dict)


def refused(status: int, words: str) -> Answer:
    return Answer(status, {"message": f"{status} {words}"})


class GitLab:
    """One project with one merge request."""

    def __init__(self) -> None:
        self.url = ""
        self.users = {TOKEN: BOT, TOKEN_OF_PERSON: PERSON}
        """By token."""
        self.notes: dict[int, dict[str, Any]] = {}
        self.approvals: set[str] = set()
        self.merged = False
        self._ids = itertools.count(301)

    def writes(self, user: User, body: str, *, system: bool = False) -> int:
        """A note of somebody, as GitLab keeps it; returns its id."""
        made = next(self._ids)
        self.notes[made] = {
            "id": made,
            "type": None,
            "body": _kept(body),
            "author": {"id": user.id, "username": user.name, "state": "active"},
            "created_at": "2026-01-15T12:00:00.000Z",
            "updated_at": "2026-01-15T12:00:00.000Z",
            "system": system,
            "noteable_id": 9001,
            "noteable_type": "MergeRequest",
            "noteable_iid": IID,
            "project_id": PROJECT,
            "resolvable": False,
            "confidential": False,
            "internal": False,
        }
        return made

    def answer(
        self, method: str, path: str, query: dict[str, str], body: Any, token: str
    ) -> Answer:
        """What GitLab says to one request."""
        user = self.users.get(token)
        if user is None:
            return refused(401, "Unauthorized")
        if not user.scopes or (method != "GET" and "api" not in user.scopes):
            return Answer(403, {"error": "insufficient_scope", "scope": "api"})
        for wanted, pattern, answers in self._routes():
            if wanted == method and (found := re.fullmatch(pattern, path)):
                return answers(user, query, body, *map(int, found.groups()))
        return Answer(404, {"error": "404 Not Found"})

    def _routes(self) -> list[tuple[str, str, Callable[..., Answer]]]:
        merge_request = rf"/api/v4/projects/{PROJECT}/merge_requests/{IID}"
        return [
            ("GET", "/api/v4/user", self._user),
            ("GET", merge_request, self._member(self._merge_request)),
            ("GET", f"{merge_request}/notes", self._member(self._list)),
            ("POST", f"{merge_request}/notes", self._member(self._create)),
            ("PUT", rf"{merge_request}/notes/(\d+)", self._member(self._edit)),
            ("DELETE", rf"{merge_request}/notes/(\d+)", self._member(self._delete)),
            ("PUT", f"{merge_request}/reset_approvals", self._member(self._reset)),
        ]

    def _member(self, answers: Callable[..., Answer]) -> Callable[..., Answer]:
        """To anybody else a private project is not there, and to guests not its code."""

        def only(user: User, *rest: Any) -> Answer:
            if not user.role:
                return refused(404, "Project Not Found")
            return answers(user, *rest) if user.may("developer") else refused(404, "Not found")

        return only

    def _user(self, user: User, *_: Any) -> Answer:
        return Answer(200, {"id": user.id, "username": user.name, "bot": user.bot})

    def _merge_request(self, *_: Any) -> Answer:
        url = f"{self.url}/acme/operations/-/merge_requests/{IID}"
        return Answer(200, {"id": 9001, "iid": IID, "project_id": PROJECT, "web_url": url})

    def _list(self, user: User, query: dict[str, str], _: Any) -> Answer:
        """One page; 20 notes unless more are asked for, the newest first unless told otherwise."""
        notes = sorted(
            self.notes.values(), key=lambda note: note["id"], reverse=query.get("sort") != "asc"
        )
        size = min(int(query.get("per_page", 20)), LARGEST_PAGE)
        page = int(query.get("page", 1))
        last = max(1, -(-len(notes) // size))
        headers = {"X-Page": str(page), "X-Per-Page": str(size), "X-Total": str(len(notes))}
        headers |= {"X-Total-Pages": str(last), "X-Next-Page": ""}
        if page < last:
            more = "&".join(f"{name}={value}" for name, value in query.items() if name != "page")
            path = f"/api/v4/projects/{PROJECT}/merge_requests/{IID}/notes"
            headers["X-Next-Page"] = str(page + 1)
            headers["Link"] = f'<{self.url}{path}?{more}&page={page + 1}>; rel="next"'
        return Answer(200, notes[(page - 1) * size : page * size], headers)

    def _create(self, user: User, _: Any, body: Any) -> Answer:
        return _invalid(body) or Answer(201, self.notes[self.writes(user, body["body"])])

    def _edit(self, user: User, _: Any, body: Any, note: int) -> Answer:
        if note not in self.notes:
            return refused(404, "Not found")
        if self.notes[note]["author"]["id"] != user.id and not user.may("maintainer"):
            return refused(403, "Forbidden")
        if invalid := _invalid(body):
            return invalid
        self.notes[note] |= {"body": _kept(body["body"]), "updated_at": "2026-01-15T13:00:00.000Z"}
        return Answer(200, self.notes[note])

    def _delete(self, user: User, _: Any, __: Any, note: int) -> Answer:
        if self.notes.get(note, {}).get("author", {}).get("id") != user.id:
            return refused(404, "Not found")
        del self.notes[note]
        return Answer(204)

    def _reset(self, user: User, *_: Any) -> Answer:
        if not (user.bot and user.may("developer")) or self.merged:
            return refused(401, "Unauthorized")
        self.approvals.clear()
        return Answer(202, 202)


def _kept(body: str) -> str:
    """As GitLab keeps a text: without what ends lines on Windows, and without space at its end."""
    return body.replace("\r", "").rstrip()


def _invalid(body: Any) -> Answer | None:
    text = (body or {}).get("body", "")
    if not text.strip():
        return Answer(400, {"message": '400 (Bad request) "Note {:note=>["can\'t be blank"]}"'})
    if len(text) > LONGEST_NOTE:
        return Answer(400, {"message": '400 (Bad request) "Note is too long"'})
    return None
