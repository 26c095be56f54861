"""Reads Terraform's complaints and says who has to move next."""

from __future__ import annotations

import re
import signal
from collections.abc import Sequence

from toolkit.domain.progress import Diagnostic
from toolkit.errors import (
    ConfigError,
    Interrupted,
    ServiceError,
    SnowopsError,
    StalePlan,
    StateDamaged,
    StateLocked,
    TerraformError,
)

_KEPT_LINES = 12
_FRAME = re.compile(r"^[│╷╵] ?", re.MULTILINE)
_LOCK_FIELD = re.compile(r"^\s*(ID|Path|Operation|Who|Created):\s+(.*\S)", re.MULTILINE)


def failure(step: str, diagnostics: Sequence[Diagnostic], stderr: str) -> SnowopsError:
    """The error that tells a person what went wrong in a Terraform step."""
    errors = [found for found in diagnostics if found.severity == "error"]
    text = "\n".join([f"{found.summary}\n{found.detail}" for found in errors] + [stderr])
    flowing = " ".join(text.split())  # Terraform breaks lines wherever 78 columns end.
    details = _details(errors, stderr)
    for pattern, family, summary, hint in _KNOWN:
        if re.search(pattern, flowing):
            lock = _lock(text) if family is StateLocked else ()
            return family(summary, details=lock or details, hint=hint)
    hint = "read Terraform's words above; the rendered files are under build/"
    return TerraformError(f"terraform {step} failed", details=details, hint=hint)


def interrupted(step: str) -> Interrupted:
    """The error after an interrupt that Terraform has obeyed.

    What became of the state and the lock has to be looked at; nothing is claimed of it here.
    """
    hint = "" if step == "apply" else "run the same command again"
    return Interrupted(f"stopped during terraform {step}", hint=hint)


def killed(step: str, signum: int) -> TerraformError:
    """The error where a signal has ended Terraform: it could neither save nor unlock anything."""
    return TerraformError(
        f"Terraform was killed during terraform {step} ({signal.Signals(signum).name})",
        hint="find out who kills it: for want of memory, the system's log (`dmesg`) says so",
    )


def _details(errors: Sequence[Diagnostic], stderr: str) -> tuple[str, ...]:
    lines: list[str] = []
    for found in errors:
        where = " ".join(part for part in (found.address, found.place) if part)
        lines.append(f"{found.summary}{f' ({where})' if where else ''}")
        lines += [f"  {line}" for line in found.detail.splitlines() if line.strip()]
    lines = lines or [line for line in _FRAME.sub("", stderr).splitlines() if line.strip()]
    more = len(lines) - _KEPT_LINES
    return (*lines[:_KEPT_LINES], *([f"... and {more} more lines"] if more > 0 else []))


def _lock(text: str) -> tuple[str, ...]:
    return tuple(f"{name}: {value}" for name, value in _LOCK_FIELD.findall(text))


_KNOWN: tuple[tuple[str, type[SnowopsError], str, str], ...] = (
    (
        r"Failed to read the given file as a state|Failed to load \"[^\"]*\" as a plan file",
        ConfigError,
        "this file is not a saved plan",
        "make one with `snowops plan ENV --out FILE`",
    ),
    (
        r"Unsupported state file format",
        StateDamaged,
        "the state cannot be read: it was cut short, or is of another version",
        "`snowops apply ENV --resume` puts the state in its place that was kept, if one was",
    ),
    (
        r"Error acquiring the state lock",
        StateLocked,
        "the state is locked: somebody else plans or applies",
        "wait for them; `snowops unlock ENV` shows who it is, and removes a lock left behind",
    ),
    (
        r"cannot import state with (serial|lineage)",
        TerraformError,
        "the state has moved on, and the kept one is not its successor",
        "look again: `snowops apply ENV --resume`",
    ),
    (
        r"no space left on device|disk quota exceeded",
        ServiceError,
        "the disk is full",
        "make room",
    ),
    (
        r"Plugin did not respond|GRPCProvider\)\.\w+ request was cancelled|transport is closing",
        TerraformError,
        "the AWS provider ended while it was at work",
        "find out who ended it: for want of memory, the system's log (`dmesg`) says so",
    ),
    (
        r"Saved plan is stale|saved plan does not match",
        StalePlan,
        "the saved plan no longer fits the state: something was applied since it was made",
        "make a new plan",
    ),
    (
        r"plan files cannot be transferred",
        StalePlan,
        "the saved plan was made by another version of Terraform",
        "use that version with --terraform, or make a new plan",
    ),
    (
        r"[Nn]o valid credential sources|NoCredentialProviders|failed to refresh cached cred",
        ServiceError,
        "AWS gave no credentials",
        "log in (`aws sso login`), or set AWS_PROFILE or AWS_ACCESS_KEY_ID",
    ),
    (
        r"ExpiredToken|InvalidClientTokenId|security token included in the request is",
        ServiceError,
        "AWS does not accept the credentials at hand",
        "log in again; they may have expired or belong to another partition",
    ),
    (
        r"AWS [Aa]ccount ID not allowed",
        ConfigError,
        "the credentials belong to another AWS account than `aws.account_id`",
        "use credentials of that account, or correct the environment's file",
    ),
    (
        r"S3 bucket \"[^\"]*\" does not exist",
        ServiceError,
        "the state bucket does not exist",
        "create it (versioned, encrypted) or correct `terraform.backend.bucket`",
    ),
    (
        r"does not match configured version constraint",
        TerraformError,
        "the provider that was installed earlier is not the one that is asked for now",
        "remove .terraform.lock.hcl in build/ENV, so that it is chosen anew",
    ),
    (
        r"Failed to query available provider packages|Failed to install provider",
        TerraformError,
        "the AWS provider could not be installed",
        "check the way to the Terraform registry, or set up a provider mirror",
    ),
    (
        r"connection refused|no such host|i/o timeout|dial tcp",
        ServiceError,
        "AWS could not be reached",
        "check the network, the region and AWS_ENDPOINT_URL",
    ),
    (
        r"Failed to persist state to backend",
        TerraformError,
        "Terraform could not save the state",
        "read Terraform's words above",
    ),
)
