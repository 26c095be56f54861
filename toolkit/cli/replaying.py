"""Wires a replay: the packaged artifact, a salt for one run, and what is done with the records."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from toolkit.adapters.artifact_process import ArtifactProcess
from toolkit.cli.options import Settings
from toolkit.cli.services import Services
from toolkit.cli.throwaway import throwaway_keyring
from toolkit.domain.progress import StepStarted
from toolkit.domain.transformation import Kind, Transformed
from toolkit.errors import ConfigError
from toolkit.workflows.replaying import Replay, replay


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ConfigError(f"cannot write {path}: {error.strerror}") from error


def _file_beside(path: Path) -> IO[bytes]:
    folder = path.resolve().parent
    return tempfile.NamedTemporaryFile(dir=folder, prefix=f".{path.name}.", delete=False)


class Taken:
    """Keeps the first records to show and writes all transformed lines, whole or not at all."""

    def __init__(self, limit: int, out: Path | None) -> None:
        self.shown: list[Transformed] = []
        self._limit = limit
        self._out = out
        self._beside: IO[bytes] | None = None

    def __enter__(self) -> Self:
        if self._out is not None:
            with _writing(self._out):
                self._beside = _file_beside(self._out)
        return self

    def __call__(self, transformed: Transformed) -> None:
        """Takes one record in."""
        if len(self.shown) < self._limit:
            self.shown.append(transformed)
        if self._beside is not None:
            self._beside.write(transformed.after)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._beside is None or self._out is None:
            return
        self._beside.close()
        beside = Path(self._beside.name)
        try:
            if kind is None:
                with _writing(self._out):
                    beside.replace(self._out)
        finally:
            beside.unlink(missing_ok=True)


def replay_packaged(
    settings: Settings, name: str, kind: Kind, records: Iterable[bytes], taken: Taken
) -> Replay:
    """Runs records through the environment's packaged artifact."""
    with Services(settings) as services:
        environment = services.environment(name).environment
        services.progress.report(StepStarted("package the Lambda artifact"))
        artifact = services.package(environment)
        services.progress.report(StepStarted("replay"))
        with ArtifactProcess(artifact.path, kind, throwaway_keyring()) as container:
            return replay(records, container, taken)
