"""Wires what an environment's applies leave behind: journals, and states nobody has saved."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from toolkit.cli.services import Services
from toolkit.domain.environment import Environment
from toolkit.domain.left_words import cut_short, kept_line, next_command
from toolkit.domain.progress import Diagnostic
from toolkit.workflows.looking_back import Before

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.adapters.journal_file import Journals
    from toolkit.adapters.kept_state import KeptStates
    from toolkit.adapters.recording import Recorder
    from toolkit.workflows.applies import Applies


def applies(services: Services, environment: Environment) -> Applies:
    """The collaborators around the applies of an environment."""
    from toolkit.adapters.processes import terraform_in
    from toolkit.cli.state import locks
    from toolkit.workflows.applies import Applies
    from toolkit.workflows.unlocking import find

    return Applies(
        journals=journals(services, environment),
        kept=kept_states(services, environment),
        record=lambda header: _recorder(services, environment).record(header),
        lock=lambda: find(*locks(services, environment)),
        at_work=lambda: terraform_in(_workspace(services, environment)) or (),
        damaged=lambda: _damaged(services, environment),
        started=lambda: _now().isoformat(timespec="seconds"),
    )


def journals(services: Services, environment: Environment) -> Journals:
    """The journals of an environment's applies."""
    from toolkit.adapters.journal_file import Journals

    return Journals(_home(services, environment)[0], _now)


def kept_states(services: Services, environment: Environment) -> KeptStates:
    """The states of an environment that Terraform could not save."""
    from toolkit.adapters.kept_state import KeptStates

    folder, since = _home(services, environment)
    return KeptStates(folder, _workspace(services, environment), since)


def left_behind(services: Services, environment: Environment) -> tuple[str, ...]:
    """What `snowops apply ENV --resume` would look after, in sentences; for the doctor."""
    return tuple(f"{environment.name}: {line}" for line in _lines(_left(services, environment)))


def warn_of_left_behind(services: Services, environment: Environment) -> None:
    """Says that the state may lack what an apply from this machine has made, and what mends it."""
    left = _left(services, environment)
    for line in _lines(left):
        services.report(Diagnostic("warning", line))
    if not left.is_clean:
        command = f"snowops apply {environment.name} --resume"
        if left.last is not None:
            command = next_command(left.last.journal.header)
        sentence = f"what is shown may be in AWS already: `{command}` looks after it"
        services.report(Diagnostic("warning", sentence))


def _left(services: Services, environment: Environment) -> Before:
    """What nobody has looked after yet; an apply that is at work is no part of it."""
    found = journals(services, environment).unsettled()
    kept = kept_states(services, environment).waiting()
    return Before(tuple(each for each in found if not each.alive), kept)


def _lines(left: Before) -> tuple[str, ...]:
    return (
        *map(kept_line, left.kept),
        *(cut_short(each.journal) for each in left.unsettled),
    )


def _recorder(services: Services, environment: Environment) -> Recorder:
    from toolkit.adapters.recording import Recorder

    return Recorder(
        journals(services, environment),
        kept_states(services, environment),
        services.heard_by,
        _now,
    )


def _damaged(services: Services, environment: Environment) -> Path | None:
    from toolkit.adapters.local_state import LocalState
    from toolkit.cli.state import state_file

    file = state_file(services, environment)
    return file if file is not None and LocalState(file).is_damaged else None


def _workspace(services: Services, environment: Environment) -> Path:
    return services.project / "build" / environment.name


def _home(services: Services, environment: Environment) -> tuple[Path, datetime | None]:
    """The folder of an environment, and since when what it stands for is there.

    What an embedded AWS holds ends with it, and so does what was left behind there.
    """
    ours = services.project / ".snowops"
    if not environment.embedded:
        return ours / "applies" / environment.name, None
    from toolkit.cli.embedding import state_folder
    from toolkit.embedded.server import status

    aws = status(services.project)
    if aws is None:
        return ours / "applies" / environment.name, _now()
    home = state_folder(services.project, aws) / "applies" / environment.name
    return home, datetime.fromisoformat(aws.started)


def _now() -> datetime:
    return datetime.now(UTC)
