"""The merge request over HTTP: many pages, hiccups, refusals, and a token that never shows."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from tests.gitlab_api.api import BOT, IID, PERSON, PROJECT, TOKEN, TOKEN_OF_PERSON
from tests.gitlab_api.server import Server, serving
from toolkit.adapters.gitlab_client import connect, patience, unheard
from toolkit.adapters.merge_request import MergeRequest
from toolkit.domain.review.standing import Note
from toolkit.errors import ConfigError, ServiceError, SnowopsError, Unanswered

pytestmark = pytest.mark.embedded

AT_ONCE = patience(tries_again=4, first_wait=0)


def reached(gitlab: Server, token: str = TOKEN, **variables: str) -> MergeRequest:
    client = connect(gitlab.gitlab.url, token, variables, AT_ONCE)
    return MergeRequest(client, str(PROJECT), IID)


def refusal(gitlab: Server, token: str = TOKEN, **variables: str) -> SnowopsError:
    with pytest.raises(SnowopsError) as refused:
        reached(gitlab, token, **variables)
    said = refused.value
    assert token not in repr((said.summary, said.details, said.hint))
    assert said.hint
    return said


class TestNotes:
    def test_all_pages_are_read(self, gitlab: Server) -> None:
        for number in range(250):
            gitlab.gitlab.writes(PERSON, f"comment {number}")
        mine = [gitlab.gitlab.writes(BOT, f"note {number}") for number in range(51)]

        notes = reached(gitlab).notes()

        assert [note.id for note in notes] == mine
        assert gitlab.count("GET", "/notes") == 4

    def test_only_what_the_tokens_own_user_wrote_counts(self, gitlab: Server) -> None:
        gitlab.gitlab.writes(PERSON, "<!-- snowops:note prod -->\nquoted")
        gitlab.gitlab.writes(BOT, "<!-- snowops:note prod -->\nadded 1 commit", system=True)
        mine = gitlab.gitlab.writes(BOT, "<!-- snowops:note prod -->\nmine")

        assert reached(gitlab).notes() == (Note(mine, "<!-- snowops:note prod -->\nmine"),)

    def test_what_nobody_wrote_is_not_taken_for_ours(self, gitlab: Server) -> None:
        gitlab.gitlab.notes[gitlab.gitlab.writes(PERSON, "orphaned")]["author"] = None

        assert reached(gitlab).notes() == ()

    def test_a_note_is_made_changed_and_taken_away(self, gitlab: Server) -> None:
        merge_request = reached(gitlab)

        merge_request.create("first")
        (made,) = merge_request.notes()
        merge_request.edit(made.id, "second")
        (changed,) = merge_request.notes()
        merge_request.delete(made.id)

        assert (made.text, changed) == ("first", Note(made.id, "second"))
        assert merge_request.notes() == ()
        assert merge_request.address(made.id).endswith(f"/-/merge_requests/{IID}#note_{made.id}")

    def test_one_that_is_gone_is_neither_changed_nor_missed(self, gitlab: Server) -> None:
        merge_request = reached(gitlab)

        merge_request.edit(4711, "text")
        merge_request.delete(4711)

        assert gitlab.gitlab.notes == {}

    def test_a_page_that_names_another_server_is_fetched_from_ours(self, gitlab: Server) -> None:
        for number in range(150):
            gitlab.gitlab.writes(BOT, f"note {number}")
        merge_request = reached(gitlab)
        gitlab.gitlab.url = "https://gitlab.example.com"

        assert len(merge_request.notes()) == 150


class TestApprovals:
    def test_a_bot_ends_them(self, gitlab: Server) -> None:
        gitlab.gitlab.approvals = {"jane"}

        assert reached(gitlab).reset_approvals()
        assert gitlab.gitlab.approvals == set()

    def test_a_persons_token_may_not(self, gitlab: Server) -> None:
        gitlab.gitlab.approvals = {"joe"}

        assert not reached(gitlab, TOKEN_OF_PERSON).reset_approvals()
        assert gitlab.gitlab.approvals == {"joe"}

    def test_nobody_may_once_it_is_merged(self, gitlab: Server) -> None:
        gitlab.gitlab.merged = True

        assert not reached(gitlab).reset_approvals()


class TestHiccups:
    @pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
    @pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
    def test_what_may_be_asked_twice_is(self, gitlab: Server, method: str, status: int) -> None:
        made = gitlab.gitlab.writes(BOT, "first")
        merge_request = reached(gitlab)
        gitlab.fails(method, "/notes", status=status, times=2)

        if method == "PUT":
            merge_request.edit(made, "second")
        if method == "DELETE":
            merge_request.delete(made)

        assert merge_request.notes() == (() if method == "DELETE" else (
            Note(made, "second" if method == "PUT" else "first"),
        ))  # fmt: skip
        assert gitlab.faults == []

    def test_a_note_that_was_refused_for_haste_is_sent_again(self, gitlab: Server) -> None:
        merge_request = reached(gitlab)
        gitlab.fails("POST", "/notes", status=429, headers={"Retry-After": "1"})

        merge_request.create("text")

        assert [note["body"] for note in gitlab.gitlab.notes.values()] == ["text"]

    @pytest.mark.parametrize(
        "fault", [{"status": 500}, {"status": 503}, {"hangs_up": True}], ids=str
    )
    @pytest.mark.parametrize("processed", [True, False])
    def test_a_note_that_may_be_there_is_not_sent_again(
        self, gitlab: Server, fault: dict[str, int], processed: bool
    ) -> None:
        merge_request = reached(gitlab)
        gitlab.fails("POST", "/notes", processed=processed, **fault)

        with pytest.raises(Unanswered):
            merge_request.create("text")

        assert gitlab.count("POST") == 1
        assert len(gitlab.gitlab.notes) == processed

    def test_a_gitlab_that_takes_too_long_may_have_made_it(self, gitlab: Server) -> None:
        client = connect(gitlab.gitlab.url, TOKEN, {}, AT_ONCE)
        merge_request = MergeRequest(client, str(PROJECT), IID)
        client.timeout = 0.2
        given_up = threading.Event()
        gitlab.before("POST", "/notes", lambda: given_up.wait(60))

        with pytest.raises(Unanswered, match="has not answered"):
            merge_request.create("text")
        given_up.set()

        assert gitlab.count("POST") <= 1

    def test_patience_ends(self, gitlab: Server) -> None:
        merge_request = reached(gitlab)
        gitlab.fails("GET", "/notes", status=503, times=99)

        with pytest.raises(ServiceError) as failed:
            merge_request.notes()

        assert gitlab.count("GET", "/notes") == 5
        assert failed.value.details == ("it answered 503",)

    def test_haste_ends_too(self, gitlab: Server) -> None:
        merge_request = reached(gitlab)
        gitlab.fails("GET", "/notes", status=429, times=99)

        with pytest.raises(ServiceError, match="asked more often than it allows") as failed:
            merge_request.notes()

        assert failed.value.details == ("too many 429 error responses",)
        assert gitlab.count("GET", "/notes") == 5


def test_no_wait_is_longer_than_a_minute() -> None:
    class Asks:
        headers = {"Retry-After": "7200"}

    assert patience().get_retry_after(Asks()) == 60  # type: ignore[arg-type]


class TestRefusals:
    def test_a_token_that_gitlab_does_not_know(self, gitlab: Server) -> None:
        said = refusal(gitlab, "glpat-revoked")

        assert isinstance(said, ConfigError)
        assert "does not accept GITLAB_TOKEN" in said.summary
        assert "project access token" in said.hint

    def test_a_token_that_may_only_read(self, gitlab: Server) -> None:
        gitlab.gitlab.users[TOKEN] = replace(BOT, scopes=("read_api",))

        with pytest.raises(ConfigError, match="has not the scope `api`"):
            reached(gitlab).create("text")

    def test_a_user_who_may_not_write(self, gitlab: Server) -> None:
        merge_request = reached(gitlab)
        gitlab.fails("POST", "/notes", status=403)

        with pytest.raises(ConfigError, match="may not write on merge request !7") as refused:
            merge_request.create("text")

        assert "role Developer" in refused.value.hint

    @pytest.mark.parametrize("role", ["", "guest"])
    def test_a_user_who_does_not_see_it(self, gitlab: Server, role: str) -> None:
        gitlab.gitlab.users[TOKEN] = replace(BOT, role=role)

        said = refusal(gitlab)

        assert isinstance(said, ConfigError)
        assert (
            said.summary == f"GITLAB_TOKEN does not see merge request !{IID} of project {PROJECT}"
        )

    def test_a_server_that_sends_us_on(self, gitlab: Server) -> None:
        elsewhere = {"Location": "http://localhost:1/api/v4/user"}
        gitlab.fails("GET", "/user", status=302, headers=elsewhere)

        assert "sends us to another address" in refusal(gitlab).summary

    def test_a_server_that_is_no_gitlab(self, gitlab: Server) -> None:
        gitlab.fails("GET", "/user", status=200)

        assert "does not speak as GitLab does" in refusal(gitlab).summary

    def test_nobody_listening(self, gitlab: Server) -> None:
        gitlab.gitlab.url = "http://127.0.0.1:1"

        said = refusal(gitlab)

        assert said.summary == "127.0.0.1 cannot be reached"
        assert said.details == ("Connection refused",)

    def test_a_server_that_takes_too_long(self) -> None:
        said = unheard("https://gitlab.example.com", requests.exceptions.ReadTimeout())

        assert said.summary == "gitlab.example.com has not answered within 20 seconds"


class TestAnAuthorityOfOurOwn:
    @pytest.fixture
    def over_tls(self, authority: Path) -> Iterator[Server]:
        with serving(authority / "server.pem") as server:
            yield server

    def test_it_is_believed_where_the_runner_names_it(
        self, over_tls: Server, authority: Path
    ) -> None:
        file = str(authority / "authority.pem")

        assert reached(over_tls, CI_SERVER_TLS_CA_FILE=file).notes() == ()

    def test_it_is_believed_where_requests_are_told_of_it(
        self, over_tls: Server, authority: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority / "authority.pem"))

        assert reached(over_tls).notes() == ()

    def test_nobody_else_is(self, over_tls: Server) -> None:
        said = refusal(over_tls)

        assert said.summary == "the certificate of 127.0.0.1 cannot be checked"
        assert "local issuer certificate" in said.details[0]
        assert "CI_SERVER_TLS_CA_FILE" in said.hint
        assert over_tls.asked == []

    def test_a_file_that_is_not_there_is_named(self, over_tls: Server, tmp_path: Path) -> None:
        said = refusal(over_tls, CI_SERVER_TLS_CA_FILE=str(tmp_path / "no.pem"))

        assert isinstance(said, ConfigError)
        assert "no.pem, which CI_SERVER_TLS_CA_FILE names" in said.summary

    def test_a_file_that_holds_no_certificate_is_named(
        self, over_tls: Server, tmp_path: Path
    ) -> None:
        (tmp_path / "no.pem").write_text("nothing")

        said = refusal(over_tls, CI_SERVER_TLS_CA_FILE=str(tmp_path / "no.pem"))

        assert "CI_SERVER_TLS_CA_FILE" in said.hint
