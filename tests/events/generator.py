"""Enriched events as real traffic makes them: the same ones for the same seed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from tests.events import contexts
from tests.events import vocabulary as words
from toolkit.runtime.fields import NAMES

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
LIVE_PAGES = 400
"""Page views that are open at a time; each sends several events."""

_KINDS = ("page_view", "page_ping", "struct", "unstruct", "order", "login", "payment")
_SHARES = (14, 39, 8, 16, 9, 8, 6)


@dataclass(frozen=True)
class PageView:
    """Somebody on a page: what its events have in common."""

    person: int
    id: str
    path: str
    search: tuple[str, str]
    campaign: str


def events(count: int, seed: int = 1, people: int = 60_000) -> list[bytes]:
    """Lines of 131 columns without newlines, about 2.4 kB each.

    Three quarters are web events, the others come from servers. People, pages, browsers and places
    are as unequal as in life: the n-th is met n times less often than the first.
    """
    return Traffic(seed, people).lines(count)


def line(columns: Mapping[str, str]) -> bytes:
    """The line of an event whose other columns are empty."""
    return "\t".join([columns.get(name, "") for name in NAMES]).encode()


class Traffic:
    """A stream of events that goes on."""

    def __init__(self, seed: int = 1, people: int = 60_000) -> None:
        self._random = Random(seed)
        self._people = people
        self._pages: list[PageView] = []
        self._at = START

    def lines(self, count: int) -> list[bytes]:
        """The next events as lines."""
        return [line(self.columns()) for _ in range(count)]

    def columns(self) -> dict[str, str]:
        """The next event's columns by name."""
        self._at += timedelta(milliseconds=self._random.randrange(1, 20))
        kind = self._random.choices(_KINDS, _SHARES)[0]
        if kind in ("order", "login", "payment"):
            return {**self._every(kind), **self._from_server(kind)}
        page = self._page()
        return {**self._every(kind), **self._from_web(page), **self._of_kind(kind, page)}

    def uuid(self) -> str:
        """A random UUID."""
        digits = f"{self._random.getrandbits(128):032x}"
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"

    def popular(self, choices: Sequence[Any]) -> Any:
        """One of the choices, the first ones far more often."""
        return choices[self._rank(len(choices)) - 1]

    def _rank(self, count: int) -> int:
        return min(int(count ** self._random.random()), count)

    def _page(self) -> PageView:
        if len(self._pages) < LIVE_PAGES or self._random.random() < 0.2:
            self._pages = [*self._pages[-LIVE_PAGES + 1 :], self._new_page()]
        return self._random.choice(self._pages)

    def _new_page(self) -> PageView:
        group, project = self._rank(5_000), self._rank(20_000)
        path = f"/namespace{group}/project{project}/-/{self.popular(words.WORDS)}"
        return PageView(
            person=self._rank(self._people),
            id=self.uuid(),
            path=f"{path}/{self._rank(9_000)}",
            search=self.popular(words.SEARCHES),
            campaign=self._random.choice(words.CAMPAIGNS),
        )

    def _every(self, kind: str) -> dict[str, str]:
        at = self._at
        server = kind in ("order", "login", "payment")
        name = {"order": "order_placed", "unstruct": "link_click", "struct": "event"}.get(
            kind, kind
        )
        return {
            "etl_tstamp": stamp(at + timedelta(seconds=1)),
            "collector_tstamp": stamp(at),
            "dvce_created_tstamp": stamp(at - timedelta(milliseconds=120)),
            "dvce_sent_tstamp": stamp(at - timedelta(milliseconds=80)),
            "derived_tstamp": stamp(at - timedelta(milliseconds=40)),
            "event": "unstruct" if server else kind,
            "event_id": self.uuid(),
            "v_collector": "ssc-2.10.0-kinesis",
            "v_etl": "snowplow-enrich-kinesis-3.9.0",
            "event_vendor": "com.example" if server else "com.snowplowanalytics.snowplow",
            "event_name": name,
            "event_format": "jsonschema",
            "event_version": "1-0-0",
            "event_fingerprint": f"{self._random.getrandbits(128):032x}",
        }

    def _from_server(self, kind: str) -> dict[str, str]:
        person = self._rank(self._people)
        return {
            "app_id": "shop-backend",
            "platform": "srv",
            "name_tracker": "backend",
            "v_tracker": "py-1.1.0",
            "user_id": str(person),
            "user_ipaddress": f"10.0.{person % 250}.7",
            "useragent": "python-requests/2.32",
            "contexts": compact(contexts.server(self, person)),
            "unstruct_event": compact(contexts.business(self, kind, person)),
        }

    def _from_web(self, page: PageView) -> dict[str, str]:
        person = page.person
        browser, version, agent = words.BROWSERS[contexts.browser_of(person)]
        country, region, city, code, state, zone = words.CITIES[person * 7 % len(words.CITIES)]
        referrer = f"https://www.{page.search[1].lower()}.example/" if page.search[1] else ""
        query = f"utm_campaign={page.campaign}&ref={person}" if page.campaign else ""
        identity = f"{person * 2654435761 % 2**128:032x}"
        return {
            "app_id": "gitlab",
            "platform": "web",
            "name_tracker": "gl",
            "v_tracker": "js-3.24.2",
            "user_id": str(person) if person % 3 else "",
            "user_ipaddress": f"198.51.{person % 100}.{person % 251}",
            "domain_userid": f"{identity[:8]}-{identity[8:12]}-4000-8000-{identity[20:]}",
            "domain_sessionidx": str(person % 40 + 1),
            "domain_sessionid": f"{identity[20:28]}-0000-4000-9000-{identity[:12]}",
            "network_userid": f"{identity[4:12]}-{identity[:4]}-4000-8000-{identity[16:28]}",
            "geo_country": country,
            "geo_region": region,
            "geo_city": city,
            "geo_zipcode": code,
            "geo_latitude": f"{person % 180 - 90}.25",
            "geo_longitude": f"{person % 360 - 180}.5",
            "geo_region_name": state,
            "geo_timezone": zone,
            "ip_isp": words.PROVIDERS[person % len(words.PROVIDERS)],
            "page_url": f"https://gitlab.example{page.path}?{query}",
            "page_title": "GitLab",
            "page_referrer": referrer,
            "page_urlscheme": "https",
            "page_urlhost": "gitlab.example",
            "page_urlport": "443",
            "page_urlpath": page.path,
            "page_urlquery": query,
            "refr_urlscheme": "https" if referrer else "",
            "refr_urlhost": referrer[8:-1],
            "refr_urlport": "443" if referrer else "",
            "refr_medium": page.search[0],
            "refr_source": page.search[1],
            "mkt_campaign": page.campaign,
            "useragent": f"{agent} {browser}/{version}.0.{person % 4_000}",
            "br_lang": words.LANGUAGES[person % len(words.LANGUAGES)],
            "br_cookies": "1",
            "br_colordepth": "24",
            "br_viewwidth": str(1200 + person % 400),
            "br_viewheight": str(700 + person % 300),
            "os_timezone": zone,
            "dvce_screenwidth": "1920",
            "dvce_screenheight": "1080",
            "doc_charset": "UTF-8",
            "doc_width": str(1185 + person % 400),
            "doc_height": "2400",
            "contexts": compact(contexts.web(self, page.person, page.id)),
            "derived_contexts": compact(contexts.derived(person)),
        }

    def _of_kind(self, kind: str, page: PageView) -> dict[str, str]:
        if kind == "page_ping":
            return {
                "pp_xoffset_min": "0",
                "pp_xoffset_max": "0",
                "pp_yoffset_min": str(self._random.randrange(900)),
                "pp_yoffset_max": str(900 + self._random.randrange(900)),
            }
        if kind == "struct":
            return {
                "se_category": self.popular(words.CATEGORIES),
                "se_action": self.popular(words.ACTIONS),
                "se_label": f"{self.popular(words.WORDS)}_{self._rank(300)}",
                "se_property": self.popular(words.WORDS),
                "se_value": str(self._rank(1000) / 4),
            }
        return {"unstruct_event": compact(contexts.click(page.path))} if kind == "unstruct" else {}


def stamp(at: datetime) -> str:
    """An instant as Enrich writes it."""
    return at.strftime("%Y-%m-%d %H:%M:%S.") + f"{at.microsecond // 1000:03}"


def compact(value: Any) -> str:
    """JSON without spaces, not escaped more than it must be."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
