"""What must hold between values of an environment, each breach with the path it is about."""

from __future__ import annotations

from collections.abc import Callable

from toolkit.domain.environment.model import Environment
from toolkit.domain.environment.rules.breach import Breaches, RuleBreach
from toolkit.domain.environment.rules.capacity import (
    every_enricher_gets_a_shard,
    network_is_whole,
    streams_have_capacity,
    tasks_fit_fargate,
)
from toolkit.domain.environment.rules.delivery import answer_fits_lambda, errors_stay_apart
from toolkit.domain.environment.rules.embedded import embedded_is_local
from toolkit.domain.environment.rules.freezing import freezes_have_days
from toolkit.domain.environment.rules.naming import (
    bucket_names_fit,
    names_fit,
    secret_can_be_deleted,
)
from toolkit.domain.environment.rules.releases import apps_are_licensed, collectors_can_be_reached

__all__ = ["RuleBreach", "broken_rules"]

_RULES: tuple[Callable[[Environment], Breaches], ...] = (
    names_fit,
    embedded_is_local,
    network_is_whole,
    streams_have_capacity,
    apps_are_licensed,
    tasks_fit_fargate,
    collectors_can_be_reached,
    every_enricher_gets_a_shard,
    bucket_names_fit,
    errors_stay_apart,
    secret_can_be_deleted,
    answer_fits_lambda,
    freezes_have_days,
)


def broken_rules(environment: Environment) -> tuple[RuleBreach, ...]:
    """Every rule that the environment breaks, in the order of its sections."""
    return tuple(breach for rule in _RULES for breach in rule(environment))
