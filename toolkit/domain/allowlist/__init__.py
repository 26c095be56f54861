"""The allowlist: its model, its checks, its compilation; pure."""

from toolkit.domain.allowlist.checking import breaches, may_never_pass, read
from toolkit.domain.allowlist.compiling import NarrowColumns, compile_rules, treatment
from toolkit.domain.allowlist.decisions import Decision, column_decision, path_decision
from toolkit.domain.allowlist.model import Allowlist, Entry, SchemaEntry, json_schema
from toolkit.domain.allowlist.passing import Passing, key_of
from toolkit.domain.allowlist.patterns import SchemaPattern

__all__ = [
    "Allowlist",
    "Decision",
    "Entry",
    "NarrowColumns",
    "Passing",
    "SchemaEntry",
    "SchemaPattern",
    "breaches",
    "column_decision",
    "compile_rules",
    "json_schema",
    "key_of",
    "may_never_pass",
    "path_decision",
    "read",
    "treatment",
]
