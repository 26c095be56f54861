"""Data rules: objects that would be loaded twice, never, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from toolkit.domain.guardrails.case import Case
from toolkit.domain.guardrails.finding import Finding, Rule
from toolkit.domain.guardrails.values import block, blocks, instance_key, number, text, words
from toolkit.domain.plan import Change, Facts

DELIVERY_STREAM = "aws_kinesis_firehose_delivery_stream"

# 6 MiB answer / (4/3 for base64 * 2.86, the largest growth of an event measured with the strictest
# allowlist and 64-character pseudonyms): see docs/performance.md.
_LARGEST_PROCESSING_BUFFER_MB = 1.5

_PREFIX = Rule(
    id="DATA-PREFIX-CHANGED",
    severity="high",
    title="A path's objects get another prefix or bucket",
    why="Loaders look below the old prefix: new objects are not loaded, and a loader that is "
    "pointed at a prefix with both loads again what it has.",
    fix="Change the loader first; then let this finding pass.",
)
_SHARED = Rule(
    id="DATA-PREFIX-SHARED",
    severity="critical",
    title="Two paths write below one prefix",
    why="Whatever loads one path loads the other's objects too, into the wrong table.",
    fix="Give each path of `storage.prefixes` a sibling of its own.",
)
_FORMAT = Rule(
    id="DATA-FORMAT-CHANGED",
    severity="high",
    title="Objects are compressed or named in another way",
    why="Loaders that expect the old form fail on the new one, or skip it silently.",
    fix="Change the loader first; then let this finding pass.",
)
_BUFFER = Rule(
    id="DATA-BUFFER-TOO-LARGE",
    severity="critical",
    title="The function is handed more than its answer can hold",
    why="An answer above 6 MB fails: after its retries Firehose writes the records below the error "
    "prefix, and nothing loads them.",
    fix=f"Set `firehose.processing_buffer_mb` to at most {_LARGEST_PROCESSING_BUFFER_MB}.",
)
RULES = (_PREFIX, _SHARED, _FORMAT, _BUFFER)

# What decides how objects are written and named, with what is meant where nothing is said.
_FORM = {
    "compression_format": "",
    "custom_time_zone": "UTC",
    "data_format_conversion_configuration": "False",
    "file_extension": "",
}


@dataclass(frozen=True)
class Destination:
    """Where a delivery stream writes, as far as the plan knows."""

    change: Change
    settings: dict[str, Any]

    @property
    def path(self) -> str:
        """The pipeline's name for it, such as `enriched_good`."""
        return instance_key(self.change.address)

    @property
    def prefix(self) -> str:
        """The part of its objects' keys that stays the same."""
        return fixed_part(self.settings.get("prefix"))

    @property
    def error_prefix(self) -> str:
        """The same for what could not be transformed."""
        return fixed_part(self.settings.get("error_output_prefix"))

    def parameters(self, name: str) -> list[Any]:
        """What its Lambda processors say of a parameter: one value, where all is well."""
        processing = block(self.settings.get("processing_configuration"))
        lambdas = [
            processor
            for processor in blocks(processing.get("processors"))
            if processor.get("type") == "Lambda"
        ]
        return [
            parameter.get("parameter_value")
            for processor in lambdas
            for parameter in blocks(processor.get("parameters"))
            if parameter.get("parameter_name") == name
        ]


def destinations(case: Case) -> list[Destination]:
    """Every delivery stream as it will be."""
    return [
        Destination(change, block(after.get("extended_s3_configuration")))
        for change, after in case.planned(DELIVERY_STREAM)
    ]


def fixed_part(prefix: Any) -> str:
    """A prefix up to its first expression."""
    return text(prefix).partition("!{")[0]


def moved_objects(case: Case) -> Iterator[Finding]:
    """Paths whose prefix or form changes."""
    for change, before, after in case.altered(DELIVERY_STREAM):
        path = ("storage", "prefixes", instance_key(change.address))
        old, new = (_settings(side, "prefix") for side in (before, after))
        if old != new:
            sentence = f"objects go below '{text(new)}' instead of '{text(old)}'"
            yield Finding(_PREFIX, change.address, sentence, path)
        old, new = (_settings(side, "bucket_arn") for side in (before, after))
        if text(old) and text(new) and old != new:
            sentence = f"objects go to {text(new)} instead of {text(old)}"
            yield Finding(_PREFIX, change.address, sentence, ("storage", "bucket"))
        for name, default in _FORM.items():
            old, new = (_form(side, name) or default for side in (before, after))
            if old != new:
                sentence = f"{name} is {text(new) or 'unset'} instead of {text(old) or 'unset'}"
                yield Finding(_FORMAT, change.address, sentence)


def shared_prefixes(case: Case) -> Iterator[Finding]:
    """Paths whose prefix lies below that of another path on the same bucket."""
    found = [each for each in destinations(case) if each.prefix]
    for one in found:
        for other in found:
            if one is not other and _same_bucket(one, other) and _below(one, other):
                sentence = f"'{one.prefix}' lies below '{other.prefix}' of {other.path}"
                path = ("storage", "prefixes", one.path)
                yield Finding(_SHARED, one.change.address, sentence, path)


def large_buffers(case: Case) -> Iterator[Finding]:
    """Paths whose function gets more at once than it can answer."""
    for each in destinations(case):
        if not each.parameters("LambdaArn"):
            continue
        sizes = [number(size) for size in each.parameters("BufferSizeInMBs")] or [None]
        for size in sizes:
            if size is None or size > _LARGEST_PROCESSING_BUFFER_MB:
                # "3" stands for the default in the provider's 3.39.0, which leaves it out.
                known = "nobody knows how many" if size is None else f"{size:g}"
                sentence = f"{known} MB of records are handed over at once"
                path = ("firehose", "processing_buffer_mb")
                yield Finding(_BUFFER, each.change.address, sentence, path)


def _settings(facts: Facts, name: str) -> Any:
    return block(facts.get("extended_s3_configuration")).get(name)


def _form(facts: Facts, name: str) -> Any:
    value = _settings(facts, name)
    return str(block(value).get("enabled", "")) if isinstance(value, list) else value


def _same_bucket(one: Destination, other: Destination) -> bool:
    names = [words(each.settings.get("bucket_arn")) for each in (one, other)]
    return names[0] == names[1]


def _below(one: Destination, other: Destination) -> bool:
    if one.prefix == other.prefix:
        return one.change.address > other.change.address
    return one.prefix.startswith(other.prefix)
