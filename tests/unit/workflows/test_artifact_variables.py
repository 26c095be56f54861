"""The tree says which artifact it is about, in values that Terraform reads by itself."""

from __future__ import annotations

import json

from tests.fakes import artifact
from tests.unit.environment.changed import changed
from toolkit.domain.tree import Tree
from toolkit.workflows.artifact_variables import FILE, with_artifact


def test_the_tree_names_bucket_key_and_digests() -> None:
    tree = with_artifact(Tree({"main.tf": "x"}), artifact(), changed("staging", {}))

    assert json.loads(tree.files[FILE])["artifact"] == {
        "bucket": "acme-snowplow-artifacts",
        "key": f"pseudonymizer/{'a1' * 32}.zip",
        "sha256": "a1" * 32,
        "sha256_base64": "oaGh",
        "commit": "c0ffee" * 6 + "c0ff",
    }
    assert FILE.endswith(".auto.tfvars.json")


def test_the_rest_of_the_tree_stays() -> None:
    tree = Tree({"main.tf": "x"})

    assert with_artifact(tree, artifact(), changed("staging", {})).files["main.tf"] == "x"
    assert tree.files == {"main.tf": "x"}
