"""Snowplow releases are used under a licence that was accepted, and can be reached."""

from __future__ import annotations

from toolkit.domain.environment.app import App
from toolkit.domain.environment.model import Environment
from toolkit.domain.environment.rules.breach import Breaches, RuleBreach

# First release of each application that carries the Snowplow Limited Use License.
_FIRST_LIMITED_USE = {"collectors": (3, 0, 0), "enrichers": (4, 0, 0)}
_LAST_APACHE = {"collectors": "2.10.0", "enrichers": "3.9.0"}


def apps_are_licensed(environment: Environment) -> Breaches:
    """A release belongs to its line, and a limited-use line was accepted."""
    yield from _app_is_licensed("collectors", environment.collectors)
    yield from _app_is_licensed("enrichers", environment.enrichers)


def _app_is_licensed(section: str, app: App) -> Breaches:
    release = tuple(int(part) for part in app.version.split("."))
    limited = release >= _FIRST_LIMITED_USE[section]
    if limited and app.release_line == "apache":
        yield RuleBreach(
            (section, "version"),
            f"release {app.version} is not Apache-2.0",
            f"use {_LAST_APACHE[section]}, or the limited-use line with Snowplow's agreement",
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
            "the limited-use line needs your acceptance of the Snowplow Limited Use License",
            "write `accept_limited_use_license: true` once your organisation has agreed to it",
        )


def collectors_can_be_reached(environment: Environment) -> Breaches:
    """HTTPS has a certificate or a way to get one."""
    collectors = environment.collectors
    if collectors.certificate_arn is None and collectors.zone_id is None:
        yield RuleBreach(
            ("collectors", "certificate_arn"),
            "HTTPS needs a certificate: neither certificate_arn nor zone_id is given",
            "give an ACM certificate, or the Route 53 zone in which one can be validated",
        )
