"""One thing after the other is looked at, and what is safe to is put right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.health.check import Check, Outcome, Result, failed, passed, skipped, warned
from toolkit.errors import ConfigError, ServiceError
from toolkit.workflows.doctoring import (
    Probe,
    Repair,
    Repaired,
    examine,
    repair,
    repairable,
    unaffected,
)


@dataclass
class Watched:
    """Remembers what was being looked at, and whether that came to an end."""

    begun: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        self.begun.append(name)
        try:
            yield
        finally:
            self.ended.append(name)


@dataclass
class Bucket:
    """Something that can be missing, and made."""

    there: bool = False
    looks: int = 0

    def look(self) -> Result:
        self.looks += 1
        return passed("there") if self.there else failed("missing", "make it", fixable=True)

    def make(self) -> str:
        self.there = True
        return "made it"


def probe(name: str, result: Result | Exception, *needs: str) -> Probe:
    def run() -> Result:
        if isinstance(result, Exception):
            raise result
        return result

    return Probe(name, "the account", run, needs)


def outcomes(checks: tuple[Check, ...]) -> dict[str, Outcome]:
    return {check.name: check.outcome for check in checks}


def test_everything_is_looked_at_in_order() -> None:
    watched = Watched()

    checks = examine([probe("a", passed("yes")), probe("b", warned("hm", "look"))], watched)

    assert outcomes(checks) == {"a": "passed", "b": "warned"}
    assert watched.begun == watched.ended == ["a", "b"]


def test_an_error_is_a_failure_with_its_evidence_and_its_next_move() -> None:
    error = ServiceError("AWS said no", details=("because",), hint="ask again")

    (check,) = examine([probe("credentials", error)], Watched())

    assert check.result == failed("AWS said no", "ask again", "because")


def test_what_needs_a_failure_is_not_looked_at_nor_what_needs_that() -> None:
    watched = Watched()
    probes = [
        probe("credentials", ConfigError("none")),
        probe("bucket", passed("there"), "credentials"),
        probe("lock", passed("works"), "bucket"),
        probe("disk", passed("free")),
    ]

    checks = examine(probes, watched)

    assert outcomes(checks) == {
        "credentials": "failed", "bucket": "skipped", "lock": "skipped", "disk": "passed",
    }  # fmt: skip
    assert checks[1].result.sentence == "not looked at: needs credentials"
    assert watched.begun == ["credentials", "disk"]


def test_a_warning_keeps_nothing_from_being_looked_at() -> None:
    probes = [probe("a", warned("hm", "look")), probe("b", passed("yes"), "a")]

    assert outcomes(examine(probes, Watched()))["b"] == "passed"


def test_what_is_known_is_not_looked_at_again() -> None:
    watched, bucket = Watched(), Bucket()
    known = [Check("bucket", "the account", passed("there"))]

    checks = examine([Probe("bucket", "the account", bucket.look)], watched, known)

    assert checks == tuple(known)
    assert (bucket.looks, watched.begun) == (0, [])


def test_only_what_can_be_and_needs_to_be_put_right_is() -> None:
    mend = Repair(lambda: "done")
    probes = [
        Probe("well", "", lambda: passed("yes"), repair=mend),
        Probe("ill", "", lambda: failed("no", "do", fixable=True), repair=mend),
        Probe("not yet", "", lambda: skipped("later", fixable=True), repair=mend),
        Probe("for a person", "", lambda: failed("no", "do"), repair=mend),
        Probe("without a way", "", lambda: failed("no", "do", fixable=True)),
    ]

    found = repairable(probes, examine(probes, Watched()))

    assert [each.name for each in found] == ["ill", "not yet"]


def test_a_repair_that_fails_keeps_no_other_from_being_done() -> None:
    def fail() -> str:
        raise ServiceError("AWS said no", details=("because",))

    probes = [
        Probe("a", "", lambda: passed(""), repair=Repair(fail)),
        Probe("b", "", lambda: passed(""), repair=Repair(lambda: "made it")),
    ]

    assert repair(probes, Watched()) == (
        Repaired("a", "AWS said no because", done=False),
        Repaired("b", "made it", done=True),
    )


def test_after_a_repair_only_that_and_what_needs_it_are_looked_at_again() -> None:
    bucket, calls = Bucket(), Bucket(there=True)
    lock: Callable[[], Result] = lambda: passed("works")  # noqa: E731
    probes = [
        Probe("credentials", "", calls.look),
        Probe("bucket", "", bucket.look, ("credentials",), Repair(bucket.make)),
        Probe("lock", "", lock, ("bucket",)),
    ]
    first = examine(probes, Watched())
    ill = repairable(probes, first)
    repair(ill, Watched())
    watched = Watched()

    second = examine(probes, watched, unaffected(probes, first, ill))

    assert outcomes(first) == {"credentials": "passed", "bucket": "failed", "lock": "skipped"}
    assert outcomes(second) == {"credentials": "passed", "bucket": "passed", "lock": "passed"}
    assert watched.begun == ["bucket", "lock"]
    assert calls.looks == 1


RESULTS = st.sampled_from(
    [passed("yes"), warned("hm", "look"), failed("no", "do"), skipped("later"), ConfigError("no")]
)


@given(st.data())
def test_nothing_is_ever_looked_at_without_what_it_needs(data: st.DataObject) -> None:
    names = [f"p{number}" for number in range(data.draw(st.integers(1, 8)))]
    probes = [
        probe(
            name,
            data.draw(RESULTS),
            *data.draw(st.lists(st.sampled_from(names[:at]), unique=True) if at else st.just([])),
        )
        for at, name in enumerate(names)
    ]
    watched = Watched()

    found = outcomes(examine(probes, watched))

    assert list(found) == names
    for each in probes:
        ready = all(found[need] in ("passed", "warned") for need in each.needs)
        assert (each.name in watched.begun) == ready
        assert ready or found[each.name] == "skipped"
