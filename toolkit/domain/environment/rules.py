"""What must hold between values of an environment, each breach with the path it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from toolkit.domain.environment.app import App
from toolkit.domain.environment.model import Environment

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class RuleBreach:
    """One broken rule: the value's path, what is wrong, what to do."""

    path: Path
    sentence: str
    hint: str


_Breaches = Iterator[RuleBreach]

# An Application Load Balancer's name has at most 32 characters (ELBv2 API, CreateLoadBalancer);
# the longest suffix is `-collectors`.
_LONGEST_PREFIX = 32 - len("-collectors")

# 6 MiB answer / (4/3 for base64 * 2.86, the largest growth of an event measured with the strictest
# allowlist and 64-character pseudonyms): see docs/performance.md.
_LARGEST_PROCESSING_BUFFER_MB = 1.5

# Processor parameters that equal Firehose's defaults are dropped on read by the AWS provider, so
# every later plan would show a change (hashicorp/terraform-provider-aws 9827, 33014).
_FIREHOSE_DEFAULT_BUFFERS_MB = (1.0, 3.0)
_FIREHOSE_DEFAULT_INTERVAL = 60

# Fargate's pairs of CPU units and MiB (ECS developer guide, "Fargate task sizes").
_FARGATE_MEMORY = {
    256: {512, 1024, 2048},
    512: set(range(1024, 4096 + 1, 1024)),
    1024: set(range(2048, 8192 + 1, 1024)),
    2048: set(range(4096, 16384 + 1, 1024)),
    4096: set(range(8192, 30720 + 1, 1024)),
    8192: set(range(16384, 61440 + 1, 4096)),
    16384: set(range(32768, 122880 + 1, 8192)),
}

# First release of each application that carries the Snowplow Limited Use License.
_FIRST_LIMITED_USE = {"collectors": (3, 0, 0), "enrichers": (4, 0, 0)}
_LAST_APACHE = {"collectors": "2.10.0", "enrichers": "3.9.0"}


def broken_rules(environment: Environment) -> tuple[RuleBreach, ...]:
    """Every rule that the environment breaks, in the order of its sections."""
    return tuple(breach for rule in _RULES for breach in rule(environment))


def _names_fit(environment: Environment) -> _Breaches:
    if len(environment.prefix) > _LONGEST_PREFIX:
        yield RuleBreach(
            ("project",),
            f"the name prefix '{environment.prefix}' has {len(environment.prefix)} characters; "
            f"a load balancer's name leaves room for {_LONGEST_PREFIX}",
            "shorten `project` or the environment's file name",
        )


def _network_is_whole(environment: Environment) -> _Breaches:
    network = environment.network
    if network.existing is not None:
        return
    if len(network.availability_zones) < 2:
        yield RuleBreach(
            ("network", "availability_zones"),
            "a created VPC needs two or more availability zones",
            "name two zones of the region, or give the ids of a VPC under `network.existing`",
        )
    for index, zone in enumerate(network.availability_zones):
        if not zone.startswith(environment.aws.region):
            yield RuleBreach(
                ("network", "availability_zones", index),
                f"zone '{zone}' is not in region '{environment.aws.region}'",
                f"zones of this region start with '{environment.aws.region}'",
            )
    if int(network.cidr_block.rpartition("/")[2]) > 20:
        yield RuleBreach(
            ("network", "cidr_block"),
            f"'{network.cidr_block}' is too small to be cut into subnets for every zone",
            "use a /20 or a larger range, such as 10.40.0.0/16",
        )


def _streams_have_capacity(environment: Environment) -> _Breaches:
    streams = environment.streams
    if streams.mode == "on-demand":
        if environment.terraform.provider == "aws3":
            yield RuleBreach(
                ("streams", "mode"),
                "provider generation aws3 cannot make on-demand streams",
                "use `provisioned` with shards, or `terraform.provider: aws6`",
            )
        return
    for name in ("raw_good", "raw_bad", "enriched_good", "enriched_bad"):
        if getattr(streams, name).shards is None:
            yield RuleBreach(
                ("streams", name, "shards"),
                f"provisioned stream {name} has no number of shards",
                "give `shards`, one per MB/s or 1000 records/s, or set `streams.mode: on-demand`",
            )


def _apps_are_licensed(environment: Environment) -> _Breaches:
    yield from _app_is_licensed("collectors", environment.collectors)
    yield from _app_is_licensed("enrichers", environment.enrichers)


