"""Templates + Environment -> Tree; reads templates, writes nothing."""

from __future__ import annotations

import json
from pathlib import Path

from toolkit.domain.environment import Environment, section_names
from toolkit.domain.tree import Tree
from toolkit.rendering.dialect import dialect
from toolkit.rendering.templates import render_file, template_files

VARIABLES_FILE = "terraform.tfvars.json"


def render(environment: Environment, templates: Path) -> Tree:
    """The environment's Terraform tree: modules, root, values; the same input, the same bytes."""
    aws = dialect(environment.terraform.provider)
    context = {"environment": environment, "aws": aws, "terraform": environment.terraform}
    files = {
        target: render_file(templates, name, **context)
        for name, target in template_files(templates, aws)
    }
    files = {path: text for path, text in files.items() if text.strip()}
    files[VARIABLES_FILE] = _variables(environment)
    return Tree(files)


def _variables(environment: Environment) -> str:
    """One JSON object per section, under the section's own name."""
    values = environment.values()
    variables = {name: values[name] for name in section_names()}
    variables["environment"] = {
        "name": environment.name,
        "project": environment.project,
        "prefix": environment.prefix,
    }
    return json.dumps(variables, indent=2, ensure_ascii=False) + "\n"
