"""A bridge between the newest salt and an older one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from toolkit.domain.salt.bridging import Mapping, bridge_of, bridged, mapping
from toolkit.domain.salt.instants import whole_second_after
from toolkit.domain.salt.keyring import Keyring
from toolkit.workflows.salt.changing import begin, change, prove_loaded, settle
from toolkit.workflows.salt.looking import needed_lead, position
from toolkit.workflows.salt.parties import Parties


@dataclass(frozen=True)
class BridgeRequest:
    """Columns and length of a bridge; `end` takes it down; without either it is only shown."""

    cache_seconds: int
    columns: tuple[str, ...] = ()
    length: timedelta = timedelta(days=7)
    old_id: str | None = None
    end: bool = False
    reason: str = ""
    dry_run: bool = False


@dataclass(frozen=True)
class Bridging:
    """The bridge as it stands, for a mapping job; None where there is none."""

    secret: str
    mapping: Mapping | None
    made: bool


def bridge(parties: Parties, request: BridgeRequest) -> Bridging:
    """Builds, ends or shows the bridge of the newest entry."""
    here = position(parties)
    lead, deployed = needed_lead(parties.functions, request.cache_seconds)
    wanted = here.keyring
    if request.end:
        wanted = bridged(here.keyring, None)
    elif request.columns and not _stands(here.keyring, request):
        earliest = whole_second_after(here.now + lead)
        starts = max(here.keyring.newest.active_from, earliest)
        built = bridge_of(here.keyring, request.columns, starts, request.length, request.old_id)
        wanted = bridged(here.keyring, built)
    made = wanted != here.keyring
    if not request.dry_run and made:
        ids = (wanted.newest.id,)
        record = begin(parties, here.by, "bridge", ids, request.reason)
        change(parties, here, wanted, record, deployed)
        prove_loaded(parties.functions, deployed, wanted)
    elif not request.dry_run and (request.end or request.columns):
        settle(parties)
    return Bridging(parties.secret.name, mapping(wanted), made)


def _stands(keyring: Keyring, request: BridgeRequest) -> bool:
    """Whether the bridge that is asked for is there; asking again does not move its window."""
    bridge = keyring.newest.bridge
    return (
        bridge is not None
        and bridge.columns == request.columns
        and bridge.ends - bridge.starts == request.length
        and request.old_id in (None, bridge.old_id)
    )
