"""Judges what an environment finds in its AWS account before anything is planned."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.domain.bootstrap.gap import Gap
from toolkit.domain.environment import Environment
from toolkit.domain.health.check import Result, failed, passed, warned
from toolkit.domain.salt.instants import instant_text
from toolkit.domain.state_lock import StateLock

# Without these an event, a state or an artifact can be lost or seen; the rest is good housekeeping.
_GRAVE = ("bucket", "encryption", "expiry", "key", "public access", "region", "versioning")


@dataclass(frozen=True)
class Caller:
    """Whose credentials these are."""

    arn: str
    account: str


def credentials(environment: Environment, caller: Caller) -> Result:
    """The credentials in use against the environment's account."""
    aws = environment.aws
    if caller.account != aws.account_id:
        return failed(
            f"the credentials belong to account {caller.account}, not to {aws.account_id}",
            "use credentials of that account (AWS_PROFILE, `aws.role_arn`), or correct "
            "`aws.account_id`",
            caller.arn,
        )
    through = " (role of the environment)" if aws.role_arn else ""
    return passed(f"{caller.arn}{through}, region {aws.region}")


def ground(title: str, gaps: tuple[Gap, ...], environment: str, *, repairable: bool) -> Result:
    """A bucket or key that has to be there before Terraform can run."""
    if not gaps:
        return passed(f"{title} is as it should be")
    by_hand = [gap for gap in gaps if gap.by_hand]
    first, *rest = by_hand or gaps
    fixable = repairable and not by_hand
    way = (
        f"`snowops doctor {environment} --fix`" if fixable else f"`snowops bootstrap {environment}`"
    )
    fix = first.fix if by_hand else f"{first.fix}: {way}"
    others = tuple(gap for gap in gaps if gap is not first)
    details = tuple(f"{gap.sentence}: {gap.fix}" for gap in others)
    judge = failed if any(gap.part in _GRAVE for gap in gaps) else warned
    more = f", and {len(others)} more" if rest or others else ""
    return judge(f"{first.sentence}{more}", fix, *details, fixable=fixable)


def lock(held: StateLock | None, environment: str, *, works: bool) -> Result:
    """The state's lock: whether it keeps a second one out, and who holds it."""
    if not works:
        return failed(
            "the state bucket lets two locks be taken at once",
            "keep the state in S3 itself: what answers here ignores If-None-Match",
        )
    if held is None:
        return passed("a second lock is refused, and nobody holds the first")
    since = f" since {instant_text(held.created)}" if held.created else ""
    return warned(
        f"the state is locked by {held.who or 'somebody unknown'}{since}",
        f"wait for them; `snowops unlock {environment}` once you know that nobody works",
    )
