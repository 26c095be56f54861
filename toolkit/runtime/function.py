"""The function without Lambda around it: built once per container, answers events."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .bad_rows import BadRecords
from .codecs import Codec, fastest
from .enriched import EnrichedRecords
from .keyring import Keyring, parse
from .keyring_cache import KeyringCache
from .pipeline import Pipeline, Records
from .rules import Rules
from .secret import PENDING
from .self_test import is_self_test, report
from .settings import Settings


@dataclass(frozen=True)
class Function:
    """What a warm container keeps."""

    settings: Settings
    rules: Rules
    pipeline: Pipeline
    fetch_pending: Callable[[], str]
    """Reads the text of a keyring that is being tested."""

    def answer(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Firehose's response, or a self-test's report on a keyring just read.

        Raises KeyringError if no valid keyring can be had, before any record is touched.
        """
        if not is_self_test(event):
            return self.pipeline.answer(event)
        keyring = self._tested(event)
        digest, kind = self.rules.digest, self.settings.event_kind
        return report(keyring, digest, kind, self.pipeline.codec.name, self.pipeline.clock())

    def _tested(self, event: Mapping[str, Any]) -> Keyring:
        """The keyring that a self-test is about; a pending one is read and not used."""
        if event.get("version_stage") == PENDING:
            return parse(self.fetch_pending())
        return self.pipeline.keyring.refresh()


def build(
    settings: Settings,
    rules: Rules,
    fetch: Callable[[], str],
    emit: Callable[[str], None],
    codec: Codec | None = None,
    clock: Callable[[], float] = time.time,
    fetch_pending: Callable[[], str] | None = None,
) -> Function:
    """A function of its parts: `fetch` reads the keyring's text, `emit` takes a line of metrics."""
    chosen = codec or fastest()
    enriched = settings.event_kind == "enriched"
    records: Records = EnrichedRecords(rules, chosen) if enriched else BadRecords(chosen)
    keyring = KeyringCache(fetch, settings.salt_cache_seconds, clock)
    pipeline = Pipeline(records, keyring, chosen, settings.function_name, emit, clock)
    return Function(settings, rules, pipeline, fetch_pending or fetch)
