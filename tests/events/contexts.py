"""Self-describing JSON of generated events: nested, with arrays, partly of unknown schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.events import vocabulary as words

if TYPE_CHECKING:
    from tests.events.generator import Traffic

_SNOWPLOW = "com.snowplowanalytics.snowplow"


def described(name: str, data: Any, version: str = "1-0-0") -> dict[str, Any]:
    """A self-describing object; `name` is vendor and name."""
    return {"schema": f"iglu:{name}/jsonschema/{version}", "data": data}


def listed(items: list[dict[str, Any]]) -> dict[str, Any]:
    """The value of a column of contexts."""
    return described(f"{_SNOWPLOW}/contexts", items, "1-0-0")


def single(item: dict[str, Any]) -> dict[str, Any]:
    """The value of the column `unstruct_event`."""
    return described(f"{_SNOWPLOW}/unstruct_event", item)


def browser_of(person: int) -> int:
    """Which browser somebody uses."""
    return person * 13 % 17 % len(words.BROWSERS)


def web(traffic: Traffic, person: int, page: str) -> dict[str, Any]:
    """Contexts of a web event: the page view, mostly GitLab's own, sometimes timings."""
    items = [described(f"{_SNOWPLOW}/web_page", {"id": page})]
    if person % 5:
        items.append(described("com.gitlab/gitlab_standard", _standard(traffic, person), "1-1-7"))
    if person % 10 == 3:
        start = 1_772_366_400_000 + person
        data = {name: start + 13 * at for at, name in enumerate(words.TIMINGS)}
        items.append(described("org.w3/PerformanceTiming", data))
    if person % 7 == 1:
        items.append(described("com.example/experiment", _experiment(person)))
    return listed(items)


def _standard(traffic: Traffic, person: int) -> dict[str, Any]:
    return {
        "environment": "production",
        "source": "gitlab-javascript",
        "correlation_id": traffic.uuid(),
        "plan": words.PLANS[person % len(words.PLANS)],
        "extra": {"new_nav": person % 2 == 0, "note": f"from {traffic.popular(words.WORDS)}"},
        "user_id": person,
        "namespace_id": person % 5_000,
        "project_id": person % 20_000,
        "feature_enabled_by_namespace_ids": [person % 5_000, 9970],
        "realm": "saas",
        "instance_version": "18.4.0",
        "context_generated_at": "2026-03-01T12:00:00.000Z",
    }


def _experiment(person: int) -> dict[str, Any]:
    return {
        "experiment": "new_checkout",
        "variant": "candidate" if person % 2 else "control",
        "weights": [0.25, 0.75, 1e-07],
        "assigned": {"by": "cookie", "steps": [{"at": person, "ok": True}, {"at": 1, "ok": None}]},
    }


def derived(person: int) -> dict[str, Any]:
    """Contexts that Enrich derives from the user agent."""
    browser, version, _ = words.BROWSERS[browser_of(person)]
    system, release = words.SYSTEMS[person * 11 % 13 % len(words.SYSTEMS)]
    parsed = {
        "useragentFamily": browser,
        "useragentMajor": version,
        "useragentMinor": "0",
        "useragentPatch": str(person % 4_000),
        "useragentVersion": f"{browser} {version}.0.{person % 4_000}",
        "osFamily": system,
        "osMajor": release,
        "osMinor": None,
        "osVersion": f"{system} {release}",
        "deviceFamily": "Other",
    }
    items = [described(f"{_SNOWPLOW}/ua_parser_context", parsed)]
    if person % 2:
        items.append(
            described("nl.basjes/yauaa_context", _yauaa(browser, version, system), "1-0-4")
        )
    return listed(items)


def _yauaa(browser: str, version: str, system: str) -> dict[str, Any]:
    return {
        "deviceBrand": "Unknown",
        "deviceName": "Desktop",
        "deviceClass": "Desktop",
        "operatingSystemClass": "Desktop",
        "operatingSystemName": system,
        "operatingSystemVersion": "??",
        "layoutEngineClass": "Browser",
        "layoutEngineName": "Blink",
        "layoutEngineVersion": f"{version}.0",
        "agentClass": "Browser",
        "agentName": browser,
        "agentVersion": f"{version}.0.0.0",
        "agentVersionMajor": version,
        "agentNameVersionMajor": f"{browser} {version}",
        "agentInformationEmail": "Unknown",
        "webviewAppName": "Unknown",
    }


def server(traffic: Traffic, person: int) -> dict[str, Any]:
    """Contexts of an event that a server sends."""
    request = {
        "id": traffic.uuid(),
        "service": "checkout",
        "user": {"id": person, "email": f"user{person}@mail.example", "roles": ["buyer"]},
    }
    items = [
        described("com.gitlab/gitlab_standard", _standard(traffic, person), "1-1-7"),
        described("com.example/request", request),
    ]
    return listed(items)


def business(traffic: Traffic, kind: str, person: int) -> dict[str, Any]:
    """What happened on a server: an order with its items, a login, a payment."""
    if kind == "order":
        return single(described("com.example/order_placed", _order(traffic, person)))
    if kind == "login":
        data = {"method": "password", "success": person % 9 > 0, "name": f"Zoë Müller {person}"}
        return single(described("com.example/login", data))
    card = {"iban": f"DE{person:020d}", "holder": f"Ján Kováč {person}", "limit": None}
    data = {"amount": person % 9_000 / 100, "currency": traffic.popular(words.CURRENCIES)}
    return single(described("com.example/payment", {**data, "card": card}))


def _order(traffic: Traffic, person: int) -> dict[str, Any]:
    items = [
        {
            "sku": f"SKU-{person * step % 900}",
            "quantity": step,
            "price": 19.99 * step,
            "gift": False,
        }
        for step in range(1, 2 + person % 4)
    ]
    address = {"street": f"Hauptstraße {person % 200}", "city": traffic.popular(words.CITIES)[2]}
    return {"orderId": traffic.uuid(), "total": 20.0, "items": items, "address": address}


def click(path: str) -> dict[str, Any]:
    """A click on a link."""
    data = {
        "targetUrl": f"https://gitlab.example{path}",
        "elementId": "issue-link",
        "elementClasses": ["gl-link", "js-toggle"],
        "elementTarget": "_self",
    }
    return single(described(f"{_SNOWPLOW}/link_click", data, "1-0-1"))
