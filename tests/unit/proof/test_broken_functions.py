"""The function broken on purpose, one way at a time: the proof has to notice every one."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.proof.parts import Edit, artifact_files, proof_of, rules

# Each test starts a dozen interpreters.
pytestmark = pytest.mark.embedded

Change = Callable[[dict[str, Any]], object]


def schema_rule(document: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = (rule for rule in document["schemas"] if rule["name"] == name)
    return dict(found)


def with_path(path: str) -> Change:
    def change(document: dict[str, Any]) -> None:
        document["schemas"] = [
            {**rule, "paths": [*rule["paths"], path]} for rule in document["schemas"]
        ]

    return change


def wider(document: dict[str, Any]) -> None:
    rule = {**schema_rule(document, "gitlab_standard"), "version": "*-*-*"}
    document["schemas"].append(rule)


RULES: dict[str, Change] = {
    "a hashed column passes": lambda each: each["columns"].update(useragent="keep"),
    "an emptied column passes": lambda each: each["columns"].update(se_value="keep"),
    "an emptied boolean passes": lambda each: each["columns"].update(br_features_pdf="keep"),
    "a column of JSON passes": lambda each: each["columns"].update(contexts="keep"),
    "a known property passes": with_path("google_analytics_id"),
    "a property that nobody thought of passes": with_path("shoe_size"),
    "a nested property passes": with_path("nested.deeper.deepest"),
    "the items of a list pass": with_path("list[]"),
    "another model of a schema passes": wider,
}

LEAKS: dict[str, list[Edit]] = {
    "two columns changed places": [
        Edit(
            "fields.py",
            "v_etl string 100\nuser_id string 255\n",
            "user_id string 255\nv_etl string 100\n",
        )
    ],
    "pseudonyms stand one column to the left": [
        Edit("enriched.py", "places[position] = COLUMNS + offset", "places[position - 1] = offset")
    ],
    "plain SHA-256 in place of HMAC": [
        Edit("pseudonyms.py", "return outer.hexdigest()", "return sha256(message).hexdigest()")
    ],
    "plain SHA-256 cut short": [
        Edit("pseudonyms.py", "return outer.hexdigest()", "return sha256(message).hexdigest()[:20]")
    ],
    "base64 in place of HMAC": [
        Edit(
            "pseudonyms.py",
            "return outer.hexdigest()",
            "import base64; return base64.b64encode(message).decode()",
        )
    ],
    "capitals in place of HMAC": [
        Edit("pseudonyms.py", "return outer.hexdigest()", "return message.decode().upper()")
    ],
    "a value beside its pseudonym": [
        Edit(
            "pseudonyms.py",
            "return outer.hexdigest()",
            "return outer.hexdigest() + message.hex()",
        )
    ],
    "a value that comes again passes": [
        Edit("pseudonyms.py", "self[value] = pseudonym", "self[value] = value")
    ],
    "names that are values pass": [
        Edit("rewriting.py", "disguised = disguised or not names[name]", "pass")
    ],
    "numbers pass": [
        Edit(
            "rewriting.py",
            "return None if type(value) is bool else self._pseudonyms[number_text(value)]",
            "return value",
        )
    ],
    "numbers pass in another notation": [
        Edit(
            "rewriting.py",
            "return None if type(value) is bool else self._pseudonyms[number_text(value)]",
            'return f"{value:.14e}"',
        )
    ],
    "a context that is not self-describing passes": [
        Edit(
            "contexts.py",
            "            return self._rewriter.value(item, NOTHING)",
            "            return item",
        )
    ],
    "broken JSON passes": [
        Edit("contexts.py", "return self._hmac.of(text).encode()", "return text")
    ],
    "a malformed line passes": [
        Edit(
            "pipeline.py",
            "            counts.malformed += 1\n        except Exception",
            "            counts.malformed += 1\n            return data\n        except Exception",
        )
    ],
    "a message of failed events passes": [
        Edit(
            "failures.py",
            '    ("data.failure.type", _class),\n',
            '    ("data.failure.messages[].value", lambda _: True),\n',
        )
    ],
    "a target that is a value passes": [
        Edit("failures.py", "and keyword in _NAMING_KEYWORDS else report", "else report")
    ],
    "a base64 payload passes": [
        Edit(
            "failures.py",
            '    ("data.failure.type", _class),\n',
            '    ("data.payload.text", lambda _: True),\n',
        )
    ],
    "the class of an error is not looked at": [
        Edit("failures.py", '    ("error", _class),', '    ("error", lambda _: True),')
    ],
    "an unreadable failed event passes": [
        Edit("bad_rows.py", '"data": self._hmac.of(text)', '"data": text.decode(errors="replace")')
    ],
    "a value is printed": [
        Edit(
            "enriched.py",
            "        counts.salt_ids.add(entry.id)\n",
            "        counts.salt_ids.add(entry.id)\n        print(columns[12])\n",
        )
    ],
    "a kept value is printed": [
        Edit(
            "enriched.py",
            "        counts.salt_ids.add(entry.id)\n",
            "        counts.salt_ids.add(entry.id)\n        print(columns[0])\n",
        )
    ],
    "a value is logged by a handler made at import": [
        Edit(
            "enriched.py",
            "COLUMNS = len(NAMES)\n",
            "import logging\nlogging.basicConfig()\nCOLUMNS = len(NAMES)\n",
        ),
        Edit(
            "enriched.py",
            "        counts.salt_ids.add(entry.id)\n",
            "        counts.salt_ids.add(entry.id)\n        logging.warning('%r', columns)\n",
        ),
    ],
    "a value is written past Python's streams": [
        Edit(
            "enriched.py",
            "        counts.salt_ids.add(entry.id)\n",
            "        counts.salt_ids.add(entry.id)\n        import os; os.write(2, columns[12])\n",
        )
    ],
    "a value stands in a metric": [
        Edit(
            "enriched.py",
            "counts.salt_ids.add(entry.id)",
            "counts.salt_ids.add(columns[12].decode())",
        )
    ],
    "data that is no base64 is logged": [
        Edit(
            "pipeline.py",
            "response.failed(record_id)\n",
            "response.failed(record_id)\n            print(original)\n",
        )
    ],
    "a value stands in an exception": [
        Edit(
            "pipeline.py",
            "            counts.malformed += 1\n        except Exception",
            "            raise ValueError(data)\n        except Exception",
        )
    ],
    "the salt stands in the self-test": [
        Edit(
            "self_test.py",
            '"ids": keyring.ids',
            '"ids": [repr(entry.salt) for entry in keyring.entries]',
        )
    ],
    "the salt stands in an exception": [
        Edit(
            "keyring.py",
            'f"the salt of entry {number} is not base64 of {SALT_BYTES} bytes"',
            'f"the salt of entry {number} is not base64: {encoded}"',
        )
    ],
}

FAULTS: dict[str, list[Edit]] = {
    "pseudonyms are off by one": [
        Edit(
            "enriched.py",
            "places[position] = COLUMNS + offset",
            "places[position] = COLUMNS + (offset + 1) % len(hashed)",
        )
    ],
    "an empty key": [Edit("pseudonyms.py", "short = key if", "short = b'' if")],
    "a hash that nobody looks for": [
        Edit(
            "pseudonyms.py",
            "return outer.hexdigest()",
            "import zlib; return f'{zlib.crc32(message):064x}'",
        )
    ],
    "the first letters stay": [
        Edit(
            "pseudonyms.py",
            "return outer.hexdigest()",
            "return message[:3].decode(errors='replace') + outer.hexdigest()[3:]",
        )
    ],
    "booleans pass": [
        Edit("rewriting.py", "return None if type(value) is bool", "return value if value is True")
    ],
    "a kept value stands elsewhere, too": [
        Edit(
            "enriched.py",
            "(self._stamp, tags) if tags",
            "(self._stamp + columns[6], tags) if tags",
        )
    ],
    "no newline": [
        Edit("enriched.py", 'self._arranged(columns)) + b"\\n"', "self._arranged(columns))"),
    ],
    "a record is lost": [
        Edit("response.py", '{"records": self._answers}', '{"records": self._answers[:-1]}')
    ],
    "the order is another one": [
        Edit("response.py", '{"records": self._answers}', '{"records": self._answers[::-1]}')
    ],
    "records carry each other's data": [
        Edit(
            "response.py",
            '        return {"records": self._answers}',
            '        ok = [each for each in self._answers if each["result"] == "Ok"]\n'
            '        ok[0]["data"], ok[1]["data"] = ok[1]["data"], ok[0]["data"]\n'
            '        return {"records": self._answers}',
        )
    ],
    "what failed comes back changed": [
        Edit("response.py", 'answer["data"] = original', 'answer["data"] = "eA=="')
    ],
    "data that is no base64 is dropped": [
        Edit("pipeline.py", "response.failed(record_id)\n", "response.dropped(record_id)\n")
    ],
    "a good record fails": [
        Edit("pipeline.py", "        if out == b\"\":", "        if len(out or b'') > 3000:")
    ],
    "a default salt": [
        Edit(
            "keyring_cache.py",
            "        keyring = parse(self._fetch())\n",
            "        from .keyring import Entry\n"
            "        try:\n"
            "            keyring = parse(self._fetch())\n"
            "        except KeyringError:\n"
            "            keyring = Keyring((Entry('default', '1970-01-01', bytes(32)),))\n",
        )
    ],
    "a short salt is taken": [Edit("keyring.py", "if len(salt) != SALT_BYTES:", "if not salt:")],
    "a salt of one byte is taken": [Edit("keyring.py", "if len(set(salt)) == 1:", "if False:")],
    "a keyring without an instant is taken": [
        Edit("keyring.py", "    if start is None:", "    start = start or '1970'\n    if False:")
    ],
}  # fmt: skip


def test_the_proof_of_the_function_as_it_is_holds(tmp_path: Path) -> None:
    proof = proof_of(tmp_path, artifact_files())

    assert (proof.leaks, proof.faults) == ((), ())
    assert proof.holds
    assert proof.marks > 1000
    assert proof.searched_bytes > 100_000


@pytest.mark.parametrize("change", RULES.values(), ids=RULES)
def test_a_rule_too_many_is_found(change: Change, tmp_path: Path) -> None:
    packaged = copy.deepcopy(rules())
    change(packaged)

    proof = proof_of(tmp_path, artifact_files(packaged))

    assert proof.leaks
    assert "the rules in the artifact" in {fault.shape for fault in proof.faults}


@pytest.mark.parametrize("edits", LEAKS.values(), ids=LEAKS)
def test_a_leak_is_found(edits: list[Edit], tmp_path: Path) -> None:
    proof = proof_of(tmp_path, artifact_files(edits=edits))

    assert proof.leaks
    assert not proof.holds


@pytest.mark.parametrize("edits", FAULTS.values(), ids=FAULTS)
def test_a_fault_is_found(edits: list[Edit], tmp_path: Path) -> None:
    proof = proof_of(tmp_path, artifact_files(edits=edits))

    assert proof.faults
    assert not proof.holds


def test_rules_that_let_pass_what_never_may_start_no_function(tmp_path: Path) -> None:
    packaged = copy.deepcopy(rules())
    packaged["columns"]["user_id"] = "keep"

    proof = proof_of(tmp_path, artifact_files(packaged))

    assert "the function raised an exception" in {fault.what for fault in proof.faults}
    assert proof.leaks == ()
