"""The allowlist: its model, its checks, its compilation; pure."""

from toolkit.domain.allowlist.checking import breaches, may_never_pass, read
from toolkit.domain.allowlist.compiling import NarrowColumns, compile_rules, treatment
from toolkit.domain.allowlist.decisions import Decision, column_decision, path_decision
from toolkit.domain.allowlist.model import Allowlist, Entry, SchemaEntry, json_schema

__all__ = [
    "Allowlist",
    "Decision",
    "Entry",
    "NarrowColumns",
    "SchemaEntry",
    "breaches",
    "column_decision",
    "compile_rules",
    "json_schema",
    "may_never_pass",
    "path_decision",
    "read",
    "treatment",
]
