"""The properties of GitLab's own context, and why some of them do not pass."""

from __future__ import annotations

GITLAB_STANDARD_SCHEMA = "com.gitlab/gitlab_standard/jsonschema/1-1-8"

GITLAB_STANDARD = {
    "environment": "",
    "source": "",
    "correlation_id": "leads to log lines that name the user",
    "plan": "",
    "extra": "a free object: anything may be in it",
    "user_id": "identifies a person",
    "global_user_id": "identifies a person across instances",
    "user_type": "",
    "is_gitlab_team_member": "",
    "namespace_id": "may be the namespace of one person",
    "ultimate_parent_namespace_id": "may be the namespace of one person",
    "project_id": "may be the project of one person",
    "feature_enabled_by_namespace_ids[]": "may be the namespaces of one person",
    "realm": "",
    "deployment_type": "",
    "instance_id": "identifies a customer's instance",
    "unique_instance_id": "identifies a customer's instance",
    "host_name": "names a customer, or a person's own server",
    "instance_version": "",
    "client_name": "",
    "client_version": "",
    "client_type": "",
    "interface": "",
    "feature_category": "",
    "google_analytics_id": "identifies a browser for another company",
    "organization_id": "no public statement says that it may pass",
    "context_generated_at": "",
}
"""Paths in the order of GitLab's page `standard_context_fields.md`, each with the reason why it
does not pass; empty where none is known."""
