"""Network, streams and tasks have room for each other."""

from __future__ import annotations

from toolkit.domain.environment.model import Environment
from toolkit.domain.environment.rules.breach import Breaches, RuleBreach

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


def network_is_whole(environment: Environment) -> Breaches:
    """A created VPC has zones of the region, room for their subnets, and a way to AWS."""
    network = environment.network
    if network.existing is not None:
        return
    if len(set(network.availability_zones)) < 2:
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
    if network.nat_gateways == "none" and not network.vpc_endpoints:
        yield RuleBreach(
            ("network", "nat_gateways"),
            "without NAT gateways and VPC endpoints no task reaches Kinesis: every event is lost",
            "leave `vpc_endpoints: true`, or write `nat_gateways: single`",
        )


def streams_have_capacity(environment: Environment) -> Breaches:
    """Every provisioned stream has shards; on-demand needs a provider that knows it."""
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


def tasks_fit_fargate(environment: Environment) -> Breaches:
    """Fargate offers the pair of CPU and memory, and scaling has a range."""
    for section, app in (
        ("collectors", environment.collectors),
        ("enrichers", environment.enrichers),
    ):
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


def every_enricher_gets_a_shard(environment: Environment) -> Breaches:
    """No more enrichers than raw-good shards: a surplus one would idle."""
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
