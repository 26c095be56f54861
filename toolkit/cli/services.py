"""The composition root: builds adapters, lazily, and hands them to workflows."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from toolkit.cli.options import Settings
from toolkit.cli.progress import Progress
from toolkit.cli.shipped import templates
from toolkit.cli.surroundings import without_steering, without_tokens
from toolkit.domain.environment import Environment
from toolkit.domain.environment.origins import LoadedEnvironment
from toolkit.domain.progress import Event

if TYPE_CHECKING:
    from toolkit.adapters.artifact_store import ArtifactStore
    from toolkit.adapters.terraform.binary import Binary
    from toolkit.domain.artifact import Artifact
    from toolkit.domain.tree import Tree
    from toolkit.embedded.instance import EmbeddedAws
    from toolkit.workflows.tools import Engine, Tools


class Services:
    """What one command needs, made when it is first asked for."""

    def __init__(self, settings: Settings, artifact: str | None = None) -> None:
        self.settings = settings
        self.artifact = artifact
        self.project = settings.project
        self.progress = Progress()
        self._ears: list[Callable[[Event], None]] = []

    def __enter__(self) -> Self:
        self.progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.progress.stop()

    def environment(self, name: str) -> LoadedEnvironment:
        """The environment `environments/<name>.yaml`."""
        from toolkit.adapters.environment_files import load

        return load(self.settings.environments, name)

    def plan_file(self, environment: Environment, kind: str = "plan") -> Path:
        """Where a plan is kept that nobody asked to keep."""
        return self._snowops / "plans" / f"{environment.name}.{kind}"

    def pause_progress(self) -> None:
        """Clears the progress display so that something can be printed or asked."""
        self.progress.pause()

    def expect(self, changes: int) -> None:
        """Tells the progress display how many changes `terraform apply` will report as done."""
        self.progress.expect(changes)

    def report(self, event: Event) -> None:
        """Tells an event to whoever listens, and then to the person who waits."""
        for ear in self._ears:
            ear(event)
        self.progress.report(event)

    @contextmanager
    def heard_by(self, ear: Callable[[Event], None]) -> Iterator[None]:
        """Lets somebody hear events as well, as long as it is open."""
        self._ears.append(ear)
        try:
            yield
        finally:
            self._ears.remove(ear)

    def tools(self) -> Tools:
        """The collaborators of the Terraform workflows."""
        from toolkit.cli.left_behind import applies
        from toolkit.rendering.render import render
        from toolkit.workflows.tools import Tools

        return Tools(
            render=lambda env: render(env, templates()),
            package=self.package,
            write=self._write,
            engine=self._engine,
            upload=self._upload,
            report=self.report,
            applies=lambda env: applies(self, env),
        )

    def package(self, environment: Environment) -> Artifact:
        """The Lambda artifact of an environment: built, or the one whose digest was given."""
        from toolkit.cli.packaging import package, promoted

        if self.artifact is not None:
            return promoted(self.project, environment, self._stores(environment), self.artifact)
        return package(self.project, environment, self._say)

    def binary(self, environment: Environment) -> Binary:
        """The Terraform to drive."""
        from toolkit.adapters.terraform.binary import find

        return find(self.settings.terraform or environment.terraform.binary, _embedded_terraform)

    def aws(self, environment: Environment) -> EmbeddedAws | None:
        """The running embedded AWS of an embedded environment, started if need be; else None."""
        if not environment.embedded:
            return None
        from toolkit.embedded.server import up

        return up(self.project, report=self._say)

    def client(self, environment: Environment, service: str) -> Any:
        """A boto3 client for the environment's account and region."""
        from toolkit.adapters.aws import client

        aws = self.aws(environment)
        return client(environment.aws, service, endpoint=aws.endpoint if aws else None)

    def artifact_store(self, environment: Environment) -> ArtifactStore:
        """The bucket of an environment's Lambda artifacts."""
        from toolkit.adapters.artifact_store import ArtifactStore

        return ArtifactStore(self.client(environment, "s3"), environment.lambda_.artifact_bucket)

    @property
    def _snowops(self) -> Path:
        return self.project / ".snowops"

    def _say(self, text: str) -> None:
        self.progress.say(text)

    def _stores(self, environment: Environment) -> list[ArtifactStore]:
        """The environment's own artifacts, then those of the other real environments."""
        from toolkit.adapters.environment_files import environment_names

        names = environment_names(self.settings.environments)
        others = [self.environment(name).environment for name in names if name != environment.name]
        real = [other for other in others if not other.embedded]
        return [self.artifact_store(each) for each in (environment, *real)]

    def _write(self, environment: Environment, tree: Tree, artifact: Artifact) -> Path:
        from toolkit.adapters import workspace
        from toolkit.workflows.artifact_variables import with_artifact

        folder = self.project / "build" / environment.name
        workspace.write(with_artifact(tree, artifact, environment), folder)
        return folder

    def _engine(self, environment: Environment, folder: Path) -> Engine:
        from toolkit.adapters.terraform.cli import Terraform

        binary = self.binary(environment)
        self._say(f"Terraform {binary.version} ({binary.source}: {binary.path})")
        env, plugins = self._surroundings(environment, folder)
        return Terraform(binary, folder, without_tokens(env), self.report, plugins)

    def _surroundings(
        self, environment: Environment, folder: Path
    ) -> tuple[dict[str, str], Path | None]:
        """Process environment and provider folder, which differ for the embedded AWS."""
        aws = self.aws(environment)
        if aws is not None:
            from toolkit.cli.embedding import embed

            return embed(self.project, folder, environment, aws, self._say)
        cache = self._snowops / "plugins"
        cache.mkdir(parents=True, exist_ok=True)
        return {"TF_PLUGIN_CACHE_DIR": str(cache), **without_steering(os.environ)}, None

    def _upload(self, environment: Environment, artifact: Artifact) -> None:
        store = self.artifact_store(environment)
        if environment.embedded:
            store.ensure_bucket()
        store.put(artifact)


def _embedded_terraform() -> Binary | None:
    from toolkit.adapters.terraform.binary import Binary
    from toolkit.embedded import engine
    from toolkit.embedded.cache import cache_folder

    if not engine.available():
        return None
    shim = engine.ensure_shim(cache_folder(os.environ))
    return Binary(shim, engine.TERRAFORM_VERSION, "embedded")
