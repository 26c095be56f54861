"""A real browser, Chromium without a window, that can reach nothing but files."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from toolkit.domain.review.model import Review
from toolkit.rendering.page import render_page

TEMPLATES = Path(__file__).parents[2] / "templates"
SCRIPT = (Path(__file__).parent / "page.js").read_text(encoding="utf-8")
WIDE, NARROW = 1400, 360

_ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)

Scheme = Literal["light", "dark"]


class Reader:
    """Somebody who looks at pages."""

    def __init__(self, chrome: Chrome, folder: Path) -> None:
        self._chrome = chrome
        self._file = folder / "page.html"

    def opens(self, review: Review, width: int = WIDE, scheme: Scheme = "light") -> None:
        """Opens a review's page from a file, in a window of that width."""
        self.opens_text(render_page(review, TEMPLATES), width, scheme)

    def opens_text(self, text: str, width: int = WIDE, scheme: Scheme = "light") -> None:
        """Opens any page, in the same way."""
        self._file.write_text(text, encoding="utf-8")
        self._chrome.get("about:blank")
        self._logged("browser"), self._logged("performance")
        self.looks(width, scheme)
        self._chrome.get(self._file.as_uri())

    def looks(self, width: int, scheme: Scheme = "light", media: str = "screen") -> None:
        """Takes another window, another light, or paper, and waits until the page has it."""
        colours = [{"name": "prefers-color-scheme", "value": scheme}]
        self._cdp("Emulation.setEmulatedMedia", media=media, features=colours)
        self._resize(width, 900)
        self._chrome.execute_async_script(f"{SCRIPT}\ndrawn(...arguments);")

    def asks(self, question: str, *arguments: Any) -> Any:
        """What a function of `page.js` says of the open page."""
        return self._chrome.execute_script(
            f"{SCRIPT}\nreturn {question}(...arguments);", *arguments
        )

    def presses(self, key: str, code: int) -> None:
        """Presses a key and lets it go."""
        for kind in ("keyDown", "keyUp"):
            text = {"text": "\r"} if kind == "keyDown" and key == "Enter" else {}
            self._cdp(
                "Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code, **text
            )

    def complaints(self) -> list[str]:
        """What the browser's console says of the page."""
        return [entry["message"] for entry in self._logged("browser")]

    def requests(self) -> list[str]:
        """What was asked for beside the page itself."""
        events = [json.loads(entry["message"])["message"] for entry in self._logged("performance")]
        asked = [
            event["params"]["request"]["url"]
            for event in events
            if event["method"] == "Network.requestWillBeSent"
        ]
        return [url for url in asked if url not in (self._file.as_uri(), "about:blank")]

    def photographs(self, file: Path, height: int | None = None) -> None:
        """A picture of the page, down to a height; None: all of it."""
        width, whole = self.asks("size")
        self._resize(width, height or whole)
        self._chrome.save_screenshot(str(file))

    def _resize(self, width: int, height: int) -> None:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self._cdp("Emulation.setDeviceMetricsOverride", **metrics)

    def _cdp(self, command: str, **parameters: Any) -> None:
        self._chrome.execute_cdp_cmd(command, parameters)

    def _logged(self, kind: str) -> list[dict[str, Any]]:
        return self._chrome.get_log(kind)  # type: ignore[no-any-return]


def programs() -> tuple[str, str] | None:
    """Chromium and its driver on PATH; selenium would fetch them from elsewhere."""
    browser = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    driver = shutil.which("chromedriver")
    return (browser, driver) if browser and driver else None


def start(browser: str, driver: str) -> Chrome:
    """A browser without a window."""
    options = ChromeOptions()
    options.binary_location = browser
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    for argument in _ARGUMENTS:
        options.add_argument(argument)
    return Chrome(options, Service(driver))


@pytest.fixture(scope="module")
def chrome() -> Iterator[Chrome]:
    """Where there is none, nothing is tested; in CI that is a failure."""
    found = programs()
    if found is None:
        missing = "chromium and chromedriver are not on PATH"
        if os.environ.get("CI", "") not in ("", "false"):
            pytest.fail(missing)
        pytest.skip(missing)
    started = start(*found)
    yield started
    started.quit()


@pytest.fixture
def reader(chrome: Chrome, tmp_path: Path) -> Reader:
    return Reader(chrome, tmp_path)
