"""Journals for tests, real and arbitrary."""

from __future__ import annotations

from typing import get_args

from hypothesis import strategies as st

from toolkit.domain.journal import Ended, Entry, Header, How, Journal, Planned, Settled
from toolkit.domain.plan import Action
from toolkit.domain.progress import ResourceDone, ResourceFailed, ResourceStarted

STREAM = Planned("aws_kinesis_stream.good", "aws_kinesis_stream", "create", "good", "good")
VPC = Planned("aws_vpc.this", "aws_vpc", "create", "pipeline", "{id}")
RULE = Planned("aws_security_group_rule.out", "aws_security_group_rule", "create")


def header(*planned: Planned) -> Header:
    """What an apply of staging set out to do."""
    return Header("staging", "apply", "2026-11-28T10:00:00+00:00", "b2" * 32, "1.15.5", planned)


def journal(*planned: Planned, entries: tuple[Entry, ...] = ()) -> Journal:
    """A journal with these entries."""
    return Journal(header(*planned), entries)


words = st.text(max_size=12)
planned = st.builds(
    Planned, words, words, st.sampled_from(get_args(Action)), words, words, st.booleans()
)
headers = st.builds(
    Header,
    environment=words,
    verb=st.sampled_from(["apply", "destroy"]),
    started=words,
    meaning=words,
    terraform_version=words,
    planned=st.lists(planned, max_size=6, unique_by=lambda each: each.address).map(tuple),
    targets=st.lists(words, max_size=2).map(tuple),
    bundle=words,
)
actions = st.sampled_from(["create", "update", "delete", "read", "refresh"])


@st.composite
def journals(draw: st.DrawFn) -> Journal:
    """Any journal: its events are of what was planned, and of what was not."""
    head = draw(headers)
    addresses = st.sampled_from([*(each.address for each in head.planned), "data.x.y"])
    seconds = st.floats(0, 1e6)
    entry = st.one_of(
        st.builds(ResourceStarted, addresses, actions, words),
        st.builds(ResourceDone, addresses, actions, seconds, words),
        st.builds(ResourceFailed, addresses, actions),
        st.builds(Ended, st.sampled_from(get_args(How)), words),
        st.builds(Settled, words),
    )
    return Journal(head, draw(st.lists(entry, max_size=12).map(tuple)))
