"""The token with which a pipeline writes on merge requests."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from toolkit.domain.health import gitlab as judge
from toolkit.domain.health.check import Result


def token() -> Result:
    """What GitLab says about GITLAB_TOKEN; it goes to the server of GitLab's variables alone."""
    from toolkit.adapters.gitlab_token import look
    from toolkit.cli.ci.merge_request import address

    given, server = os.environ.get("GITLAB_TOKEN"), address(os.environ)
    if not given:
        return judge.unset()
    if not server:
        return judge.homeless()
    return judge.judged(look(server, given, os.environ), datetime.now(UTC).date())
