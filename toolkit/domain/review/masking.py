"""Words of Terraform and of services without what looks like a secret.

What must stay for a reader to move on: sentences, addresses, error codes. What goes: whatever a
message assigns to a name or calls a value, what is sent along with a request, and every word
without structure.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from toolkit.domain.guardrails.secrecy import holds_secret, is_random, is_secret, names_secret

MASK = "(masked)"

_SHORTEST = 6
# More than anybody reads.
_LONGEST = 500
_LONGEST_SAYING = 5000
_PEM = re.compile(r"-----BEGIN [A-Z ]+-----.*?(?:-----END [A-Z ]+-----|\Z)", re.DOTALL)
_HEREDOC = re.compile(r"(<<[-~]?)(\w+)\n.*?(?:\n\s*\2\b|\Z)", re.DOTALL)
# A password may hold what an address may not.
_LOGIN = re.compile(r"""://(?:[^/\s@"':]{0,2000}+:[^\s"']{0,2000}|[^/\s"']{1,2000})@""")
_ASKED = re.compile(
    r"""(?<![a-z0-9+.-])([a-z0-9+.-]++://[^\s?#"']*)(?:\?[^\s"']+|\#[^\s"']*=[^\s"']*)""",
    re.IGNORECASE,
)
_SENT = re.compile(
    r"""(\b(?:proxy-)?(?:authorization|(?:set-)?cookie)\\*["']?\s*[:=]\s*)[^\n]+"""
    r"""|(\bbearer\s+)[^\s"',]{6,}""",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    r"\b(?:AKIA|ASIA)[A-Z0-9]{12,}"
    r"|\b(?:gh[pousr]|github_pat|glpat|xox[abprs]|sk_live|npm)[-_][A-Za-z0-9_-]{8,}"
    r"|\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)*"
)
# `Value 'x' at 'name' failed ...` of AWS, `was cty.StringVal("x")` of Terraform, `a -> "x"`; and
# `expected name to be ..., got x` of providers.
_VALUE = re.compile(
    r"""((?:\bvalues?\s+|Val\(|[-=]>\s*)\\*["'])[^\n]*?(?=\\*["'](?:[\s.,;:)]|$)|$)""",
    re.IGNORECASE | re.MULTILINE,
)
_GOT = re.compile(r"(\bexpected\b[^\n]{0,500}?\bgot:?\s+)(?!\d{1,6}\b)[^\n]+", re.IGNORECASE)
# `name = "value"`, `"name": "value"`, `var.name is "value"`, `password=value`; a quote that is not
# closed, or escaped once more, is one all the same.
_ASSIGNED = re.compile(
    r"""(?<![\w.\[\]-])(?P<name>[\w.\[\]-]++)\\*["']?\s*(?:[=:]|\bis\b)\s*"""
    r"""(?P<value>(?P<escaped>\\+["'])[^\n]*?(?:(?P=escaped)|(?=\n)|\Z)"""
    r"""|"(?:[^"\\\n]|\\.)*"?|'[^'\n]*'?|\[[^\[\]]{0,5000}\]?|[^\s"',;&(){}\[\]\\]+)"""
)
_WORD = re.compile(r"[A-Za-z0-9+/=_-]{20,}")
# What services say about an error under names of their own.
_SAYING = re.compile(r"(?:__type|code|message|reason|error|statuscode|operation)", re.IGNORECASE)
_NAMES = re.compile(r"signature|cookie|authorization|pwd", re.IGNORECASE)
_SWITCHES = ("true", "false", "null", "none", "")


def masked_words(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without these secrets, and without what looks like one."""
    for written in sorted(_writings(secrets), key=len, reverse=True):
        text = text.replace(written, MASK)
    text = _HEREDOC.sub(rf"\1{MASK}", _PEM.sub(MASK, text))
    text = _ASKED.sub(rf"\1?{MASK}", _LOGIN.sub(f"://{MASK}@", text))
    text = _SENT.sub(rf"\1\2{MASK}", _TOKEN.sub(MASK, text))
    text = _GOT.sub(rf"\1{MASK}", _VALUE.sub(rf"\1{MASK}", text))
    return _WORD.sub(_unless_random, "".join(_without_values(text)))


def _writings(secrets: Iterable[str]) -> set[str]:
    """Each secret as it is, as JSON writes it, and as an address does."""
    known = [secret for secret in secrets if len(secret) >= _SHORTEST]
    as_json = [
        json.dumps(each, ensure_ascii=plain)[1:-1] for each in known for plain in (True, False)
    ]
    return {*known, *as_json, *(quote(each, safe="") for each in known)}


def _without_values(text: str) -> Iterator[str]:
    """The parts of a text; what a message says is looked through for what it says inside."""
    at = 0
    while match := _ASSIGNED.search(text, at):
        yield text[at : match.start("value")]
        at = match.start("value")
        if _hides(match["name"], match["value"]):
            yield MASK
            at = match.end("value")
    yield text[at:]


def _hides(name: str, value: str) -> bool:
    bare = value.strip("\\\"'")
    quoted = value[0] in "\\\"'" or '"' in value
    named = names_secret(name.replace("-", "_")) or _NAMES.search(name) is not None
    says = _SAYING.fullmatch(name.rpartition(".")[2]) is not None
    return (
        len(bare) > (_LONGEST_SAYING if quoted else _LONGEST)
        or holds_secret(bare)
        or is_secret(name, bare)
        or (named and bare.lower() not in _SWITCHES)
        or (quoted and bool(bare) and not says)
    )


def _unless_random(match: re.Match[str]) -> str:
    word = match[0]
    return MASK if is_random(word) or (len(word) >= 40 and _mixed(word)) else word


def _mixed(word: str) -> bool:
    return bool(re.search(r"[a-z]", word) and re.search(r"[A-Z]", word) and re.search(r"\d", word))
