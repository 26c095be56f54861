"""`snowops doctor`: what a person sees, what a machine reads, what is put right.

AWS is moto in this process, account 123456789012; nothing here starts a process or opens a socket.
"""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.accounts import ACCOUNT, Account, an_account, environment
from tests.cli.conftest import Shown, Snowops, Terminal
from tests.unit.applies.journals import VPC, header
from toolkit.adapters.journal_file import Journals
from toolkit.adapters.kept_bucket import KeptBucket
from toolkit.adapters.seal_key import KeyFile
from toolkit.domain.bootstrap.buckets import artifact_bucket
from toolkit.domain.progress import ResourceStarted

ALIAS = "alias/snowops/snowplow-staging-seal"
BUCKETS = ("acme-snowplow-artifacts", "acme-snowplow-terraform")


@pytest.fixture
def account() -> Iterator[Account]:
    with an_account() as account:
        yield account


@pytest.fixture(autouse=True)
def _a_machine_of_our_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders of ours, no Terraform on PATH, nobody logged in anywhere."""
    monkeypatch.setenv("PATH", str(tmp_path / "no-programs"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name in (
        *("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"),
        *("AWS_ENDPOINT_URL", "AWS_WEB_IDENTITY_TOKEN_FILE"),
        *("GITLAB_TOKEN", "CI_SERVER_URL", "CI_API_V4_URL"),
    ):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def signed_in(project: Path, account: Account, monkeypatch: pytest.MonkeyPatch) -> Account:
    """staging is moto's account, and the credentials are too."""
    replace(project, "111111111111", ACCOUNT)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    return account


@pytest.fixture
def ready(signed_in: Account) -> Account:
    """Both buckets are there."""
    signed_in.bucket().create()
    KeptBucket(signed_in.plain(), artifact_bucket(environment())).create()
    return signed_in


def replace(project: Path, old: str, new: str) -> None:
    place = project / "environments" / "staging.yaml"
    place.write_text(place.read_text().replace(old, new))


def protect(project: Path) -> None:
    replace(project, "extends: base", "extends: base\nprotected: true")


def with_kms_key(project: Path) -> None:
    replace(project, "extends: base", f"extends: base\nseal:\n  kms_key: {ALIAS}")


def outcomes(shown: Shown) -> dict[str, str]:
    return {check["name"]: check["outcome"] for check in json.loads(shown.out)["checks"]}


def check(shown: Shown, name: str) -> dict[str, Any]:
    """What `--json` says of one thing."""
    (found,) = [each for each in json.loads(shown.out)["checks"] if each["name"] == name]
    return dict(found)


