"""Pseudonymizes enriched events: lines of 131 tab-separated columns."""

from __future__ import annotations

from operator import itemgetter

from .bridging import BridgedLines, Lines
from .codecs import Codec
from .contexts import ContextRewriter, RememberedContexts
from .counts import Counts
from .fields import NAMES, POSITIONS, STAMPED
from .keyring import Entry, Keyring
from .per_salt import PerSalt, entry_for
from .pseudonyms import BytesPseudonyms, Hmac
from .rules import Rules

COLUMNS = len(NAMES)
TIME = POSITIONS["collector_tstamp"]
"""Where the instant stands that chooses the salt."""
DERIVED = POSITIONS["derived_contexts"]
"""Where the contexts stand that depend on little but the user agent."""


class Malformed(Exception):
    """A record that holds no such event; it goes back unchanged."""


class EnrichedRecords:
    """Transforms records of one or more lines, each under the salt of its own time."""

    def __init__(self, rules: Rules, codec: Codec) -> None:
        self._lines = PerSalt(lambda entry: _lines(rules, entry, codec))

    def record(self, data: bytes, keyring: Keyring, arrival: float, counts: Counts) -> bytes:
        """What goes out for a record, each line with its newline; raises Malformed."""
        if not data.isascii():
            _check_utf8(data)
        lines = [_columns(line) for line in data.split(b"\n") if line]
        counts.lines += len(lines)
        return b"".join([self._line(columns, keyring, arrival, counts) for columns in lines])

    def _line(
        self, columns: list[bytes], keyring: Keyring, arrival: float, counts: Counts
    ) -> bytes:
        entry = entry_for(keyring, columns[TIME].decode(), arrival)
        counts.salt_ids.add(entry.id)
        return self._lines.of(entry).line(columns, counts)


class EnrichedLines:
    """Transforms lines under one salt.

    The kept columns, the pseudonyms of the others and one empty value stand behind each other in a
    list, and an `itemgetter` picks 131 of them in order. So no Python runs for a column that is
    kept, empty or has been seen before.
    """

    def __init__(self, rules: Rules, entry: Entry, codec: Codec) -> None:
        hmac = Hmac(entry.salt)
        hashed, emptied = rules.positions("hash"), rules.positions("empty")
        contexts = ContextRewriter(rules, hmac, codec)
        derived = RememberedContexts(contexts)
        self._json = [
            (position, derived.column if position == DERIVED else contexts.column)
            for position in rules.positions("json")
        ]
        self._hashed = itemgetter(*hashed)
        self._emptied = itemgetter(*emptied)
        self._arranged = itemgetter(*_arrangement(hashed, emptied))
        self._pseudonym_of = BytesPseudonyms(hmac).__getitem__
        self._stamp = f"salt={entry.id}".encode()
        self._stamped = COLUMNS + hashed.index(POSITIONS[STAMPED])

    def line(self, columns: list[bytes], counts: Counts) -> bytes:
        """What goes out for a line's columns, with the salt's id in `etl_tags`.

        What `etl_tags` held before follows the id as a pseudonym. The list of columns is used up.
        """
        for position, rewritten in self._json:
            if columns[position]:
                columns[position] = rewritten(columns[position], counts)
        emptied = self._emptied(columns)
        counts.columns_emptied += len(emptied) - emptied.count(b"")
        columns += map(self._pseudonym_of, self._hashed(columns))
        tags = columns[self._stamped]
        columns[self._stamped] = b"%b,%b" % (self._stamp, tags) if tags else self._stamp
        columns.append(b"")
        return b"\t".join(self._arranged(columns)) + b"\n"


def _lines(rules: Rules, entry: Entry, codec: Codec) -> Lines:
    """What transforms an entry's lines; without a bridge nothing stands in their way."""
    plain = EnrichedLines(rules, entry, codec)
    if entry.bridge is None:
        return plain
    return BridgedLines(plain, entry, entry.bridge, rules, codec)


def _arrangement(hashed: tuple[int, ...], emptied: tuple[int, ...]) -> list[int]:
    """Where each of the 131 values stands once the pseudonyms and an empty value are appended."""
    places = list(range(COLUMNS))
    for offset, position in enumerate(hashed):
        places[position] = COLUMNS + offset
    for position in emptied:
        places[position] = COLUMNS + len(hashed)
    return places


def _columns(line: bytes) -> list[bytes]:
    columns = line.split(b"\t")
    if len(columns) != COLUMNS:
        raise Malformed("not 131 columns")
    return columns


def _check_utf8(data: bytes) -> None:
    try:
        data.decode()
    except UnicodeDecodeError:
        raise Malformed("not UTF-8") from None
