"""The note says everything, in Markdown that means nothing else, and no more than fits."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reviews import (
    STREAM,
    change,
    corpus_review,
    failed_review,
    failed_reviews,
    finding,
    many_texts,
    review,
    reviews,
)
from tests.unit.rendering.notes import Note
from toolkit.domain.plan import STAGES
from toolkit.domain.plan_words import MARKS, short_address
from toolkit.domain.review.attention import counts_text
from toolkit.domain.review.history import Earlier, history_of, is_note_of
from toolkit.domain.review.model import (
    ArtifactChange,
    Attribute,
    PrivacyChange,
    Review,
)
from toolkit.domain.review.verdict import WORDS, lost, verdict
from toolkit.domain.visible import visible
from toolkit.errors import TerraformError
from toolkit.rendering.markdown.budget import LIMIT, READABLE
from toolkit.rendering.note import Links, render_note

LINKS = Links(
    job="https://gitlab.example/acme/ops/-/jobs/42",
    artifact="https://gitlab.example/acme/ops/-/jobs/42/artifacts/browse/build/ci/prod/",
    commit="https://gitlab.example/acme/ops/-/commit/c0ffee",
)
BEFORE = Earlier("ab" * 32, "facade1", "2026-01-14T09:00:00+00:00", "3 to create")
HEADINGS = {
    "What needs attention", "Stage by stage", "What leaves the functions",
    "The functions' artifact", "What was let pass", "To have it again",
}  # fmt: skip
BLOCKS = {
    "blockquote_close", "blockquote_open", "bullet_list_close", "bullet_list_open", "fence",
    "heading_close", "heading_open", "html_block", "inline", "list_item_close", "list_item_open",
    "paragraph_close", "paragraph_open", "table_close", "table_open", "tbody_close", "tbody_open",
    "td_close", "td_open", "th_close", "th_open", "thead_close", "thead_open", "tr_close",
    "tr_open",
}  # fmt: skip
INLINE = {
    "code_inline", "em_close", "em_open", "html_inline", "link_close", "link_open", "strong_close",
    "strong_open", "text",
}  # fmt: skip
HTML = re.compile(
    r"<!-- snowops:note [\w.-]* -->|<!-- snowops:plan [0-9a-f]{64} [\w: ,+-]+ -->"
    r"|</?details>|<summary>(?:[^<>]|</?strong>|</?code>|</?span>)*</summary>"
)
# People, groups, issues, merge requests, labels, milestones, snippets, epics, placeholders, emoji,
# links, tables of contents, differences, commits, issues elsewhere, math.
MEANS_SOMETHING = re.compile(
    r"""[@#!~%&$^*][\w"({]|\w@|:[\w+-]+:|://|\bwww\.|[\[{][\[+_^-]|\[\w|\b[0-9a-f]{7,}\b"""
    r"|\b[A-Z]+-\d|\$"
)
any_review = reviews() | failed_reviews()
any_limit = st.integers(0, 20_000) | st.just(LIMIT)


def note(made: Review, *earlier: Earlier, limit: int = LIMIT, links: Links = LINKS) -> Note:
    return Note(render_note(made, earlier, links=links, limit=limit))


