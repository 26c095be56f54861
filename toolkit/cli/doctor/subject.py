"""What is looked at: a machine, a project, perhaps one of its environments."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from threading import Timer
from typing import TYPE_CHECKING, Any, Self

from toolkit.cli.options import Settings
from toolkit.cli.progress import Progress
from toolkit.cli.screen import talk
from toolkit.cli.services import Services
from toolkit.domain.environment import Environment
from toolkit.domain.progress import StepStarted
from toolkit.errors import ConfigError, ServiceError

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.adapters.aws import Hasty
    from toolkit.domain.deployed_function import Deployed
    from toolkit.domain.health.account import Caller
    from toolkit.embedded.instance import EmbeddedAws

# What takes longer says what it is at.
_PATIENCE_SECONDS = 2


class Looking(Services):
    """Services that start nothing, and give up soon."""

    _hasty: Hasty | None = None

    def aws(self, environment: Environment) -> EmbeddedAws | None:
        """The embedded AWS of an embedded environment, if it runs."""
        if not environment.embedded:
            return None
        from toolkit.embedded.server import status

        running = status(self.project)
        if running is None:
            raise ServiceError(
                "the embedded AWS does not run", hint="start it with `snowops local up`"
            )
        return running

    def client(self, environment: Environment, service: str) -> Any:
        """A boto3 client for the environment's account and region."""
        if environment.embedded:
            return super().client(environment, service)
        return self.hasty(environment).client(service, environment.aws.region)

    def hasty(self, environment: Environment) -> Hasty:
        """The account of the environment, signed in once."""
        from toolkit.adapters.aws import Hasty

        if self._hasty is None:
            self._hasty = Hasty(environment.aws)
        return self._hasty


class Subject:
    """What the checks share; each part is found when it is first needed, and once."""

    def __init__(self, settings: Settings, name: str | None) -> None:
        self.settings = settings
        self.name = name
        self.progress = Progress()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.progress.stop()

    @property
    def project(self) -> Path:
        """The operations repository; raises ConfigError where there is none."""
        return self.settings.project

    @cached_property
    def services(self) -> Looking:
        """Adapters, built when needed."""
        services = Looking(self.settings)
        services.progress = self.progress
        return services

    @cached_property
    def environment(self) -> Environment:
        """The environment that was named; raises ConfigError where it is not right."""
        return self.services.environment(self.name or "").environment

    @cached_property
    def known(self) -> Environment | None:
        """The environment that was named; None where none was, or where it is not right."""
        if self.name is None:
            return None
        try:
            return self.environment
        except ConfigError:
            return None

    @cached_property
    def caller(self) -> Caller:
        """Whose credentials are in use."""
        from toolkit.adapters.identity import identity

        return identity(self.client("sts"))

    @cached_property
    def deployed(self) -> dict[str, Deployed | None]:
        """The environment's functions as they run."""
        from toolkit.adapters.functions import Functions
        from toolkit.domain.deployed_function import function_names
        from toolkit.workflows.artifact_verification import ALIAS

        functions = Functions(self.client("lambda"))
        names = function_names(self.environment.prefix)
        return {name: functions.deployed(name, ALIAS) for name in names}

    @cached_property
    def applied(self) -> bool:
        """Whether anything of the environment is known to run."""
        try:
            return any(self.deployed.values())
        except ServiceError:
            return False

    def client(self, service: str) -> Any:
        """A boto3 client for the environment's account."""
        return self.services.client(self.environment, service)

    @contextmanager
    def watch(self, name: str) -> Iterator[None]:
        """Shows what is looked at: at once on a terminal, elsewhere only if it takes long."""
        started = StepStarted(name)
        if talk().is_terminal:
            self.progress.report(started)
            yield
            return
        late = Timer(_PATIENCE_SECONDS, self.progress.report, [started])
        late.start()
        try:
            yield
        finally:
            late.cancel()

    def pause(self) -> None:
        """Clears the progress display so that something can be asked."""
        self.progress.pause()
