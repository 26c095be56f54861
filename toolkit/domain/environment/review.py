"""What an environment asks of those who review its plans."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from toolkit.domain.environment.section import Section

# GitLab user and group names (GitLab documentation, "Reserved project and group names"; a group's
# path may hold slashes), with the @ that mentions them.
_Mention = Annotated[
    str, StringConstraints(pattern=r"^@[a-zA-Z0-9_][a-zA-Z0-9_.-]*(/[a-zA-Z0-9_][a-zA-Z0-9_.-]*)*$")
]


class Review(Section):
    """What a merge request with a plan asks of its reviewers."""

    privacy_approvers: list[_Mention] = []
    """Who must approve a change of what leaves unpseudonymized, such as `@acme/privacy`."""
    reset_approvals: bool = False
    """Whether approvals of a merge request end when its plan does something else than before."""
