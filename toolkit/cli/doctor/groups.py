"""What the checks are grouped by, in the order in which they are shown."""

from __future__ import annotations

MACHINE = "this machine"
PROJECT = "the project"
ACCOUNT = "the account"
PIPELINE = "what runs"
GITLAB = "GitLab"
