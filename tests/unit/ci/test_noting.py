"""One note for each environment, whoever writes it, in whatever order, and wherever a job ends."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import FakeMergeRequest
from tests.reviews import change, review
from tests.unit.ci.racing import Killed, Mortal, race
from toolkit.domain.review.history import history_of
from toolkit.domain.review.model import Failure, Review
from toolkit.domain.review.standing import EDITED, Run, run_of, stamped
from toolkit.errors import ServiceError, Unanswered
from toolkit.rendering.note import render_note
from toolkit.workflows.noting import ROUNDS, Noted, note

orders = st.lists(st.integers(0, 1), max_size=24)


def plan(pipeline: int, meaning: int | None = None) -> Review:
    """What the pipeline with that number has planned; unless told, another thing than any other."""
    digest = f"{pipeline if meaning is None else meaning:064x}"
    made = f"2026-01-15T12:00:{pipeline:02}+00:00"
    return review(change(), meaning=digest, commit=f"{pipeline:040x}", created=made)


def run(pipeline: int) -> Run:
    return Run.of(plan(pipeline), pipeline, 10 * pipeline)


def noted(
    merge_request: Any, pipeline: int, found: Review | None = None, *, resets: bool = False
) -> Noted:
    found = found or plan(pipeline)
    return note(found, run(pipeline), merge_request, render_note, resets=resets)


def writes(pipeline: int) -> Callable[[Any], Noted]:
    return lambda merge_request: noted(merge_request, pipeline)


def only(merge_request: FakeMergeRequest) -> str:
    (text,) = merge_request.kept.values()
    return text


def shown(merge_request: FakeMergeRequest) -> list[int]:
    """The meanings of the plans that the one note has shown, the newest first."""
    return [int(each.meaning, 16) for each in history_of(only(merge_request))]


class TestOnePipelineAfterTheOther:
    def test_the_first_makes_the_note(self) -> None:
        merge_request = FakeMergeRequest()

        done = noted(merge_request, 1)

        assert done == Noted("created", merge_request.address(301))
        assert run_of(only(merge_request)) == run(1)
        assert shown(merge_request) == [1]

    def test_the_next_edits_it_in_place_and_remembers_the_first(self) -> None:
        merge_request = FakeMergeRequest()
        noted(merge_request, 1)

        done = noted(merge_request, 2)

        assert done == Noted("edited", merge_request.address(301))
        assert shown(merge_request) == [2, 1]

    @pytest.mark.parametrize("meaning", [1, 2])
    def test_what_stands_as_it_should_is_not_sent_again(self, meaning: int) -> None:
        merge_request = FakeMergeRequest()
        noted(merge_request, 1)
        again = plan(2, meaning)
        noted(merge_request, 2, again)
        merge_request.done.clear()

        assert noted(merge_request, 2, again).action == "unchanged"
        assert merge_request.done == []

    def test_an_older_one_that_comes_late_leaves_it_as_it_is(self) -> None:
        merge_request = FakeMergeRequest()
        noted(merge_request, 2)
        merge_request.done.clear()

        assert noted(merge_request, 1).action == "outdated"
        assert merge_request.done == []
        assert shown(merge_request) == [2]

    def test_a_job_that_plans_again_in_the_same_pipeline_is_newer(self) -> None:
        merge_request = FakeMergeRequest()
        first = Run.of(plan(1), 1, 10)
        note(plan(1), first, merge_request, render_note, resets=False)

        second = replace(first, job=11)
        note(plan(1, meaning=9), second, merge_request, render_note, resets=False)

        assert run_of(only(merge_request)) == second

    def test_ten_earlier_plans_are_enough(self) -> None:
        merge_request = FakeMergeRequest()

        for pipeline in range(1, 20):
            noted(merge_request, pipeline)

        assert shown(merge_request) == list(range(19, 9, -1))

    def test_environments_have_notes_of_their_own(self) -> None:
        merge_request = FakeMergeRequest()
        noted(merge_request, 1)

        noted(merge_request, 1, replace(plan(1), environment="staging"))

        assert len(merge_request.kept) == 2

    def test_a_plan_that_failed_is_shown_and_is_no_plan_to_remember(self) -> None:
        merge_request = FakeMergeRequest()
        noted(merge_request, 1)

        noted(merge_request, 2, replace(plan(2, 0), meaning="", changes=(), failure=Failure("no")))

        assert "no plan" in only(merge_request)
        assert shown(merge_request) == [1]

    @given(
        jobs=st.lists(st.tuples(st.integers(1, 5), st.integers(0, 6) | st.none()), max_size=8),
    )
    def test_wherever_jobs_are_killed_the_next_one_puts_it_right(
        self, jobs: list[tuple[int, int | None]]
    ) -> None:
        merge_request = FakeMergeRequest()

        for pipeline, calls in jobs:
            with suppress(Killed):
                noted(merge_request if calls is None else Mortal(merge_request, calls), pipeline)
            assert len(merge_request.kept) <= 1
        noted(merge_request, 6)

        assert run_of(only(merge_request)) == run(6)


class TestTwoPipelinesAtOnce:
    @given(order=orders, newer_first=st.booleans())
    def test_that_both_find_no_note_end_with_one_that_shows_the_newer_plan(
        self, order: list[int], newer_first: bool
    ) -> None:
        merge_request = FakeMergeRequest()
        both = [writes(2), writes(1)] if newer_first else [writes(1), writes(2)]

        race(merge_request, both, order)

        assert run_of(only(merge_request)) == run(2)
        assert set(shown(merge_request)) <= {1, 2}

    def test_that_both_made_one_keep_the_older_note_and_both_plans(self) -> None:
        merge_request = FakeMergeRequest()
        both_look, both_make = [0, 1], [0, 1]

        race(merge_request, [writes(1), writes(2)], [*both_look, *both_make])

        assert list(merge_request.kept) == [301]
        assert shown(merge_request) == [2, 1]

    def test_a_plan_that_another_note_showed_for_a_moment_is_remembered(self) -> None:
        merge_request = FakeMergeRequest()
        older, newer = 0, 1
        both_look, both_make = [older, newer], [newer, older]

        race(merge_request, [writes(1), writes(2)], [*both_look, *both_make, *[newer] * 5])

        assert shown(merge_request) == [2, 1]

    def test_what_earlier_jobs_have_left_becomes_one_note(self) -> None:
        left = {}
        for pipeline in (2, 1, 3):
            merge_request = FakeMergeRequest()
            noted(merge_request, pipeline)
            left[300 + pipeline] = only(merge_request)
        merge_request = FakeMergeRequest(left)

        done = noted(merge_request, 4, plan(4, meaning=3), resets=True)

        assert done.approvals == "kept"
        assert list(merge_request.kept) == [301]
        assert shown(merge_request) == [3, 2, 1]

    @given(order=orders)
    def test_that_find_an_older_note_end_with_one_and_the_next_job_puts_it_right(
        self, order: list[int]
    ) -> None:
        merge_request = FakeMergeRequest()
        noted(merge_request, 1)

        race(merge_request, [writes(2), writes(3)], order)

        assert list(merge_request.kept) == [301]
        assert run_of(only(merge_request)) in {run(2), run(3)}
        noted(merge_request, 3)
        assert run_of(only(merge_request)) == run(3)

    def test_what_the_jobs_resource_group_is_for(self) -> None:
        """Without it an older pipeline may be held up right before it writes."""
        merge_request = FakeMergeRequest()
        noted(merge_request, 1)
        older, newer = 0, 1
        the_older_looks, the_newer_does_it_all = [older], [newer] * 4

        race(merge_request, [writes(2), writes(3)], [*the_older_looks, *the_newer_does_it_all])

        assert run_of(only(merge_request)) == run(2)

    @given(order=orders, there=st.lists(st.booleans(), max_size=3))
    def test_a_note_that_nobody_knows_of_is_found_or_made_again(
        self, order: list[int], there: list[bool]
    ) -> None:
        merge_request = FakeMergeRequest(unanswered=there)

        race(merge_request, [writes(1), writes(2)], order)

        assert run_of(only(merge_request)) == run(2)

    def test_a_gitlab_that_never_answers_is_told_of(self) -> None:
        merge_request = FakeMergeRequest(unanswered=[False] * ROUNDS)

        with pytest.raises(Unanswered):
            noted(merge_request, 1)

    def test_somebody_else_who_always_writes_is_told_of(self) -> None:
        class Contested(FakeMergeRequest):
            def edit(self, note: int, text: str) -> None:
                super().edit(note, text.replace("Account", "account"))

        merge_request = Contested()
        noted(merge_request, 1)

        with pytest.raises(ServiceError, match="does not come to rest"):
            noted(merge_request, 2)


class TestPeople:
    @given(order=orders)
    def test_who_delete_the_note_in_between_get_a_new_one(self, order: list[int]) -> None:
        merge_request = FakeMergeRequest()
        noted(merge_request, 1)

        race(merge_request, [writes(2), lambda it: it.delete(301)], order)
        noted(merge_request, 2)

        assert run_of(only(merge_request)) == run(2)

    @pytest.mark.parametrize(
        "tamper",
        [
            lambda text: text.replace("1 to change", "nothing"),
            lambda text: text.replace(f"snowops:run {2}", f"snowops:run {999}"),
            lambda text: text.rpartition("\n")[0],
            lambda text: f"{text}\nI have looked at it.",
        ],
        ids=["the counts", "the run", "no run", "a remark"],
    )
    def test_who_write_in_the_note_are_overwritten(self, tamper: Callable[[str], str]) -> None:
        merge_request = FakeMergeRequest()
        noted(merge_request, 2)
        right = only(merge_request)
        merge_request.kept[301] = tamper(right)
        assert merge_request.kept[301] != right

        assert noted(merge_request, 2).action == "edited"
        assert run_of(only(merge_request)) == run(2)

    def test_who_write_history_anew_leave_what_has_its_form(self) -> None:
        merge_request = FakeMergeRequest()
        noted(merge_request, 1)
        head, _, rest = only(merge_request).partition("\n")
        forged = f"{head}\n<!-- snowops:plan zz -->\n<script>\n{rest}"
        merge_request.kept[301] = stamped(forged.rpartition("\n\n")[0], run(1))

        noted(merge_request, 2)

        assert shown(merge_request) == [2]
        assert "<script>" not in only(merge_request)


class TestApprovals:
    def test_end_before_and_after_the_note_shows_something_else(self) -> None:
        merge_request = FakeMergeRequest()
        noted(merge_request, 1)

        done = noted(merge_request, 2, resets=True)

        assert done.approvals == "reset"
        assert merge_request.done[1:] == ["reset approvals", "edit", "reset approvals"]

    @given(order=orders)
    def test_that_stand_were_given_to_what_the_note_shows(self, order: list[int]) -> None:
        merge_request = FakeMergeRequest()
        noted(merge_request, 1)

        def people(it: FakeMergeRequest) -> None:
            for _ in range(8):
                it.approve()

        race(merge_request, [lambda it: noted(it, 2, resets=True), people], order)

        assert set(merge_request.approvals) <= {(only(merge_request),)}

    @pytest.mark.parametrize(
        ("resets", "found"),
        [
            (False, plan(2)),
            (True, plan(2, meaning=1)),
            (True, replace(plan(2), meaning="", changes=(), failure=Failure("no"))),
        ],
        ids=["the environment does not ask for it", "the plan does the same", "there is no plan"],
    )
    def test_stand_where(self, resets: bool, found: Review) -> None:
        merge_request = FakeMergeRequest()
        noted(merge_request, 1)
        merge_request.approve()

        assert noted(merge_request, 2, found, resets=resets).approvals == "kept"
        assert len(merge_request.approvals) == 1

    def test_stand_where_no_plan_was_shown_before(self) -> None:
        merge_request = FakeMergeRequest()
        merge_request.approve()

        assert noted(merge_request, 1, resets=True).approvals == "kept"
        assert len(merge_request.approvals) == 1

    def test_of_the_plan_before_a_failed_one_end(self) -> None:
        merge_request = FakeMergeRequest()
        noted(merge_request, 1)
        noted(merge_request, 2, replace(plan(2), meaning="", changes=(), failure=Failure("no")))

        assert noted(merge_request, 3, plan(3, meaning=1), resets=True).approvals == "kept"
        assert noted(merge_request, 4, resets=True).approvals == "reset"

    def test_end_where_somebody_wrote_in_the_note(self) -> None:
        merge_request = FakeMergeRequest()
        noted(merge_request, 1)
        merge_request.kept[301] += "\nRead."
        assert run_of(only(merge_request)) == EDITED

        assert noted(merge_request, 2, plan(2, meaning=1), resets=True).approvals == "reset"

    def test_that_the_token_may_not_end_are_told_of_and_the_note_stands(self) -> None:
        merge_request = FakeMergeRequest(may_reset=False)
        noted(merge_request, 1)
        merge_request.approve()

        done = noted(merge_request, 2, resets=True)

        assert (done.action, done.approvals) == ("edited", "not allowed")
        assert merge_request.done.count("reset approvals") == 1

    def test_stand_where_a_newer_plan_is_shown(self) -> None:
        merge_request = FakeMergeRequest()
        noted(merge_request, 2)
        merge_request.approve()

        assert noted(merge_request, 1, resets=True) == Noted("outdated", merge_request.address(301))
        assert len(merge_request.approvals) == 1