@contextmanager
def logged_out() -> Iterator[None]:
    """moto gives everybody credentials; nobody has any while the block lasts."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
            patch.delenv(name, raising=False)
        yield


def buckets(account: Account) -> list[str]:
    return sorted(each["Name"] for each in account.plain().list_buckets()["Buckets"])


# --- Without an environment


def test_without_an_environment_machine_and_files_are_looked_at_and_no_account(
    project: Path, snowops: Snowops
) -> None:
    shown = snowops("doctor", "--json")

    document = json.loads(shown.out)
    assert shown.code == 0
    assert (document["schema"], document["environment"]) == ("snowops.doctor/v1", None)
    assert {each["group"] for each in document["checks"]} == {
        "this machine", "the project", "GitLab",
    }  # fmt: skip
    assert outcomes(shown)["local.yaml"] == "passed"
    assert outcomes(shown)["prod.yaml"] == "warned"


def test_a_machine_reads_counts_the_worst_and_every_fix(project: Path, snowops: Snowops) -> None:
    document = json.loads(snowops("doctor", "--json").out)

    assert document["outcome"] == "warned"
    assert document["summary"] == {"passed": 7, "warned": 2, "failed": 0, "skipped": 5}
    assert document["repaired"] == []
    assert set(document["checks"][0]) == {
        "name", "group", "outcome", "sentence", "fix", "details", "fixable",
    }  # fmt: skip
    assert all(
        each["fix"] for each in document["checks"] if each["outcome"] in ("warned", "failed")
    )


def test_a_file_with_mistakes_fails_and_names_them(project: Path, snowops: Snowops) -> None:
    replace(project, "nat_gateways: single", "nat_gatewais: single")

    shown = snowops("doctor", "--json")

    found = check(shown, "staging.yaml")
    assert shown.code == 1
    assert found["outcome"] == "failed"
    assert any("nat_gatewais" in line for line in found["details"])


def test_an_allowlist_with_mistakes_fails_its_environment(project: Path, snowops: Snowops) -> None:
    (project / "environments" / "allowlist.yaml").write_text("columns: 7\n")

    shown = snowops("doctor", "local", "--json")

    assert shown.code == 1
    assert "allowlist.yaml has 1 mistake" in check(shown, "local.yaml")["sentence"]


def test_outside_a_repository_the_machine_is_looked_at_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snowops: Snowops
) -> None:
    monkeypatch.chdir(tmp_path)

    shown = snowops("doctor", "--json")

    found = outcomes(shown)
    assert shown.code == 1
    assert (found["Python"], found["disk"]) == ("passed", "passed")
    assert (found["project"], found["checkout"]) == ("failed", "skipped")
    assert "snowops init DIR" in check(shown, "project")["fix"]


def test_nothing_is_written_without_fix(project: Path, tmp_path: Path, snowops: Snowops) -> None:
    before = sorted(tmp_path.rglob("*"))

    snowops("doctor")
    snowops("doctor", "local")

    assert sorted(tmp_path.rglob("*")) == before


def test_fix_makes_the_folders_that_fill_by_themselves(project: Path, snowops: Snowops) -> None:
    shown = snowops("doctor", "--fix", "--json")

    document = json.loads(shown.out)
    assert shown.code == 0
    assert [(each["name"], each["done"]) for each in document["repaired"]] == [
        ("cache", True), ("plugin cache", True),
    ]  # fmt: skip
    assert outcomes(shown)["plugin cache"] == "passed"
    assert (project / ".snowops" / "plugins").is_dir()
    assert json.loads(snowops("doctor", "--fix", "--json").out)["repaired"] == []


def test_fix_takes_a_key_from_everybody_else(
    project: Path, tmp_path: Path, snowops: Snowops
) -> None:
    key = KeyFile(tmp_path / "config" / "snowops" / "seal.key")
    key.sign(b"plan")
    key.path.chmod(0o644)

    open_to_all = snowops("doctor", "local", "--json")
    fixed = snowops("doctor", "local", "--fix", "--json")

    assert (open_to_all.code, fixed.code) == (1, 0)
    assert check(open_to_all, "seal key")["fixable"]
    assert outcomes(fixed)["seal key"] == "passed"
    assert stat.S_IMODE(key.path.stat().st_mode) == 0o600


def test_what_cannot_be_put_right_is_said(project: Path, snowops: Snowops) -> None:
    (project / ".snowops").write_text("a file in the way")

    shown = snowops("doctor", "--fix")

    assert shown.code == 1
    assert "plugins (providers) cannot be written" in shown.out


# --- An embedded environment


def test_an_embedded_environment_whose_aws_does_not_run_is_well(
    project: Path, snowops: Snowops
) -> None:
    shown = snowops("doctor", "local", "--json")

    found = outcomes(shown)
    assert shown.code == 0
    assert found["embedded AWS"] == found["functions"] == found["keys"] == "skipped"
    assert found["state"] == "passed"
    assert "credentials" not in found
    assert not (project / ".snowops").exists()


def test_a_job_needs_no_kms_key_for_what_is_embedded(
    project: Path, monkeypatch: pytest.MonkeyPatch, snowops: Snowops
) -> None:
    monkeypatch.setenv("CI", "true")

    assert outcomes(snowops("doctor", "local", "--json"))["seal key"] == "skipped"


# --- An environment in a real account


def test_missing_credentials_are_one_failure_and_what_needs_them_is_skipped(
    project: Path, account: Account, snowops: Snowops
) -> None:
    with logged_out():
        shown = snowops("doctor", "staging", "--json")

    found = outcomes(shown)
    assert shown.code == 1
    assert [name for name, outcome in found.items() if outcome == "failed"] == ["credentials"]
    assert "AWS credentials are missing" in check(shown, "credentials")["sentence"]
    for name in ("permissions", "state bucket", "lock", "artifact bucket", "functions", "keys"):
        assert found[name] == "skipped"
    assert check(shown, "lock")["sentence"] == "not looked at: needs state bucket"


def test_credentials_of_another_account_are_one_failure_and_touch_nothing(
    project: Path, signed_in: Account, snowops: Snowops
) -> None:
    replace(project, ACCOUNT, "999999999999")

    shown = snowops("doctor", "staging", "--fix", "--json")

    assert shown.code == 1
    assert check(shown, "credentials")["outcome"] == "failed"
    assert "belong to account 123456789012" in check(shown, "credentials")["sentence"]
    assert outcomes(shown)["state bucket"] == "skipped"
    assert buckets(signed_in) == []


def test_missing_buckets_fail_until_fix_makes_them(
    project: Path, signed_in: Account, snowops: Snowops
) -> None:
    before = snowops("doctor", "staging", "--json")
    fixed = snowops("doctor", "staging", "--fix", "--json")

    assert (before.code, fixed.code) == (1, 0)
    assert outcomes(before)["state bucket"] == outcomes(before)["artifact bucket"] == "failed"
    assert outcomes(before)["lock"] == "skipped"
    assert check(before, "state bucket")["fix"] == (
        "create it in us-east-2: `snowops doctor staging --fix`"
    )
    found = outcomes(fixed)
    assert found["state bucket"] == found["artifact bucket"] == found["lock"] == "passed"
    repaired = {each["name"]: each for each in json.loads(fixed.out)["repaired"]}
    assert repaired["state bucket"]["done"]
    assert "create it in us-east-2" in repaired["state bucket"]["sentence"]
    assert tuple(buckets(signed_in)) == BUCKETS


def test_a_bucket_that_is_not_versioned_fails_until_fix_turns_it_on(
    project: Path, ready: Account, snowops: Snowops
) -> None:
    ready.plain().put_bucket_versioning(
        Bucket=BUCKETS[1], VersioningConfiguration={"Status": "Suspended"}
    )

    before = snowops("doctor", "staging", "--json")
    fixed = snowops("doctor", "staging", "--fix", "--json")

    assert "is not versioned" in check(before, "state bucket")["sentence"]
    assert outcomes(fixed)["state bucket"] == "passed"


def test_the_state_is_not_touched_and_the_lock_s_probe_is_gone(
    project: Path, ready: Account, snowops: Snowops
) -> None:
    shown = snowops("doctor", "staging", "--json")

    assert ready.plain().list_objects_v2(Bucket=BUCKETS[1])["KeyCount"] == 0
    assert (
        check(shown, "lock")["sentence"] == "a second lock is refused, and nobody holds the first"
    )


def test_a_lock_that_is_held_is_a_warning_with_its_holder(
    project: Path, ready: Account, snowops: Snowops
) -> None:
    ready.lock(who="ana@laptop")

    shown = snowops("doctor", "staging", "--json")

    assert shown.code == 0
    assert check(shown, "lock")["outcome"] == "warned"
    assert "locked by ana@laptop" in check(shown, "lock")["sentence"]


def test_a_protected_environment_wants_its_name_before_its_account_is_changed(
    project: Path, signed_in: Account, snowops: Snowops
) -> None:
    protect(project)

    refused = snowops("doctor", "staging", "--fix")
    untouched = buckets(signed_in)
    made = snowops("doctor", "staging", "--fix", "--confirm", "staging")

    assert (refused.code, untouched, made.code) == (3, [], 0)
    assert "give --confirm staging" in refused.err
    assert tuple(buckets(signed_in)) == BUCKETS


def test_a_person_types_the_name_after_seeing_what_would_be_put_right(
    project: Path,
    signed_in: Account,
    snowops: Snowops,
    person: Callable[[str], Terminal],
) -> None:
    protect(project)
    terminal = person("staging\n")

    shown = snowops("doctor", "staging", "--fix")

    seen = " ".join(terminal.getvalue().split())
    assert shown.code == 0
    assert "the state bucket acme-snowplow-terraform does not exist" in seen
    assert "Type its name to put right the state bucket and the artifact bucket" in seen


def test_a_seal_key_that_is_named_and_missing_is_left_to_bootstrap(
    project: Path, signed_in: Account, snowops: Snowops
) -> None:
    with_kms_key(project)

    fixed = snowops("doctor", "staging", "--fix", "--json")
    assert fixed.code == 1
    assert check(fixed, "seal key")["group"] == "the account"
    assert check(fixed, "seal key")["fix"] == ("create it (HMAC_256): `snowops bootstrap staging`")
    assert signed_in.plain("kms").list_keys()["Keys"] == []

    assert snowops("bootstrap", "staging", "--yes").code == 0
    assert outcomes(snowops("doctor", "staging", "--json"))["seal key"] == "passed"


def test_a_job_without_a_kms_key_is_warned(
    project: Path, signed_in: Account, snowops: Snowops, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")

    assert outcomes(snowops("doctor", "staging", "--json"))["seal key"] == "warned"


def test_before_the_first_apply_what_terraform_makes_is_not_missed(
    project: Path, signed_in: Account, snowops: Snowops
) -> None:
    found = outcomes(snowops("doctor", "staging", "--json"))

    assert found["functions"] == found["secret"] == found["keys"] == "skipped"


def test_a_secret_that_is_left_crooked_is_noticed_and_never_read(
    project: Path, signed_in: Account, snowops: Snowops
) -> None:
    secrets = signed_in.plain("secretsmanager")
    secrets.create_secret(Name="snowplow-staging-salt", SecretString="a very secret salt")
    secrets.put_secret_value(
        SecretId="snowplow-staging-salt", SecretString="another", VersionStages=["AWSPENDING"]
    )

    shown = snowops("doctor", "staging", "--json")

    assert check(shown, "secret")["outcome"] == "warned"
    assert check(shown, "secret")["fix"] == "`snowops salt repair staging`"
    assert "very secret" not in shown.out + shown.err


def test_a_key_that_is_off_fails(project: Path, signed_in: Account, snowops: Snowops) -> None:
    kms = signed_in.plain("kms")
    for use in ("salt", "storage", "streams"):
        key = kms.create_key()["KeyMetadata"]["KeyId"]
        kms.create_alias(AliasName=f"alias/snowplow-staging-{use}", TargetKeyId=key)
    on = snowops("doctor", "staging", "--json")
    kms.disable_key(KeyId=key)

    off = snowops("doctor", "staging", "--json")

    assert (outcomes(on)["keys"], outcomes(off)["keys"]) == ("passed", "failed")
    assert "alias/snowplow-staging-streams is Disabled" in check(off, "keys")["details"]


def test_the_clock_is_compared_without_credentials(
    project: Path, account: Account, snowops: Snowops
) -> None:
    with logged_out():
        shown = snowops("doctor", "staging", "--json")

    assert check(shown, "clock")["sentence"] == "this machine's clock and that of AWS agree"


def test_an_environment_that_is_not_there_is_one_failure(project: Path, snowops: Snowops) -> None:
    shown = snowops("doctor", "stagin", "--json")

    assert shown.code == 1
    assert [name for name, each in outcomes(shown).items() if each == "failed"] == ["stagin.yaml"]
    assert check(shown, "stagin.yaml")["fix"] == "did you mean 'staging'?"


def test_a_state_in_a_file_of_a_real_account_needs_no_bucket(
    project: Path, signed_in: Account, snowops: Snowops
) -> None:
    text = (project / "environments" / "staging.yaml").read_text()
    start, end = text.index("    type: s3"), text.index("network:")
    (project / "environments" / "staging.yaml").write_text(
        f"{text[:start]}    type: local\n\n{text[end:]}"
    )

    found = outcomes(snowops("doctor", "staging", "--json"))

    assert found["state"] == "passed"
    assert "lock" not in found


def test_states_that_could_not_be_saved_are_noticed(project: Path, snowops: Snowops) -> None:
    left = project / "build" / "staging" / "errored.tfstate"
    left.parent.mkdir(parents=True)
    left.write_text("{}")

    shown = snowops("doctor", "--json")

    assert check(shown, "unfinished work")["outcome"] == "warned"
    assert any(str(left) in line for line in check(shown, "unfinished work")["details"])


def test_an_apply_that_was_cut_short_is_noticed(project: Path, snowops: Snowops) -> None:
    folder = project / ".snowops" / "applies" / "staging"
    begun = Journals(folder, lambda: datetime.now(UTC)).begin(header(VPC))
    begun.add(ResourceStarted(VPC.address, "create"))
    begun.close()

    found = check(snowops("doctor", "--json"), "unfinished work")

    assert found["outcome"] == "warned"
    assert found["fix"].startswith("`snowops apply staging --resume`")
    assert found["details"] == [
        "staging: the apply of 2026-11-28T10:00:00+00:00 was killed: nobody wrote down how it ended"
    ]


def test_a_locked_provider_that_does_not_fit_fails(project: Path, snowops: Snowops) -> None:
    lock = project / "build" / "local" / ".terraform.lock.hcl"
    lock.parent.mkdir(parents=True)
    lock.write_text('provider "registry.terraform.io/hashicorp/aws" {\n  version = "3.38.0"\n}\n')

    shown = snowops("doctor", "local", "--json")

    assert shown.code == 1
    assert check(shown, "AWS provider")["sentence"] == (
        "AWS provider 3.38.0 is locked, and the templates ask for 3.39.0"
    )


# --- GitLab


def test_a_token_of_nobody_knows_which_server_is_sent_nowhere(
    project: Path, snowops: Snowops, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITLAB_TOKEN", "glpat-not-a-real-one")

    shown = snowops("doctor", "--json")

    assert check(shown, "token")["outcome"] == "warned"
    assert "glpat" not in shown.out + shown.err


# --- What a person sees


OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"


def test_what_a_person_sees_is_what_the_documentation_shows(
    project: Path, signed_in: Account, snowops: Snowops
) -> None:
    shown = snowops("doctor", "staging")

    lines = [line.rstrip() for line in shown.out.splitlines()]
    seen = "\n".join(lines[lines.index("the project") :])
    _, _, block = OPERATIONS.read_text().partition("<!-- doctor: ")
    sample = block.split("```")[1].strip("\n")
    assert lines[0] == "this machine"
    assert seen.replace(str(project), "/home/ana/ops").replace("user/moto", "user/ana") == sample


def test_every_line_has_a_mark_that_is_not_colour_alone(
    project: Path, account: Account, snowops: Snowops
) -> None:
    shown = snowops("doctor", "staging")

    marks = {line.split()[0] for line in shown.out.splitlines() if line.startswith("  ")}
    assert {"ok", "WARN", "FAIL", "-"} <= marks


def test_a_long_list_is_cut_short_on_the_screen_alone() -> None:
    from rich.console import Console

    from toolkit.cli.doctor.views import checks_json, checks_view
    from toolkit.domain.health.check import Check, failed

    denied = Check("permissions", "the account", failed("no", "do", *map(str, range(100, 130))))
    console = Console(width=100, color_system=None)
    with console.capture() as captured:
        console.print(checks_view([denied]))

    assert "111" in captured.get()
    assert "112" not in captured.get()
    assert "and 18 more; --json has them all" in captured.get()
    assert len(checks_json(None, [denied], [])["checks"][0]["details"]) == 30


def test_evidence_is_indented_on_every_line_that_a_terminal_folds() -> None:
    from rich.console import Console

    from toolkit.cli.doctor.views import checks_view
    from toolkit.domain.health.check import Check, failed

    console = Console(width=40, color_system=None)
    with console.capture() as captured:
        console.print(checks_view([Check("keys", "what runs", failed("no", "do", "alias " * 6))]))

    told = [line for line in captured.get().splitlines() if "alias" in line]
    assert [line.index("alias") for line in told] == [16, 16]
