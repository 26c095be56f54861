"""Times the function against the straightforward one: `python -m benchmarks.pseudonymize`.

All variants get the same batches in one process, in an order that rotates, and are compared by the
ratio of each round, so that neighbours on the machine hit all alike. Every variant's answer is
compared with the others before anything is timed.
"""

from __future__ import annotations

import argparse
import base64
import importlib.metadata
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from benchmarks.straightforward import Straightforward
from benchmarks.timing import in_turns
from tests.events.generator import Traffic
from toolkit.domain.allowlist import compile_rules, read
from toolkit.runtime import codecs, function, rules
from toolkit.runtime.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
SALT = bytes(range(32))
BATCH_BYTES = 1024 * 1024
"""Firehose's default buffer."""
REGIMES = {"one container sees all": 60_000, "one container of many": 3_000_000}

Answer = Callable[[Any], Any]


def compiled() -> dict[str, Any]:
    allowlist, wrong = read(YAML(typ="safe").load(ROOT / "environments" / "allowlist.yaml"))
    if allowlist is None or wrong:
        raise SystemExit(f"the allowlist is not fit for use: {wrong}")
    return compile_rules(allowlist, "empty")


def ours(codec: codecs.Codec) -> Answer:
    salt = base64.b64encode(SALT).decode()
    entry = {"id": "salt-1", "salt": salt, "active_from": "2026-01-01T00:00:00Z"}
    text = json.dumps({"entries": [entry]})
    settings = Settings("none", 3600, "enriched", "benchmark")
    made = function.build(settings, rules.parse(compiled()), lambda: text, lambda _: None, codec)
    return made.answer


def batches(count: int, people: int) -> list[dict[str, Any]]:
    traffic = Traffic(people=people)
    return [batch(traffic) for _ in range(count)]


def batch(traffic: Traffic) -> dict[str, Any]:
    lines: list[bytes] = []
    while sum(map(len, lines)) < BATCH_BYTES:
        lines += traffic.lines(20)
    records = [
        {
            "recordId": f"4954698668313554428650745793632162567570019247115678{number:08}",
            "approximateArrivalTimestamp": 1_772_366_400_000,
            "data": base64.b64encode(line).decode(),
        }
        for number, line in enumerate(lines)
    ]
    return {"deliveryStreamArn": "arn:aws:firehose:eu-central-1:1:x", "records": records}


def timed(variants: dict[str, Answer], inputs: Sequence[Any]) -> dict[str, list[float]]:
    """Seconds of each variant for each input, the order rotating."""
    seconds: dict[str, list[float]] = {name: [] for name in variants}
    names = list(variants)
    for turn, one in enumerate(inputs):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            start = time.process_time()
            variants[name](one)
            seconds[name].append(time.process_time() - start)
    return seconds


def show(title: str, seconds: dict[str, list[float]], inputs: Sequence[dict[str, Any]]) -> None:
    warm = len(inputs) // 5
    events = [len(one["records"]) for one in inputs][warm:]
    size = statistics.mean(len(base64.b64decode(record["data"])) for record in inputs[0]["records"])
    reference, *_ = seconds
    print(f"\n{title}: {sum(events)} events of {size:.0f} B on average, after {warm} batches")
    print(f"{'':44}{'us/event':>9}{'(min)':>8}{'events/s':>10}{'MB/s':>7}{'ratio':>7}")
    for name, found in seconds.items():
        each = [took / number * 1e6 for took, number in zip(found[warm:], events, strict=True)]
        median = statistics.median(each)
        pairs = zip(seconds[reference][warm:], found[warm:], strict=True)
        ratio = statistics.median(base / took for base, took in pairs)
        rates = f"{1e6 / median:10.0f}{size / median:7.1f}{ratio:6.2f}x"
        print(f"{name:44}{median:9.1f}{min(each):8.1f}{rates}")


def with_runtime(variants: dict[str, Answer]) -> dict[str, Answer] | None:
    """The variants from request bytes to response bytes, as the Lambda runtime calls them."""
    try:
        from awslambdaric.lambda_runtime_marshaller import LambdaMarshaller
    except ImportError:
        return None
    marshaller = LambdaMarshaller()

    def whole(answer: Answer) -> Answer:
        return lambda request: marshaller.marshal_response(
            answer(marshaller.unmarshal_request(request))
        )

    return {name: whole(answer) for name, answer in variants.items()}


