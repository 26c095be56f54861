"""`python -m tests.corpus.make [aws3] [aws6] [CASE]...` makes the corpus anew with real Terraform.

aws6: the schema-only provider, whose applies take no time. aws3: the real provider 3.39.0; the
environment is applied once to the embedded AWS (two minutes), and every plan begins with that
state, unrefreshed.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.corpus.cases import BOTH, CASES, Case, TreeEdit
from tests.corpus.environments import deployed, edited
from tests.corpus.trimming import trimmed
from tests.terraform.trees import TEMPLATES, Terraform, mirror_of, write_tree
from toolkit.adapters.artifact_store import ArtifactStore
from toolkit.adapters.aws import client
from toolkit.embedded import engine, server
from toolkit.embedded.cache import cache_folder
from toolkit.embedded.override import OVERRIDE_NAME, provider_override
from toolkit.rendering.dialect import Generation

CORPUS = Path(__file__).parent


def main() -> None:
    """Make the corpora that are named, or both; with names of cases those alone."""
    wanted = [name for name in BOTH if name in sys.argv[1:]] or list(BOTH)
    names = set(sys.argv[1:]) - set(BOTH)
    with tempfile.TemporaryDirectory() as folder:
        for generation in wanted:
            cases = [case for case in CASES if generation in case.generations]
            chosen = [case for case in cases if case.name in names] if names else cases
            Maker(Path(folder) / generation, generation).make(chosen, anew=not names)


class Maker:
    """One generation's corpus in the making."""

    def __init__(self, folder: Path, generation: Generation) -> None:
        self.generation = generation
        self.folder = folder
        self.folder.mkdir()
        settings = folder / "empty.tfrc"
        settings.touch()
        self.terraform = Terraform(engine.ensure_shim(cache_folder(os.environ)), settings)
        self.override = ""
        # Every plan of a corpus is of the same templates, whoever edits them meanwhile.
        self.templates = folder / "templates"
        shutil.copytree(TEMPLATES, self.templates)

    def make(self, cases: list[Case], *, anew: bool) -> None:
        """Apply the environment, then plan every case."""
        out = CORPUS / self.generation
        if anew:
            shutil.rmtree(out, ignore_errors=True)
        out.mkdir(exist_ok=True)
        try:
            state = self.apply()
            baseline = self.plan(Case("baseline"), state)
            if anew:
                write(out / "baseline.json", trimmed(baseline))
            for case in cases:
                found = self.plan(case, None if case.fresh else state)
                write(out / f"{case.name}.json", trimmed(found, baseline))
                say(f"{self.generation}: {case.name}")
        finally:
            server.down(self.folder)

    def apply(self) -> Path:
        """The state of the deployed environment."""
        if self.generation == "aws3":
            running = server.up(self.folder, report=say)
            environment = deployed("aws3")
            self.override = provider_override(running.endpoint, environment.aws.region)
            s3 = client(environment.aws, "s3", endpoint=running.endpoint)
            ArtifactStore(s3, "artifacts").ensure_bucket()
            s3.put_object(Bucket="artifacts", Key=f"pseudonymizer/{'0' * 64}.zip", Body=empty_zip())
        folder = self.tree(Case("deployed"))
        say(f"{self.generation}: apply")
        self.ran(folder, "apply", "-auto-approve", "-input=false", "-no-color")
        # As snowops does: what AWS fills in afterwards belongs to the state that plans begin with.
        self.ran(folder, "apply", "-refresh-only", "-auto-approve", "-input=false", "-no-color")
        return folder / "terraform.tfstate"

    def plan(self, case: Case, state: Path | None) -> Any:
        """The plan of a case, as Terraform's JSON."""
        folder = self.tree(case)
        if state is not None:
            shutil.copy(state, folder / "terraform.tfstate")
        self.ran(folder, "plan", "-refresh=false", "-input=false", "-out=plan", *case.arguments)
        return json.loads(self.ran(folder, "show", "-json", "plan"))

    def tree(self, case: Case) -> Path:
        """A folder with a case's tree, initialised."""
        folder = self.folder / case.name
        folder.mkdir()
        write_tree(edited(deployed(self.generation), case.values), folder, self.templates)
        (folder / "backend.tf").unlink(missing_ok=True)
        if self.override:
            (folder / OVERRIDE_NAME).write_text(self.override)
        name_artifact(folder / "artifact.auto.tfvars.json", case.artifact)
        matched = [edit for edit in case.tree if change(folder, edit)]
        if case.tree and not matched:
            sys.exit(f"{self.generation}: nothing to edit for {case.name}")
        self.terraform.init(folder, mirror_of(self.generation))
        return folder

    def ran(self, folder: Path, *words: str) -> str:
        """What Terraform printed; ends the program where Terraform failed."""
        done = self.terraform.run(folder, *words)
        if done.returncode:
            sys.exit(f"{self.generation} {folder.name}: {done.stderr}")
        return done.stdout


def change(folder: Path, edit: TreeEdit) -> bool:
    """Make an edit; False where no file holds the old text."""
    if not edit.old:
        (folder / edit.file).write_text(edit.new)
        return True
    hits = [path for path in folder.glob(edit.file) if edit.old in path.read_text()]
    for path in hits:
        path.write_text(path.read_text().replace(edit.old, edit.new))
    return bool(hits)


def name_artifact(file: Path, sha256: str) -> None:
    """Let a tree name another artifact."""
    values = json.loads(file.read_text())
    key = f"pseudonymizer/{sha256}.zip"
    values["artifact"] |= {"key": key, "sha256": sha256, "sha256_base64": sha256[:43] + "="}
    file.write_text(json.dumps(values))


def empty_zip() -> bytes:
    """A zip without entries: nobody runs it."""
    return b"PK\x05\x06" + bytes(18)


def write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=1, sort_keys=True) + "\n")


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