class TestForeignText:
    """Whatever a name holds, it is text."""

    @many_texts
    @given(any_review, any_limit)
    def test_it_builds_nothing(self, made: Review, limit: int) -> None:
        found = note(made, BEFORE, limit=limit)

        assert found.blocks <= BLOCKS
        assert {token.type for token in found.inline} <= INLINE
        assert set(found.headings) <= HEADINGS
        assert [line for line in found.html if not HTML.fullmatch(line)] == []
        assert set(found.tags) <= {"<br>", "<code>", "</code>", "<span>", "</span>"}
        assert found.links <= {LINKS.job, LINKS.artifact, LINKS.commit}

    @many_texts
    @given(any_review, any_limit)
    def test_it_closes_nothing(self, made: Review, limit: int) -> None:
        found = note(made, BEFORE, limit=limit)

        folds = [line for line in found.html if line in ("<details>", "</details>")]
        assert folds == ["<details>", "</details>"] * (len(folds) // 2)
        assert len(found.summaries) == len(found.folds)
        assert [rows for rows in found.cells if len(set(rows)) > 1] == []
        assert len(found.fences) <= (1 if made.failure else 0)

    @many_texts
    @given(any_review, any_limit)
    def test_it_means_nothing_to_gitlab(self, made: Review, limit: int) -> None:
        found = note(made, BEFORE, limit=limit)

        texts = [text.replace("@acme/privacy", "") for text in found.outside]
        assert [text for text in texts if MEANS_SOMETHING.search(text)] == []

    @many_texts
    @given(any_review, any_limit)
    def test_no_line_is_a_command_or_the_beginning_of_another_block(
        self, made: Review, limit: int
    ) -> None:
        found = note(made, BEFORE, limit=limit)

        begins = re.compile(
            r"<|\*\*|#### |- |  - |    - |> |\||`{3,}|  |`[+~-]` |Outputs|\d+ more|Cut to fit|$"
        )
        assert [line for line in found.lines if not begins.match(line)] == []
        assert [line for line in found.lines if "\r" in line or line != visible(line)] == []

    @many_texts
    @given(any_review)
    def test_it_is_all_there(self, made: Review) -> None:
        found = squeezed(note(made).words)

        assert [text for text in texts(made) if squeezed(text) not in found] == []

    def test_a_stage_that_is_called_like_a_commit_is_none(self) -> None:
        made = review(change("module.deadbeef.aws_x.this"))

        assert "eadbeef" not in " ".join(note(made).outside)

    def test_a_commands_line_among_terraforms_words_is_indented(self) -> None:
        made = failed_review(TerraformError("no", details=("```", "/close", "@all")))

        (fence,) = note(made).fences

        assert fence == "  ```\n  /close\n  @all\n"
        assert "\n````text\n" in note(made).source


class TestVerdict:
    """The first line that is seen."""

    @many_texts
    @given(any_review)
    def test_it_is_the_first_line_and_counts_the_rows(self, made: Review) -> None:
        found = note(made)

        assert found.seen[0].startswith(f"**{WORDS[verdict(made)]}: ")
        rows, summary = Counter(found.rows), made.summary
        assert (rows["+"], rows["~"], rows["-"], rows["±"], rows["!"]) == (
            summary.create, summary.update, summary.delete, summary.replace, summary.forget,
        )  # fmt: skip
        if not made.is_empty and made.failure is None:
            assert counts_text(made).lower() in found.seen[0].lower()

    @many_texts
    @given(any_review)
    def test_the_folds_count_their_rows(self, made: Review) -> None:
        found = note(made)

        said: Counter[str] = Counter()
        signs = "".join(MARKS.values())
        for summary in found.summaries:
            for sign, count in re.findall(rf"([{re.escape(signs)}]) (\d+) \w", summary):
                said[sign] += int(count)
        assert said == Counter(found.rows)

    def test_it_has_everything_in_one_line(self) -> None:
        made = corpus_review("a-stream-is-replaced")

        (line,) = [line for line in note(made).seen if "refused:" in line]

        for part in (
            "✗ refused: `prod`",
            "2 to change, 1 to replace, refused by 1 finding.",
            "**Worst:** The stream is replaced by an empty one (DATA-STREAM-REPLACED at",
            f"at `{STREAM}`)",
            "Account `123456789012`",
            f"commit [`c0ffeec0ffee`]({LINKS.commit})",
            f"by [this job]({LINKS.job})",
        ):
            assert part in line

    def test_everything_and_some_targets_are_said(self) -> None:
        everything = note(review(change(action="delete"), destroys=True)).seen[0]
        one = note(review(change(), targets=(STREAM,))).seen[0]

        assert "1 to delete, takes everything down." in everything
        assert "1 to change, of 1 target alone." in one

    @pytest.mark.parametrize("limit", [0, LIMIT])
    def test_no_change_is_one_line(self, limit: int) -> None:
        made = corpus_review("nothing-changes")

        (line,) = note(made, BEFORE, limit=limit).seen

        assert line.startswith("**✓ no changes: `prod`.** Account `123456789012`, `us-east-1`")

    def test_no_change_of_a_part_is_not_one_of_everything(self) -> None:
        seen = note(review(targets=(STREAM,))).seen

        assert "no changes: `prod`.** No changes, of 1 target alone." in seen[0]
        assert f"- **Targets:** `{STREAM}`" in seen

    def test_no_change_with_a_waiver_is_more(self) -> None:
        made = review(findings=(finding(status="waived", reason="measured"),))

        assert "What was let pass" in note(made).headings


class TestDangers:
    """What nobody may miss."""

    @many_texts
    @given(any_review, any_limit)
    def test_they_are_whole_and_all_else_fits(self, made: Review, limit: int) -> None:
        shortest, found = note(made, BEFORE, limit=0), note(made, BEFORE, limit=limit)

        assert len(found.source) <= max(limit, len(shortest.source))
        above = found.words.replace("\n", "")
        for danger in dangers(made):
            assert danger in above

    @many_texts
    @given(any_review, any_limit)
    def test_they_are_never_folded(self, made: Review, limit: int) -> None:
        findings = (replace(each, id=f"RULE-{at}") for at, each in enumerate(made.findings))
        found = note(replace(made, findings=tuple(findings)), BEFORE, limit=limit)

        folded = "\n".join(token.content for fold in found.folds for token in fold)
        assert "RULE-" not in folded

    def test_they_stand_first_and_what_passes_below(self) -> None:
        made = review(
            change(action="replace"),
            change("module.salt.aws_kms_alias.this", "delete"),
            findings=(
                finding("SAFETY-A", "root", severity="high"),
                finding("DATA-B", reason="the audit", status="waived"),
                finding("DATA-C"),
            ),
            privacy=PrivacyChange(("user_id",), approvers=("@acme/privacy",)),
            artifact=ArtifactChange("a" * 64, "b" * 64),
        )

        found = note(made)

        assert found.headings == [
            "What needs attention", "Stage by stage", "What leaves the functions",
            "The functions' artifact", "What was let pass", "To have it again",
        ]  # fmt: skip
        ids = re.findall(r"\*\*[✗✓] `(\S+)`\*\*", found.source)
        assert ids == ["DATA-C", "SAFETY-A", "DATA-B"]
        assert "2 resources deleted, replaced or let go" in found.words
        assert "1 named above" in found.words
        assert "1 that holds no events, positions, keys or logs" in found.words
        assert "1 column or field more than today leaves unpseudonymized: see below" in found.words
        assert "Reason: the audit" in found.words

    def test_findings_that_say_the_same_say_it_once(self) -> None:
        made = review(findings=(finding(address="a"), finding(address="b"), finding("DATA-X")))

        found = note(made).words

        assert found.count("4 shards become 2\nDATA-SHARDS-REDUCED@a\nDATA-SHARDS-REDUCED@b") == 1
        assert found.count("Why it matters: Records of closed shards are lost.") == 2

    def test_a_finding_leads_to_its_line(self) -> None:
        place = {"key": "streams.raw_good.shards", "file": "environments/prod.yaml", "line": 7}

        found = note(review(findings=(finding(**place),))).words

        assert "2, set by streams.raw_good.shards in environments/prod.yaml:7\n" in found

    @pytest.mark.parametrize(
        ("count", "loses", "fits"),
        [
            (300, "why findings matter, and long sentences", True),
            (900, "what findings say", True),
            (2_000, "what findings say", False),
        ],
    )
    def test_a_monstrous_plan_loses_the_words_and_not_the_dangers(
        self, count: int, loses: str, fits: bool
    ) -> None:
        findings = tuple(
            finding(
                address=f'module.streams.aws_kinesis_stream.this["{at}"]',
                sentence=f"{at} {'x' * 900}",
            )
            for at in range(count)
        )

        found = note(review(change(), findings=findings), limit=READABLE)

        named = set(re.findall(r"DATA-SHARDS-REDUCED@[^`]+", found.source))
        assert len(named) == count
        assert "Cut to fit: the changes of whole stages" in found.words
        assert loses in found.words
        assert (len(found.source) <= READABLE) is fits


class TestBudget:
    """What is cut is said, and the whole is one click away."""

    def test_a_large_plan_stays_readable(self) -> None:
        attributes = (Attribute("name", None, "n" * 90), Attribute("retention", None, "24"))
        changes = (
            change(f"module.{stage}.aws_x.this[{at}]", "create", attributes=attributes)
            for stage in STAGES
            for at in range(600)
        )

        found = note(review(*changes, change(action="replace")))

        assert READABLE - 25_000 < len(found.source) <= READABLE
        assert f"is in [the job's artifact]({LINKS.artifact})." in found.source
        assert found.words.count("Cut to fit") >= 2
        assert STREAM in found.words

    def test_what_matters_least_goes_first(self) -> None:
        made = review(
            change("module.salt.aws_x.new", "create", attributes=(Attribute("a", None, "handed"),)),
            change(attributes=(Attribute("b", "1" * 300, "2"),)),
        )
        whole = note(made, BEFORE)
        parts = {
            "what is new": "handed",
            "long values": "1" * 300,
            "earlier plans": "facade1` |",
            "a stage's changes": "aws_x.new",
            "the stages": "Streams",
            "the command": "snowops plan prod` on",
            "the digest": f"`{made.meaning}`",
            "the verdict": "nothing refuses it",
        }

        sacrificed: list[str] = []
        for limit in range(len(whole.source), 0, -7):
            found = note(made, BEFORE, limit=limit).source
            sacrificed += [
                each for each in parts if parts[each] not in found and each not in sacrificed
            ]

        assert sacrificed == [*parts][:-2]

    def test_where_danger_is_the_changes_stay_longest(self) -> None:
        stages = ("network", "streams", "salt")
        changes = (
            change(f"module.{stage}.aws_x.this[{at}]") for stage in stages for at in range(2000)
        )

        found = note(review(*changes, findings=(finding(),)))

        (whole,) = [
            title
            for title, fold in zip(found.summaries, found.folds, strict=True)
            if len(fold) > 99
        ]
        assert whole == "Streams ✗ 1 refused, ~ 2000 changed"

    @many_texts
    @given(reviews(), any_limit)
    def test_nothing_is_cut_in_silence(self, made: Review, limit: int) -> None:
        whole, found = note(made, BEFORE), note(made, BEFORE, limit=limit)

        assert (found.source == whole.source) or ("Cut to fit" in found.words)

    def test_without_links_the_command_shows_the_whole(self) -> None:
        found = note(review(change()), limit=0, links=Links())

        assert "The whole review is in what snowops plan prod prints." in found.words

    @pytest.mark.parametrize("address", ["javascript:alert(1)", "https://a.example/x)(y", "x"])
    def test_only_addresses_are_linked(self, address: str) -> None:
        found = note(review(change()), limit=0, links=Links(address, address, address))

        assert found.links == set()

    def test_of_terraforms_words_the_first_stay(self) -> None:
        made = failed_review(TerraformError("no", details=("Error: first",), hint="look"))
        assert made.failure is not None
        long = replace(made, failure=replace(made.failure, details=("Error: first", "x" * 200_000)))

        found = note(long)

        assert len(found.source) <= READABLE
        assert "Error: first" in found.words
        assert "more characters, cut to fit" in found.words
        assert "Next: look" in found.words


class TestPrivacy:
    """A section of its own, with who must approve."""

    @many_texts
    @given(any_review, any_limit)
    def test_nobody_is_mentioned_but_approvers_where_it_changes(
        self, made: Review, limit: int
    ) -> None:
        found = note(made, BEFORE, limit=limit)

        mentions = re.findall(r"@\S+", " ".join(found.outside))
        changes = made.privacy is not None and (
            made.privacy.unknown
            or made.privacy.passes_now
            or made.privacy.passes_no_more
            or made.privacy.treated_otherwise
        )
        assert mentions == (["@acme/privacy"] if changes else [])

    def test_nobody_is_asked_where_nothing_leaves_otherwise(self) -> None:
        found = note(review(change(), privacy=PrivacyChange(approvers=("@acme/privacy",))))

        assert "@" not in found.source
        assert "What leaves the functions" not in found.headings

    def test_an_approver_that_is_none_is_not_mentioned(self) -> None:
        made = review(privacy=PrivacyChange(("a",), approvers=("@all\n/close", "team")))

        assert "@" not in " ".join(note(made).outside)

    def test_what_leaves_more_is_never_folded(self) -> None:
        many = tuple(f"column_{at}" for at in range(50))

        found = note(review(change(), privacy=PrivacyChange(many, many, many[:2])))

        assert "+ Leaves unpseudonymized now (50): column_0" in found.words
        assert "~ Treated otherwise (2): column_0, column_1" in found.words
        assert "- Pseudonymized from now on 50" in found.summaries
        assert "nobody is named in review.privacy_approvers" in found.words

    def test_rules_that_cannot_be_read_are_no_calm(self) -> None:
        found = note(review(change(), privacy=PrivacyChange(unknown=True)))

        assert "Nobody can tell" in found.seen[0]
        assert "The rules of one side could not be read" in found.words

    def test_the_artifact_has_its_commits(self) -> None:
        artifact = ArtifactChange("a" * 64, "b" * 64, "c0ffee0" * 4, "facade1" * 4)

        found = note(review(change(), artifact=artifact)).words

        assert f"Commits in between: {'c0ffee0' * 4}..{'facade1' * 4}" in found
        assert f"Planned: {'b' * 64}, made from commit facade1facad" in found

    def test_an_artifact_of_the_same_commit_has_none_in_between(self) -> None:
        artifact = ArtifactChange("a" * 64, "b" * 64, "c0ffee0" * 4, "c0ffee0" * 4)

        found = note(review(change(), artifact=artifact)).words

        assert "Commits in between" not in found

    def test_a_first_artifact_has_none_before(self) -> None:
        found = note(review(change(), artifact=ArtifactChange("", "b" * 64))).words

        assert "Deployed: none" in found
        assert "Commits" not in found


class TestChanges:
    """Before and after, as far as it may be shown."""

    def test_what_must_not_be_shown_is_not_shown_twice(self) -> None:
        made = review(
            change(
                attributes=(
                    Attribute("policy", "(not shown)", "(not shown)"),
                    Attribute("shard_count", "2", "1", True),
                    Attribute("arn", None, "(known after apply)"),
                )
            )
        )

        found = note(made).words

        assert "policy changes, not shown" in found
        assert "shard_count 2 → 1 forces replacement" in found
        assert "arn (none) → (known after apply)" in found

    def test_a_move_names_both_places(self) -> None:
        moved = change("module.salt.aws_x.new", "keep", previous_address="module.salt.aws_x.old")

        assert "→ aws_x.new moved from module.salt.aws_x.old" in note(review(moved)).words

    def test_a_new_resource_has_what_it_is_given_in_its_line(self) -> None:
        given = (Attribute("shard_count", None, "2"), Attribute("name", None, "raw"))

        found = note(review(change(action="create", attributes=given))).words

        assert 'aws_kinesis_stream.this["raw_good"] created: shard_count 2, name raw' in found

    def test_stages_come_as_events_travel(self) -> None:
        changes = [change(f"module.{each}.aws_x.this") for each in ("zoo", *reversed(STAGES))]

        found = note(review(*changes, change("aws_x.this"), findings=(finding(),)))

        assert found.summaries == [
            "Network ~ 1 changed", "Collectors ~ 1 changed", "Streams ✗ 1 refused, ~ 1 changed",
            "Enrichers ~ 1 changed", "Salt ~ 1 changed", "Lambda ~ 1 changed",
            "Firehose ~ 1 changed", "Storage ~ 1 changed", "Zoo ~ 1 changed", "Root ~ 1 changed",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        "case", ["a-secret-in-the-functions-environment", "a-secret-in-a-collectors-configuration"]
    )
    def test_a_secret_of_a_plan_is_not_in_it(self, case: str) -> None:
        source = note(corpus_review(case)).source

        assert "correct horse" not in source
        assert "hunter2" not in source

    def test_a_secret_in_terraforms_words_is_masked(self) -> None:
        details = ('password = "hunter2hunter2"', "token is glpat-abcdefghijklmnop")

        made = failed_review(
            TerraformError("hunter3hunter3", details=details), frozenset({"hunter3hunter3"})
        )

        source = note(made).source
        assert "hunter" not in source
        assert "abcdefgh" not in source


class TestHistory:
    """The digests that a note has shown before."""

    @many_texts
    @given(reviews(), st.lists(st.sampled_from("abcdef0123456789"), max_size=14))
    def test_it_comes_back(self, made: Review, digits: list[str]) -> None:
        made = replace(made, commit="c0ffee0", created="2026-01-15T12:00:00+00:00")
        earlier = tuple(replace(BEFORE, meaning=digit * 64) for digit in digits)

        found = history_of(note(made, *earlier).source)

        this = Earlier(made.meaning, made.commit, made.created, counts_text(made))
        expected = list(dict.fromkeys([made.meaning, *(each.meaning for each in earlier)]))[:10]
        assert found[0] == this
        assert [each.meaning for each in found] == expected

    @many_texts
    @given(any_review)
    def test_a_note_is_found_again_whatever_its_environment_is_called(self, made: Review) -> None:
        assert is_note_of(note(made).source, made.environment)

    def test_a_failure_keeps_what_was_before(self) -> None:
        made = failed_review(TerraformError("no"))

        assert history_of(note(made, BEFORE).source) == (BEFORE,)

    def test_it_is_seen_in_a_fold(self) -> None:
        found = note(review(change()), BEFORE)

        assert found.summaries[-1] == "Earlier plans of this merge request: 1"
        assert found.source.count("`abababababab` | `facade1` | `2026-01-14T09:00:00+00:00` |") == 1

    @pytest.mark.parametrize(
        ("meaning", "has"), [("a1" * 32, "has the same"), ("b2" * 32, "has another one")]
    )
    def test_whether_the_plan_before_did_the_same_is_said(self, meaning: str, has: str) -> None:
        found = note(review(change()), replace(BEFORE, meaning=meaning)).words

        assert f"Digest that apply demands: {'a1' * 32}; the plan of commit facade1 {has}" in found


def dangers(made: Review) -> list[str]:
    """What a reviewer must find, however little fits."""
    named = {each.address for each in made.findings if each.status == "refused"}
    kept, _ = lost(made)
    found = [told(f"{each.id}@{each.address}") for each in made.findings]
    return found + [told(each.address) for each in kept if each.address not in named]


def told(name: str) -> str:
    """A name as code shows it."""
    shown = visible(name).replace("\n", "\\n").replace("\t", "\\t")
    return shown if shown.strip() else "(empty)"


def squeezed(text: str) -> str:
    """Without spaces, and without the quotes that code needs none of."""
    return re.sub(r"[\s`']", "", text)


def texts(made: Review) -> list[str]:
    """What a reader must be able to find, as it is shown."""
    if made.failure:
        said = [made.failure.summary, *made.failure.details, made.failure.hint]
        return [visible(text) for text in said]
    found = [made.environment, made.account, made.region]
    if made.is_empty and not (made.findings or made.privacy or made.artifact or made.targets):
        return [told(text) for text in found]
    found += [made.command, made.meaning, made.commit, *made.targets]
    for each in made.changes:
        found += [short_address(each.address), *(one.name for one in each.attributes)]
        found += [one.after for one in each.attributes if one.after is not None]
    found += [each.key for each in made.findings]
    if made.privacy:
        found += [*made.privacy.passes_now, *made.privacy.passes_no_more]
    if made.artifact:
        found += [made.artifact.after]
    said = [text for each in made.findings for text in (each.reason, each.sentence[1:])]
    return [told(text) for text in found if text] + [visible(text) for text in said]
