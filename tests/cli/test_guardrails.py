"""Rules are listed and explained; what would let findings pass is checked before anything runs."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from rich.console import Console

from tests.cli.conftest import Snowops
from tests.unit.guardrails.plans import SHRUNK, STREAM, environment, findings
from toolkit.cli import views
from toolkit.cli.allowing import lifetime
from toolkit.cli.findings_views import findings_view
from toolkit.cli.screen import data, talk
from toolkit.domain.guardrails.finding import Allowance
from toolkit.domain.guardrails.judge import RULES
from toolkit.domain.plan import Plan
from toolkit.errors import ConfigError


def test_every_rule_is_listed(snowops: Snowops) -> None:
    shown = snowops("guardrails", "list")

    assert shown.code == 0
    assert [rule.id for rule in RULES if rule.id not in shown.out] == []


def test_rules_are_listed_for_machines(snowops: Snowops) -> None:
    listed = json.loads(snowops("guardrails", "list", "--json").out)

    assert listed["schema"] == "snowops.guardrails/v1"
    assert [rule["id"] for rule in listed["rules"]] == [rule.id for rule in RULES]


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_a_rule_is_explained(snowops: Snowops, rule: str) -> None:
    shown = snowops("guardrails", "explain", rule)

    assert shown.code == 0
    assert rule in shown.out


@pytest.mark.parametrize("rule", [rule.id for rule in RULES if not rule.id.startswith("DRIFT-")])
def test_a_rule_says_how_a_finding_passes(snowops: Snowops, rule: str) -> None:
    shown = snowops("guardrails", "explain", rule)

    assert f"--allow {rule}@ADDRESS" in shown.out


@pytest.mark.parametrize("rule", [rule.id for rule in RULES if rule.id.startswith("DRIFT-")])
def test_drift_passes_by_a_waiver_alone(snowops: Snowops, rule: str) -> None:
    shown = snowops("guardrails", "explain", rule)

    assert f"a waiver of {rule}" in shown.out
    assert "--allow" not in shown.out


def test_a_misspelt_rule_is_guessed(snowops: Snowops) -> None:
    shown = snowops("guardrails", "explain", "DATA-SHARD-REDUCED")

    assert shown.code == 1
    assert "did you mean DATA-SHARDS-REDUCED?" in shown.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--allow", f"DATA-SHARDS-REDUCED@{STREAM}"], "--allow needs a --reason"),
        (["--reason", "less traffic"], "nothing is allowed"),
        (["--allow", "DATA-SHARDS-REDUCED", "--reason", "x"], "names no finding"),
        (["--allow", "DATA-SHARDS-REDUCED@*", "--reason", "x"], "names no finding"),
        (["--allow", "NO-SUCH@a", "--reason", "x"], "names no finding"),
        (["--accept-privacy-change", " "], "needs a reason"),
        (["--expires", "tomorrow"], "is not a time for --expires"),
        (["--expires", "15d"], "is not a time for --expires"),
    ],
)
def test_a_plan_with_a_wrong_exception_never_begins(
    snowops: Snowops, project: Path, options: list[str], said: str
) -> None:
    shown = snowops("plan", "staging", *options)

    assert shown.code == 64
    assert said in shown.err
    assert not (project / "build").exists()


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("90m", timedelta(minutes=90)),
        ("24h", timedelta(days=1)),
        ("14d", timedelta(days=14)),
    ],
)
def test_times_are_a_number_and_a_unit(text: str, span: timedelta) -> None:
    assert lifetime(text) == span


@pytest.mark.parametrize("text", ["", "h", "0h", "1w", "24", "-1h", "400h"])
def test_other_times_are_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="--expires"):
        lifetime(text)


def test_an_unsealed_plan_is_refused_before_anything_is_built(
    snowops: Snowops, project: Path
) -> None:
    (project / "plain.tfplan").write_bytes(b"PK\x05\x06" + bytes(18))

    shown = snowops("apply", "staging", "plain.tfplan", "--yes")

    assert shown.code == 4
    assert "plain.tfplan is not a sealed plan" in shown.err
    assert not (project / "build").exists()


@pytest.mark.parametrize(
    "options",
    [
        ["--target", "module.storage"],
        ["--allow", f"DATA-SHARDS-REDUCED@{STREAM}", "--reason", "x"],
    ],
)
def test_a_sealed_plan_takes_no_further_wishes(
    snowops: Snowops, project: Path, options: list[str]
) -> None:
    shown = snowops("apply", "staging", "some.plan", *options)

    assert shown.code == 64
    assert "a sealed plan is applied as it is" in shown.err


def test_findings_stand_above_the_summary_with_the_line_that_causes_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = findings(SHRUNK, lines={("streams", "raw_good", "shards"): 12})

    data().print(views.plan_view(environment(), Plan("1.15.5", (SHRUNK,)), found))

    lines = capsys.readouterr().out.splitlines()
    assert f"  ✗ DATA-SHARDS-REDUCED@{STREAM}" in lines
    assert "      set by streams.raw_good.shards (environments/staging.yaml:12)" in lines
    assert lines[-1] == "staging: 1 to change"


def test_a_finding_is_indented_on_every_line_that_a_terminal_folds() -> None:
    refused = findings(SHRUNK, lines={("streams", "raw_good", "shards"): 12})
    allowed = findings(SHRUNK, allowed=(Allowance("DATA-SHARDS-REDUCED", STREAM, "measured"),))
    console = Console(file=io.StringIO(), width=40)

    console.print(findings_view((*refused, *allowed)))

    file = console.file
    assert isinstance(file, io.StringIO)
    first, named, *rest = file.getvalue().splitlines()
    assert (first, named) == ("guardrails", "  ✗ DATA-SHARDS-REDUCED@module.streams.a")
    assert [line for line in rest if not line.startswith("    ")] == [
        "  allowed DATA-SHARDS-REDUCED@module.str"
    ]


def test_a_log_holds_id_and_address_in_one_piece(capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = findings(SHRUNK)
    address = f'module.{"long" * 40}["raw_good"]'

    talk().print(findings_view((replace(found, address=address),)))

    assert f"✗ {found.rule.id}@{address}\n" in capsys.readouterr().err


def test_an_allowed_finding_is_shown_with_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    found = findings(SHRUNK, allowed=(Allowance("DATA-SHARDS-REDUCED", STREAM, "measured"),))

    data().print(views.plan_view(environment(), Plan("1.15.5", (SHRUNK,)), found))

    assert "4 shards become 2 (measured)" in capsys.readouterr().out


def test_no_finding_reaches_the_terminal_as_anything_else(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (found,) = findings(SHRUNK)
    harmful = replace(found, address="a\x1b[2J", sentence="b\u202ec")
    passing = replace(harmful, status="waived", reason="d\x1b[2Je")

    data().print(findings_view((harmful, passing)))

    shown = capsys.readouterr().out
    assert shown.count("@a\\x1b[2J") == 2
    assert shown.count("b\\u202ec") == 2
    assert "(d\\x1b[2Je)" in shown
    assert shown.replace("\n", "").isprintable()


def test_findings_for_machines() -> None:
    found = findings(SHRUNK, lines={("streams", "raw_good", "shards"): 12})

    (told,) = views.plan_json("staging", Plan("1.15.5", (SHRUNK,)), findings=found)["findings"]

    assert told["id"] == "DATA-SHARDS-REDUCED"
    assert told["status"] == "refused"
    assert told["cause"] == {
        "key": "streams.raw_good.shards",
        "file": "environments/staging.yaml",
        "line": 12,
    }
    assert told["why"]
    assert told["fix"]
