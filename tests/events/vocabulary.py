"""The words that generated events are made of."""

from __future__ import annotations

CITIES = (
    ("DE", "BE", "Berlin", "10115", "Land Berlin", "Europe/Berlin"),
    ("DE", "NW", "Köln", "50667", "Nordrhein-Westfalen", "Europe/Berlin"),
    ("PL", "DS", "Wrocław", "50-071", "Dolnośląskie", "Europe/Warsaw"),
    ("JP", "13", "東京", "100-0001", "東京都", "Asia/Tokyo"),
    ("BR", "SP", "São Paulo", "01000-000", "São Paulo", "America/Sao_Paulo"),
    ("US", "CA", "San José", "95110", "California", "America/Los_Angeles"),
    ("IN", "KA", "Bengaluru", "560001", "Karnataka", "Asia/Kolkata"),
    ("GR", "I", "Αθήνα", "105 57", "Αττική", "Europe/Athens"),
)
PROVIDERS = ("Deutsche Telekom AG", "Orange Polska", "NTT Communications", "Vivo", "Comcast Cable")
BROWSERS = (
    ("Chrome", "141", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"),
    ("Firefox", "144", "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101"),
    ("Safari", "19", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15"),
    ("Edge", "141", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML)"),
)
SYSTEMS = (("Linux", "x86_64"), ("Windows", "11"), ("Mac OS X", "15"), ("Android", "16"))
LANGUAGES = ("en-US", "de-DE", "pl-PL", "ja-JP", "pt-BR", "el-GR")
WORDS = ("issues", "merge_requests", "pipelines", "wiki", "straße", "日本語", "boards", "naïve")
CATEGORIES = ("projects:merge_requests:show", "projects:issues:index", "dashboard:todos:index")
ACTIONS = ("click_button", "click_link", "toggle_sidebar", "render", "submit_form")
PLANS = ("free", "premium", "ultimate")
CURRENCIES = ("EUR", "USD", "JPY", "PLN")
SEARCHES = (("search", "Google"), ("search", "DuckDuckGo"), ("social", "Mastodon"), ("", ""))
CAMPAIGNS = ("", "", "", "spring-2026", "webinar", "newsletter-42")
TIMINGS = (
    "navigationStart",
    "unloadEventStart",
    "unloadEventEnd",
    "redirectStart",
    "redirectEnd",
    "fetchStart",
    "domainLookupStart",
    "domainLookupEnd",
    "connectStart",
    "connectEnd",
    "secureConnectionStart",
    "requestStart",
    "responseStart",
    "responseEnd",
    "domLoading",
    "domInteractive",
    "domContentLoadedEventStart",
    "domContentLoadedEventEnd",
    "domComplete",
    "loadEventStart",
    "loadEventEnd",
)
