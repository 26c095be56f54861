"""One environment: the facts that its YAML states, frozen, checked and free of I/O."""

from toolkit.domain.environment.model import Environment, section_names
from toolkit.domain.environment.rules import RuleBreach, broken_rules

__all__ = ["Environment", "RuleBreach", "broken_rules", "section_names"]
