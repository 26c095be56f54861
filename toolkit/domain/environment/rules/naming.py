"""Names fit where AWS wants them."""

from __future__ import annotations

from toolkit.domain.environment.model import Environment
from toolkit.domain.environment.rules.breach import Breaches, RuleBreach

# An Application Load Balancer's name has at most 32 characters (ELBv2 API, CreateLoadBalancer);
# the longest suffix is `-collectors`.
_LONGEST_PREFIX = 32 - len("-collectors")


def names_fit(environment: Environment) -> Breaches:
    """The name prefix leaves room for the longest resource name."""
    if len(environment.prefix) > _LONGEST_PREFIX:
        yield RuleBreach(
            ("project",),
            f"the name prefix '{environment.prefix}' has {len(environment.prefix)} characters; "
            f"a load balancer's name leaves room for {_LONGEST_PREFIX}",
            "shorten `project` or the environment's file name",
        )


def bucket_names_fit(environment: Environment) -> Breaches:
    """Bucket names leave room for their log buckets and work over TLS."""
    bucket = environment.storage.bucket
    if len(bucket) > 63 - len("-logs"):
        yield RuleBreach(
            ("storage", "bucket"),
            f"'{bucket}' leaves no room for '{bucket}-logs' within 63 characters",
            "use a bucket name of at most 58 characters",
        )
    for path, name in (
        (("storage", "bucket"), bucket),
        (("lambda", "artifact_bucket"), environment.lambda_.artifact_bucket),
    ):
        if "." in name:
            yield RuleBreach(
                path,
                f"bucket name '{name}' holds a dot, which breaks TLS to the bucket",
                "use letters, digits and hyphens",
            )


def secret_can_be_deleted(environment: Environment) -> Breaches:
    """Secrets Manager knows the recovery window."""
    if 0 < environment.salt.recovery_window_days < 7:
        yield RuleBreach(
            ("salt", "recovery_window_days"),
            f"Secrets Manager knows no window of {environment.salt.recovery_window_days} days",
            "use 7 to 30, or 0 to delete at once",
        )