def sdk_parse() -> Answer | None:
    """What the official Python analytics SDK takes only to parse the events."""
    try:
        from snowplow_analytics_sdk.event_transformer import transform
    except ImportError:
        return None
    known: dict[int, list[str]] = {}

    def parse(event: dict[str, Any]) -> list[Any]:
        key = id(event)
        if key not in known:
            known[key] = [base64.b64decode(item["data"]).decode() for item in event["records"]]
        return [transform(line) for line in known[key]]

    return parse


def floor(one: dict[str, Any]) -> tuple[float, float]:
    """Pseudonyms per event, and microseconds that the SHA-256 blocks alone of them take."""
    lengths: list[int] = []

    class Counting(Straightforward):
        def pseudonym(self, value: str) -> str:
            lengths.append(len(value.encode()))
            return super().pseudonym(value)

    Counting(compiled(), "salt-1", SALT).answer(one)
    blocks = sum(1 + (length + 9 + 63) // 64 for length in lengths)
    large = bytes(BATCH_BYTES)
    rounds = [_seconds(lambda: sha256(large).digest()) for _ in range(50)]
    per_block = min(rounds) / (BATCH_BYTES / 64)
    events = len(one["records"])
    return len(lengths) / events, blocks * per_block / events * 1e6


def _seconds(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def main(rounds: int) -> None:
    print(f"Python {sys.version.split()[0]}; {versions()}")
    fast, slow = ours(codecs.fastest()), ours(codecs.plain())
    variants: dict[str, Answer] = {
        "straightforward": Straightforward(compiled(), "salt-1", SALT).answer,
        "this, standard library only": slow,
        "this, msgspec and pybase64": fast,
    }
    for name, people in REGIMES.items():
        inputs = batches(rounds, people)
        same(variants, inputs[0])
        parse = sdk_parse()
        compared = variants | ({"analytics SDK, parsing alone": parse} if parse else {})
        show(name, timed(compared, inputs), inputs)
    hashes, microseconds = floor(inputs[0])
    print(f"\nhash floor: {hashes:.1f} pseudonyms/event, whose SHA-256 takes {microseconds:.1f} us")
    whole = with_runtime(variants)
    if whole is not None:
        requests = [json.dumps(one) for one in inputs]
        show("with the Lambda runtime's own JSON", timed(whole, requests), inputs)
    processes()


def same(variants: dict[str, Answer], one: dict[str, Any]) -> None:
    answers = [answer(one) for answer in variants.values()]
    if any(answer != answers[0] for answer in answers):
        raise SystemExit("the variants do not give the same answers")


def processes() -> None:
    """Memory after sixty batches without repetition, and what a cold start imports."""
    command = [sys.executable, "-c", _MEMORY]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    print(f"\npeak memory: {done.stdout.strip()}")
    commands = {name: [[sys.executable, "-c", code]] for name, code in _COLD.items()}
    bare, *others = in_turns(commands, cwd=ROOT, runs=9)
    for other in others:
        print(f"cold start, {other.name}: {(other.median - bare.median) * 1000:.0f} ms")


def versions() -> str:
    names = ("msgspec", "pybase64", "snowplow-analytics-sdk", "awslambdaric")
    found = []
    for name in names:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            found.append(f"no {name}")
    return ", ".join(found)


_MEMORY = """
from pathlib import Path
from benchmarks.pseudonymize import batch, ours
from tests.events.generator import Traffic
from toolkit.runtime import codecs

answer, traffic = ours(codecs.fastest()), Traffic(people=3_000_000)
def peak():
    text = Path("/proc/self/status").read_text()
    return int(text.split("VmHWM:")[1].split()[0]) // 1024

before = peak()
for _ in range(60):
    answer(batch(traffic))
print(f"{peak()} MB with the benchmark itself, {before} MB of it before the first batch")
"""

_COLD = {
    "nothing": "pass",
    "the function": "import toolkit.runtime.handler",
    "the function and its wheels": (
        "import toolkit.runtime.handler; from toolkit.runtime.codecs import fastest; fastest()"
    ),
    "boto3 and its client": "import boto3; boto3.client('secretsmanager', region_name='eu-west-1')",
}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30, help="batches of 1 MiB per regime")
    main(parser.parse_args().rounds)
