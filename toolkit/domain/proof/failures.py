"""What failed and with what: the two parts of a failed event, full of marks."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

from toolkit.domain.proof.marks import Marks
from toolkit.domain.proof.shapes import HIDDEN

_SCHEMA_KEY = "iglu:com.example/a/jsonschema/1-0-0"

Word = Callable[[str], str]
"""Makes a mark for a place."""


def words(marks: Marks, name: str) -> Word:
    """Makes marks for the places within something."""
    return lambda place: marks.word(f"{name}: {place}")


def failure(name: str, marks: Marks, word: Word) -> dict[str, Any]:
    """What went wrong, in every form that a failure has."""
    message = {
        "field": f"{word('field')} with more",
        "value": word("message value"),
        "expectation": word("expectation"),
        "schemaKey": _SCHEMA_KEY,
        "schemaCriterion": f"iglu:{word('criterion')} x/1",
        "error": iglu_error(words(marks, f"{name}: of a message")),
        "enrichment": {
            "identifier": word("enrichment identifier"),
            "schemaKey": f"{word('schema of an enrichment')} 1-0-0",
        },
        "message": {
            "error": f"exception near {word('exception text')}",
            "field": f"{word('inner field')}@x",
            "value": word("inner value"),
            "expectation": word("inner expectation"),
        },
    }
    inner = {"message": {"error": iglu_error(words(marks, f"{name}: of an inner message"))}}
    return {
        "timestamp": "2026-01-02T03:04:05.678Z",
        "type": word("type"),
        "messages": [message, inner, word("a message that is text")],
        "message": {"error": word("failure message"), "value": word("failure value")},
        "error": iglu_error(words(marks, f"{name}: of the failure")),
        "errors": [word("one of the errors")],
        "expectation": word("failure expectation"),
        "loader": word("loader"),
        "actualSizeBytes": marks.number(f"{name}: size"),
        "maximumAllowedSizeBytes": marks.fraction(f"{name}: largest size"),
    }


def iglu_error(word: Word) -> dict[str, Any]:
    """What the Iglu client reports; in `targets` of some keywords stand names of fields."""
    reports = [
        {
            "message": f"$.mail: {word(f'message of {keyword}')} is not right",
            "path": f"$.{word(f'path of {keyword}')} x",
            "keyword": keyword,
            "targets": [f"{word(f'target of {keyword}')}@example.com"],
        }
        for keyword in ("format", "additionalProperties", "required")
    ]
    # With a keyword that names no field, targets quote what was wrong.
    reports += [{"keyword": "enum", "targets": [word("target of enum"), "12"], "path": "$.a"}]
    lookup = {
        "repository": word("repository"),
        "errors": [{"error": word("lookup error"), "message": word("lookup message")}],
        "attempts": 1,
        "lastAttempt": word("last attempt"),
    }
    history = [lookup]
    return {"error": word("error class"), "dataReports": reports, "lookupHistory": history}


def payload(name: str, marks: Marks) -> Any:
    """What the failed event had brought, in every form in which collectors and Enrich quote it."""
    word = words(marks, f"{name}: payload")
    context = base64.b64encode(json.dumps({"data": word("base64 context")}).encode()).decode()
    parameters = [{"name": "cx", "value": context}, {"name": "uid", "value": word("uid")}]
    collected = {
        "querystring": [{"name": word("parameter name"), "value": word("parameter value")}],
        "headers": [f"Cookie: sp={word('cookie')}", f"X-Forwarded-For: {word('forwarded')}"],
        "ipAddress": word("address"),
        "useragent": word("user agent"),
        "refererUri": f"https://example.com/?q={word('referer')}",
        "networkUserId": word("network user id"),
        "body": json.dumps({"mail": word("body")}),
        "hostname": word("host"),
        "timestamp": word("time of the payload"),
    }
    return {
        "enriched": {"user_id": word("enriched user_id"), "geo_latitude": marks.number(name)},
        "raw": {"parameters": parameters, "userId": word("user id"), **collected},
        **collected,
        "event": word("event"),
        "text": base64.b64encode(f"..{word('thrift')}".encode()).decode(),
        "hidden": [hide(word(how)) for how, hide in HIDDEN.items()],
        f"{word('as a key')}@example.com": True,
        f"{marks.number(f'{name}: a number as a key')}": {"a": [None, "", False]},
    }
