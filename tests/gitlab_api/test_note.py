"""`snowops ci note`, a process like any job, and a GitLab on loopback."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gitlab_api.api import BOT, PERSON, User
from tests.gitlab_api.jobs import Checkout, ended, said
from tests.gitlab_api.server import Server, serving
from tests.reviews import change, finding, review
from toolkit.domain.review.history import history_of, marker
from toolkit.domain.review.model import Failure, Review

pytestmark = pytest.mark.embedded

ASKS_FOR_IT = "\nreview: {reset_approvals: true}\n"


@pytest.fixture
def checkout(tmp_path: Path, gitlab: Server) -> Checkout:
    return Checkout(tmp_path / "operations", gitlab)


def plan(number: int) -> Review:
    """A plan that does something of its own."""
    made = f"2026-01-15T12:00:{number:02}+00:00"
    return review(change(), meaning=f"{number:064x}", commit=f"{number:040x}", created=made)


def texts(gitlab: Server, author: User = BOT) -> list[str]:
    notes = gitlab.gitlab.notes.values()
    return [note["body"] for note in notes if note["author"]["id"] == author.id]


def shown(gitlab: Server) -> list[int]:
    """The plans that the one note has shown, the newest first."""
    (text,) = texts(gitlab)
    return [int(each.meaning, 16) for each in history_of(text)]


class TestTheNote:
    def test_it_is_made_and_edited_in_place(self, checkout: Checkout, gitlab: Server) -> None:
        checkout.planned(plan(1))
        first = said(checkout.notes("--json"))
        checkout.planned(plan(2), job=2)

        second = said(checkout.notes("--json", CI_PIPELINE_ID="1001"))

        url = f"{gitlab.gitlab.url}/acme/operations/-/merge_requests/7#note_301"
        assert first == {
            "schema": "snowops.ci.note/v1",
            "environment": "prod",
            "action": "created",
            "url": url,
            "approvals": "kept",
        }
        assert second == {**first, "action": "edited"}
        assert shown(gitlab) == [2, 1]

    def test_it_links_to_the_job_its_files_and_the_commit(
        self, checkout: Checkout, gitlab: Server
    ) -> None:
        checkout.planned(plan(1), job=12)

        done = checkout.notes()

        (text,) = texts(gitlab)
        project = f"{gitlab.gitlab.url}/acme/operations/-"
        assert f"({project}/jobs/12)" in text
        assert f"({project}/commit/{1:040x})" in text
        assert done.stdout == f"{project}/merge_requests/7#note_301\n"
        assert done.stderr == "write the note of prod ...\nprod: the note is new\n"

    def test_the_same_again_sends_nothing(self, checkout: Checkout, gitlab: Server) -> None:
        checkout.planned(plan(1))
        checkout.notes()

        again = said(checkout.notes("--json"))

        assert again["action"] == "unchanged"
        assert (gitlab.count("POST"), gitlab.count("PUT")) == (1, 0)

    def test_an_older_pipeline_that_comes_late_changes_nothing(
        self, checkout: Checkout, gitlab: Server
    ) -> None:
        checkout.planned(plan(2), job=2)
        checkout.notes(CI_PIPELINE_ID="1002")
        checkout.planned(plan(1), job=3)

        late = said(checkout.notes("--json", "--pipeline", "1001", CI_PIPELINE_ID="1003"))

        assert late["action"] == "outdated"
        assert shown(gitlab) == [2]

    def test_what_others_quote_is_not_taken_for_it(
        self, checkout: Checkout, gitlab: Server
    ) -> None:
        quoted = f"{marker('prod')}\n<!-- snowops:plan {9:064x} none 2026-01-15 no changes -->"
        for _ in range(130):
            gitlab.gitlab.writes(PERSON, quoted)
        gitlab.gitlab.writes(BOT, quoted, system=True)
        checkout.planned(plan(1))
        checkout.notes()
        checkout.planned(plan(2), job=2)

        assert said(checkout.notes("--json"))["action"] == "edited"
        assert texts(gitlab, PERSON) == [quoted] * 130
        assert len(texts(gitlab)) == 2
        assert quoted in texts(gitlab)

    @pytest.mark.parametrize(
        ("found", "words"),
        [
            (review(change(), findings=(finding(),)), "refused"),
            (review(meaning="", failure=Failure("no provider", ("by Terraform",))), "No provider"),
        ],
        ids=["refused", "failed"],
    )
    def test_a_plan_that_is_none_is_shown_too(
        self, checkout: Checkout, gitlab: Server, found: Review, words: str
    ) -> None:
        checkout.planned(found)

        assert said(checkout.notes("--json"))["action"] == "created"
        assert words in texts(gitlab)[0]

    def test_a_job_that_left_nothing_does_not_leave_the_last_plan_standing(
        self, checkout: Checkout, gitlab: Server
    ) -> None:
        checkout.planned(plan(1))
        checkout.notes()
        (checkout.folder / "build/ci/prod/review.json").unlink()

        done = checkout.notes(CI_PIPELINE_ID="1001", CI_COMMIT_SHA="c0ffee" * 6 + "c0ff")

        assert done.returncode == 0
        (text,) = texts(gitlab)
        assert "no plan" in text
        assert "has left no review" in text
        assert "c0ffeec0ffee" in text


class TestRaces:
    def test_two_jobs_that_both_find_no_note_leave_one(
        self, checkout: Checkout, gitlab: Server, tmp_path: Path
    ) -> None:
        newer = Checkout(tmp_path / "newer", gitlab)
        checkout.planned(plan(1), job=1)
        newer.planned(plan(2), job=2)
        gitlab.meet("POST", "/notes")

        jobs = [checkout.starts(), newer.starts(CI_PIPELINE_ID="1001")]

        assert [ended(job).returncode for job in jobs] == [0, 0]
        assert gitlab.count("POST") == 2
        assert list(gitlab.gitlab.notes) == [301]
        assert shown(gitlab)[0] == 2

    def test_many_jobs_at_once_leave_one(
        self, checkout: Checkout, gitlab: Server, tmp_path: Path
    ) -> None:
        jobs = []
        for number in range(2, 6):
            other = Checkout(tmp_path / str(number), gitlab)
            other.planned(plan(number), job=number)
            jobs.append(other.starts(CI_PIPELINE_ID=str(1000 + number)))
        for job in jobs:
            ended(job)
        checkout.planned(plan(6), job=6)

        assert checkout.notes(CI_PIPELINE_ID="1006").returncode == 0
        assert shown(gitlab)[0] == 6

    def test_a_note_that_was_made_although_gitlab_failed_is_not_made_twice(
        self, checkout: Checkout, gitlab: Server
    ) -> None:
        gitlab.fails("POST", "/notes", status=500, processed=True)
        checkout.planned(plan(1))

        assert checkout.notes().returncode == 0
        assert gitlab.count("POST") == 1
        assert shown(gitlab) == [1]

    def test_a_note_that_was_lost_is_made_again(self, checkout: Checkout, gitlab: Server) -> None:
        gitlab.fails("POST", "/notes", status=500)
        checkout.planned(plan(1))

        assert checkout.notes().returncode == 0
        assert shown(gitlab) == [1]

    def test_a_note_that_is_deleted_under_the_pen_is_made_again(
        self, checkout: Checkout, gitlab: Server
    ) -> None:
        checkout.planned(plan(1))
        checkout.notes()
        checkout.planned(plan(2), job=2)
        gitlab.before("PUT", "/notes", gitlab.gitlab.notes.clear)

        assert checkout.notes().returncode == 0
        assert shown(gitlab) == [2]


class TestApprovals:
    @pytest.fixture(autouse=True)
    def _approved(self, checkout: Checkout, gitlab: Server) -> None:
        checkout.planned(plan(1))
        checkout.notes()
        gitlab.gitlab.approvals = {"joe"}

    def test_of_another_plan_end_where_the_environment_asks_for_it(
        self, checkout: Checkout, gitlab: Server
    ) -> None:
        checkout.edit("prod.yaml", ASKS_FOR_IT)
        checkout.planned(plan(2), job=2)

        assert said(checkout.notes("--json"))["approvals"] == "reset"
        assert gitlab.gitlab.approvals == set()

    def test_of_the_same_plan_stand(self, checkout: Checkout, gitlab: Server) -> None:
        checkout.edit("prod.yaml", ASKS_FOR_IT)

        assert said(checkout.notes("--json", CI_PIPELINE_ID="1001"))["approvals"] == "kept"
        assert gitlab.gitlab.approvals == {"joe"}

    def test_stand_where_the_environment_does_not_ask(
        self, checkout: Checkout, gitlab: Server
    ) -> None:
        checkout.planned(plan(2), job=2)

        assert said(checkout.notes("--json"))["approvals"] == "kept"
        assert gitlab.gitlab.approvals == {"joe"}

    def test_that_the_token_may_not_end_are_a_warning(
        self, checkout: Checkout, gitlab: Server
    ) -> None:
        gitlab.gitlab.merged = True
        checkout.edit("prod.yaml", ASKS_FOR_IT)
        checkout.planned(plan(2), job=2)

        done = checkout.notes()

        assert done.returncode == 0
        assert "warning: GitLab has not ended the approvals" in done.stderr
        assert shown(gitlab) == [2, 1]

    def test_a_gitlab_that_fails_keeps_the_note_as_it_was(
        self, checkout: Checkout, gitlab: Server
    ) -> None:
        checkout.edit("prod.yaml", ASKS_FOR_IT)
        checkout.planned(plan(2), job=2)
        gitlab.fails("PUT", "/reset_approvals", status=400)

        assert checkout.notes().returncode == 1
        assert shown(gitlab) == [1]


class TestWhatGoesWrong:
    @pytest.mark.parametrize(
        ("variables", "words"),
        [
            ({"GITLAB_TOKEN": "glpat-revoked"}, "does not accept GITLAB_TOKEN"),
            ({"CI_MERGE_REQUEST_PROJECT_ID": "1"}, "does not see merge request !7 of project 1"),
        ],
        ids=["the token", "the project"],
    )
    def test_it_is_said_with_the_next_move(
        self, checkout: Checkout, variables: dict[str, str], words: str
    ) -> None:
        checkout.planned(plan(1))

        done = checkout.notes("--json", **variables)

        assert (done.returncode, done.stdout) == (1, "")
        assert words in done.stderr
        assert "next: " in done.stderr

    def test_a_gitlab_with_an_authority_of_its_own(self, tmp_path: Path, authority: Path) -> None:
        with serving(authority / "server.pem") as gitlab:
            checkout = Checkout(tmp_path / "operations", gitlab)
            checkout.planned(plan(1))

            refused = checkout.notes()
            file = str(authority / "authority.pem")
            done = checkout.notes(CI_SERVER_TLS_CA_FILE=file)

        assert refused.returncode == 1
        assert "the certificate of 127.0.0.1 cannot be checked" in refused.stderr
        assert "CI_SERVER_TLS_CA_FILE" in refused.stderr
        assert done.returncode == 0