def _app_is_licensed(section: str, app: App) -> _Breaches:
    release = tuple(int(part) for part in app.version.split("."))
    limited = release >= _FIRST_LIMITED_USE[section]
    if limited and app.release_line == "apache":
        yield RuleBreach(
            (section, "version"),
            f"release {app.version} is not Apache-2.0",
            f"use {_LAST_APACHE[section]}, or `release_line: limited-use` if you have Snowplow's agreement",
        )
    if not limited and app.release_line == "limited-use":
        yield RuleBreach(
            (section, "version"),
            f"release {app.version} belongs to the apache release line",
            "set `release_line: apache`, or a release of the limited-use line",
        )
    if app.release_line == "limited-use" and not app.accept_limited_use_license:
        yield RuleBreach(
            (section, "accept_limited_use_license"),
            "the limited-use release line needs your acceptance of the Snowplow Limited Use License",
            "write `accept_limited_use_license: true` once your organisation has agreed to it",
        )


def _tasks_fit_fargate(environment: Environment) -> _Breaches:
    for section, app in (("collectors", environment.collectors), ("enrichers", environment.enrichers)):
        if app.memory_mb not in _FARGATE_MEMORY[app.cpu]:
            allowed = sorted(_FARGATE_MEMORY[app.cpu])
            yield RuleBreach(
                (section, "memory_mb"),
                f"Fargate has no task of {app.cpu} CPU units with {app.memory_mb} MiB",
                f"for {app.cpu} CPU units use {allowed[0]} to {allowed[-1]} in steps Fargate knows",
            )
        if app.min_tasks > app.max_tasks:
            yield RuleBreach(
                (section, "max_tasks"),
                f"max_tasks {app.max_tasks} is less than min_tasks {app.min_tasks}",
                "raise max_tasks or lower min_tasks",
            )


def _collectors_can_be_reached(environment: Environment) -> _Breaches:
    collectors = environment.collectors
    if collectors.certificate_arn is None and collectors.zone_id is None:
        yield RuleBreach(
            ("collectors", "certificate_arn"),
            "HTTPS needs a certificate: neither certificate_arn nor zone_id is given",
            "give an ACM certificate, or the Route 53 zone in which one can be validated",
        )


def _every_enricher_gets_a_shard(environment: Environment) -> _Breaches:
    shards = environment.streams.raw_good.shards
    if environment.streams.mode == "on-demand" or shards is None:
        return
    if environment.enrichers.max_tasks > shards:
        yield RuleBreach(
            ("enrichers", "max_tasks"),
            f"{environment.enrichers.max_tasks} enrichers cannot share {shards} raw-good shards; "
            "a shard is read by one enricher at a time",
            f"lower enrichers.max_tasks to {shards} or raise streams.raw_good.shards",
        )


def _errors_stay_apart(environment: Environment) -> _Breaches:
    prefixes = environment.storage.prefixes.model_dump()
    names = list(prefixes)
    for first in names:
        for second in names:
            if first < second and _overlap(prefixes[first], prefixes[second]):
                about = "errors" if "errors" in (first, second) else first
                other = second if about == first else first
                yield RuleBreach(
                    ("storage", "prefixes", about),
                    f"prefix '{prefixes[about]}' ({about}) overlaps '{prefixes[other]}' ({other})",
                    "make them siblings: whatever loads one must never see the other",
                )


def _overlap(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _bucket_names_fit(environment: Environment) -> _Breaches:
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


def _secret_can_be_deleted(environment: Environment) -> _Breaches:
    if 0 < environment.salt.recovery_window_days < 7:
        yield RuleBreach(
            ("salt", "recovery_window_days"),
            f"Secrets Manager knows no recovery window of {environment.salt.recovery_window_days} days",
            "use 7 to 30, or 0 to delete at once",
        )


def _answer_fits_lambda(environment: Environment) -> _Breaches:
    size = environment.firehose.processing_buffer_mb
    if size > _LARGEST_PROCESSING_BUFFER_MB:
        yield RuleBreach(
            ("firehose", "processing_buffer_mb"),
            f"{size} MB of events grow past the 6 MB that a Lambda may answer",
            f"use at most {_LARGEST_PROCESSING_BUFFER_MB}",
        )
    if size in _FIREHOSE_DEFAULT_BUFFERS_MB:
        yield RuleBreach(
            ("firehose", "processing_buffer_mb"),
            f"{size:g} MB is a default that the AWS provider drops on read: every plan would show a change",
            "use a neighbouring value, such as 0.9",
        )
    if environment.firehose.processing_buffer_seconds == _FIREHOSE_DEFAULT_INTERVAL:
        yield RuleBreach(
            ("firehose", "processing_buffer_seconds"),
            "60 seconds is a default that the AWS provider drops on read: every plan would show a change",
            "use 59 or 61",
        )


_RULES: tuple[Callable[[Environment], _Breaches], ...] = (
    _names_fit,
    _network_is_whole,
    _streams_have_capacity,
    _apps_are_licensed,
    _tasks_fit_fargate,
    _collectors_can_be_reached,
    _every_enricher_gets_a_shard,
    _bucket_names_fit,
    _errors_stay_apart,
    _secret_can_be_deleted,
    _answer_fits_lambda,
)
