"""What earlier applies left behind -> a state and a plan that know it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from toolkit.domain.environment import Environment
from toolkit.domain.import_keys import import_key, with_id
from toolkit.domain.lost import Lost, lost, only_in
from toolkit.domain.plan import Import, Plan, PlanOptions
from toolkit.domain.state_file import KeptState, StateFacts
from toolkit.workflows.applies import Applies
from toolkit.workflows.looking_back import Agree, Before
from toolkit.workflows.planning import SavedPlan, make_plan
from toolkit.workflows.preparing import Prepared
from toolkit.workflows.tools import Tools


@dataclass(frozen=True)
class Brought:
    """What the state did not know."""

    pushed: tuple[KeptState, ...] = ()
    overtaken: tuple[KeptState, ...] = ()
    """States that cannot be pushed: the saved one was changed since, or has their very serial."""
    missing: tuple[Lost, ...] = ()

    @property
    def imports(self) -> tuple[Import, ...]:
        """What Terraform can take in by itself."""
        return tuple(each.wish for each in self.missing if each.wish is not None)

    def by_hand(self, plan: Plan) -> tuple[Lost, ...]:
        """What a person has to look for, as the plan takes in everything else that is there."""
        taken = {change.address for change in plan.imports}
        absent = {address for address, why in plan.refused_imports.items() if not why}
        return tuple(each for each in self.missing if each.address not in taken | absent)

    @property
    def surely(self) -> tuple[Lost, ...]:
        """What is in AWS, or was on its way there."""
        return tuple(each for each in self.missing if each.fate in ("done", "running"))


def bring_back(prepared: Prepared, applies: Applies, before: Before, agree: Agree) -> Brought:
    """Pushes the states that could not be saved, once `agree` returns, and compares.

    A kept state is pushed where it follows the one that there is. Otherwise somebody has changed
    that since, or Terraform counted no serial as it could not write its backup: then what only
    the kept one knows is missing.
    """
    state = prepared.engine.state()
    pushed: list[KeptState] = []
    overtaken: list[KeptState] = []
    for kept in before.kept:
        facts = kept.facts or StateFacts()
        if _is(facts, state):
            applies.kept.retire(kept, pushed=True)
        elif _follows(facts, state):
            agree(before.kept)
            prepared.engine.push(kept.path)
            applies.kept.retire(kept, pushed=True)
            pushed.append(kept)
            state = facts
        else:
            overtaken.append(kept)
    missing = (
        *_unknown(prepared, overtaken, state),
        *lost((found.journal for found in before.unsettled), state),
    )
    named = {each.address: each for each in reversed(missing)}
    return Brought(tuple(pushed), tuple(overtaken), tuple(named[key] for key in sorted(named)))


def plan_with(
    prepared: Prepared, tools: Tools, file: Path, options: PlanOptions, brought: Brought
) -> tuple[SavedPlan, Brought]:
    """A plan that takes in what it can.

    What is named after others, such as a route after its table, has its name once they are known:
    then a second plan takes it in as well.
    """
    given = {each.address: each for each in options.imports}
    imports = {each.address: each for each in brought.imports} | given
    saved = make_plan(prepared, tools, file, replace(options, imports=tuple(imports.values())))
    named = _named(prepared.environment, brought, saved.plan)
    if named == brought:
        return saved, brought
    imports = {each.address: each for each in named.imports} | given
    options = replace(options, imports=tuple(imports.values()))
    return make_plan(prepared, tools, file, options), named


def _named(environment: Environment, brought: Brought, plan: Plan) -> Brought:
    """The same, with the names that a plan knows of what it would make."""
    made = {change.address: change for change in plan.changes if change.action == "create"}
    aws, missing = environment.aws, []
    for each in brought.missing:
        change = made.get(each.address)
        if change is None or each.key:
            missing.append(each)
            continue
        key = import_key(change.type, change.identity, aws.region, aws.account_id)
        missing.append(replace(each, key=with_id(key, each.type, each.id)))
    return replace(brought, missing=tuple(missing))


def settle(applies: Applies, before: Before, brought: Brought) -> None:
    """Notes that everything of it is known now."""
    for found in before.unsettled:
        applies.journals.settle(found)
    for kept in brought.overtaken:
        applies.kept.retire(kept, pushed=False)


def _is(kept: StateFacts, state: StateFacts) -> bool:
    return bool(kept.lineage) and kept == state


def _follows(kept: StateFacts, state: StateFacts) -> bool:
    if not state.lineage:
        # There is none yet; one that was never saved has no lineage either.
        return bool(kept.resources)
    return kept.lineage == state.lineage and kept.serial > state.serial


def _unknown(
    prepared: Prepared, overtaken: Iterable[KeptState], state: StateFacts
) -> Iterator[Lost]:
    aws = prepared.environment.aws
    for kept in overtaken:
        if kept.facts is not None:
            yield from only_in(kept.facts, state, aws.region, aws.account_id)
