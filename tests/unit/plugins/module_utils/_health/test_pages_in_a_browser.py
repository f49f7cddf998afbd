# Copyright (c) 2026, the community.mailstore contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pages in a real browser, headless: what they load, how they sort and filter, how they look, and on a phone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from .rows import FAILED, Row, credential, fleet, profile, result, row, run, store

MISSING = [program for program in ("chromium", "chromedriver") if shutil.which(program) is None]
pytestmark = pytest.mark.skipif(
    bool(MISSING), reason=f"{' and '.join(MISSING)} missing: apt-get install chromium chromium-driver"
)

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
)  # fmt: skip
EVIL = (
    "</script><script>document.title='harmed'</script><img src=x onerror=\"document.title='harmed'\">{{ 7 * 7 }} '\"🏗 "
)
NAMES = [EVIL, "x" * 300, "Müller & Söhne"]
PAGES = ("overview", "customer")

#: WCAG 2: texts that have too little contrast against what is behind them.
CONTRAST = r"""
function channels(text) { return text.match(/[\d.]+/g).map(Number); }
function luminance(colour) {
  const parts = colour.slice(0, 3).map(function (each) {
    each /= 255;
    return each <= 0.03928 ? each / 12.92 : Math.pow((each + 0.055) / 1.055, 2.4);
  });
  return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
}
function behind(node) {
  for (; node; node = node.parentElement) {
    const colour = channels(getComputedStyle(node).backgroundColor);
    if (colour.length < 4 || colour[3] > 0) { return colour; }
  }
  return [255, 255, 255];
}
const bad = [];
let seen = 0;
document.querySelectorAll("body *").forEach(function (node) {
  const hasText = Array.from(node.childNodes).some(function (child) { return child.nodeType === 3 && child.data.trim(); });
  if (!hasText || node.closest("script") || !node.getClientRects().length) { return; }
  seen += 1;
  const one = luminance(channels(getComputedStyle(node).color)), other = luminance(behind(node));
  const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  if (ratio < 4.5) { bad.push(node.tagName + "." + node.className + " " + ratio.toFixed(2) + " " + node.textContent.slice(0, 30)); }
});
return [seen, Array.from(new Set(bad))];
"""


def tenants(day: int) -> list[Row]:
    """Some of each kind, with names that would harm a page which does not escape them."""
    rows = [
        row(
            f"tenant-{number:03}",
            statistics={"number_of_messages": 1000 * number + 50 * day, "total_size_mb": 900 * number},
        )
        for number in range(1, 13)
    ]
    rows[0].update(
        credentials=[credential(description=EVIL, expires="2026-11-16T06:00:00Z")], results=[result(**FAILED)]
    )
    rows[1].update(display_name=NAMES[0], stores=[store(NAMES[1], error=EVIL), store()])
    rows[2].update(display_name=NAMES[1], access={"enabled": True})
    rows[3].update(display_name=NAMES[2], stores=[store(statistics_count=9_000_000)])
    rows[4].update(credentials=[credential(expires="2026-12-20T00:00:00Z")], profiles=[profile(name=EVIL)], results=[])
    rows[5].update(status="stopped", start_stop_error=EVIL)
    rows[6].update(stores=[store("2025", "normal", needs_upgrade=True), store()])
    rows[7].update(profiles=[profile(), profile(name="Old", automatic=False)])
    return rows


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    directory = tmp_path_factory.mktemp("pages")
    history = str(directory / "history.jsonl")
    for day in range(1, 26, 3):
        run(fleet=fleet(*tenants(day), read_at=f"2026-11-{day:02}T06:00:00Z"), history=history)
    known = [{"tenant": "tenant-007", "rule": "store_upgrade", "until": "2026-12-31", "reason": EVIL}]
    report = {"html": str(directory / "overview.html"), "customers": str(directory / "customers")}
    found = run(fleet=fleet(*tenants(26)), history=history, report=report, known=known)
    assert not found.get("failed"), found
    return {"overview": directory / "overview.html", "customer": directory / "customers" / "tenant-002.html"}


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    driver = Chrome(options=options, service=Service(shutil.which("chromedriver")))
    yield driver
    driver.quit()


def show(browser: Chrome, path: Path, *, width: int = 1200, theme: str = "light") -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500},
    )
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {
            "features": [
                {"name": "prefers-color-scheme", "value": theme},
                {"name": "prefers-reduced-motion", "value": "reduce"},
            ]
        },
    )
    browser.get(path.as_uri())


def logged(browser: Chrome, kind: str) -> list[dict[str, Any]]:
    """What was logged since the last question."""
    entries: list[dict[str, Any]] = browser.get_log(kind)  # type: ignore[no-untyped-call]
    return entries


def rows_of(browser: Chrome, table: str) -> list[str]:
    """The first cell of the rows that are shown."""
    script = """return Array.from(document.querySelectorAll(arguments[0] + ' tbody tr'))
        .filter(function (row) { return row.getClientRects().length; })
        .map(function (row) { return row.cells[0].innerText.split('\\n')[0]; })"""
    found: list[str] = browser.execute_script(script, f"#{table}")
    return found


@pytest.mark.parametrize("name", PAGES)
def test_a_page_loads_nothing_and_logs_nothing(browser: Chrome, written: dict[str, Path], name: str) -> None:
    logged(browser, "performance")
    logged(browser, "browser")
    show(browser, written[name])
    events = [json.loads(entry["message"])["message"] for entry in logged(browser, "performance")]
    asked = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
    # The page that the browser itself opens first is its own.
    assert [url for url in asked if not url.startswith(("chrome://", "data:"))] == [written[name].as_uri()]
    assert logged(browser, "browser") == []


@pytest.mark.parametrize("name", PAGES)
def test_names_do_no_harm(browser: Chrome, written: dict[str, Path], name: str) -> None:
    show(browser, written[name])
    assert "harmed" not in browser.title or "document.title" in browser.title
    assert browser.execute_script("return document.scripts.length") == 1
    assert browser.execute_script("return document.images.length") == 0
    assert "{{ 7 * 7 }}" in browser.execute_script("return document.body.innerText")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_texts_can_be_read(browser: Chrome, written: dict[str, Path], name: str, theme: str) -> None:
    show(browser, written[name], theme=theme)
    seen, bad = browser.execute_script(CONTRAST)
    assert seen > 10
    assert bad == []


def test_the_switch_turns_the_theme_over_and_keeps_it(browser: Chrome, written: dict[str, Path]) -> None:
    def background() -> Any:
        return browser.execute_script("return getComputedStyle(document.body).backgroundColor")

    show(browser, written["overview"], theme="light")
    light = background()
    switch = browser.find_element(By.CSS_SELECTOR, ".switch")
    assert switch.text == "Dark theme"
    switch.click()
    assert background() != light
    assert switch.text == "Light theme"
    assert browser.execute_script(CONTRAST)[1] == []
    browser.refresh()
    assert background() != light
    browser.find_element(By.CSS_SELECTOR, ".switch").click()
    assert background() == light
    browser.execute_script("localStorage.clear()")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [320, 400, 700, 1200])
def test_nothing_scrolls_sideways(browser: Chrome, written: dict[str, Path], name: str, width: int) -> None:
    show(browser, written[name], width=width)
    shown = browser.execute_script("return [innerWidth, document.documentElement.scrollWidth]")
    assert shown[0] == width
    assert shown[1] <= width


def test_tables_are_sorted_by_mouse_and_by_keyboard(browser: Chrome, written: dict[str, Path]) -> None:
    show(browser, written["overview"])

    def heads() -> list[str]:
        found: list[str] = browser.execute_script(
            "return Array.from(document.querySelectorAll('#tenants-table thead th')).map(h => h.getAttribute('aria-sort'))"
        )
        return found

    before = rows_of(browser, "tenants-table")
    assert before == sorted(before)
    assert set(heads()) == {"none"}
    messages = browser.find_elements(By.CSS_SELECTOR, "#tenants-table thead button")[3]
    assert messages.text == "Messages"
    browser.execute_script("arguments[0].focus()", messages)
    ActionChains(browser).send_keys(Keys.ENTER).perform()
    assert heads()[3] == "ascending"
    ActionChains(browser).send_keys(Keys.SPACE).perform()
    assert heads()[3] == "descending"
    assert rows_of(browser, "tenants-table") == before[::-1]
    browser.find_elements(By.CSS_SELECTOR, "#tenants-table thead button")[1].click()
    assert rows_of(browser, "tenants-table")[:2] == ["tenant-001", "tenant-002"]
    assert heads().count("ascending") == 1


def test_what_has_no_value_is_last_in_both_directions(browser: Chrome, written: dict[str, Path]) -> None:
    show(browser, written["overview"])
    button = browser.find_elements(By.CSS_SELECTOR, "#tenants-table thead button")[7]
    for _direction in range(2):
        button.click()
        assert rows_of(browser, "tenants-table")[-1] == "tenant-005"


def test_tables_are_filtered(browser: Chrome, written: dict[str, Path]) -> None:
    show(browser, written["overview"])
    box = browser.find_element(By.CSS_SELECTOR, "#findings input[type=search]")
    counted = browser.find_element(By.CSS_SELECTOR, "#findings output")
    everything = len(rows_of(browser, "findings-table"))
    box.send_keys("STORE error")
    assert rows_of(browser, "findings-table") == ["tenant-002"]
    assert counted.text == f"1 of {everything}"
    box.clear()
    box.send_keys("nothing like this")
    assert rows_of(browser, "findings-table") == []
    box.clear()
    box.send_keys(" ")
    picker = browser.find_element(By.CSS_SELECTOR, "#findings select")
    picker.send_keys("warning")
    assert "tenant-003" in rows_of(browser, "findings-table")
    assert "tenant-002" not in rows_of(browser, "findings-table")


def test_tables_are_understood_without_eyes(browser: Chrome, written: dict[str, Path]) -> None:
    show(browser, written["overview"], width=400)
    unnamed = browser.execute_script(
        """return Array.from(document.querySelectorAll('input, select, button, svg[role=img], nav, section')).filter(function (node) {
        return !(node.labels && node.labels.length) && !node.textContent.trim() && !node.getAttribute('aria-label') &&
            !node.getAttribute('aria-labelledby') }).map(function (node) { return node.outerHTML.slice(0, 80) })"""
    )
    assert unnamed == []
    tables = browser.find_elements(By.CSS_SELECTOR, "table")
    assert len(tables) == 4
    assert all(table.aria_role == "table" and table.find_element(By.TAG_NAME, "caption") for table in tables)
    cells = browser.find_elements(By.CSS_SELECTOR, "#tenants-table tbody tr:first-child > *")
    assert {cell.aria_role for cell in cells if cell.is_displayed()} == {"rowheader", "cell"}
    # On a phone the headings are hidden, and a choice sorts.
    browser.find_element(By.CSS_SELECTOR, "#tenants .narrow select").send_keys("Messages")
    assert rows_of(browser, "tenants-table")[0] == "tenant-001"
    ids = browser.execute_script("return Array.from(document.querySelectorAll('[id]')).map(n => n.id)")
    assert len(ids) == len(set(ids))


def test_the_keyboard_reaches_everything(browser: Chrome, written: dict[str, Path]) -> None:
    show(browser, written["customer"])
    reached = []
    for _press in range(4):
        ActionChains(browser).send_keys(Keys.TAB).perform()
        reached.append(browser.execute_script("return document.activeElement.textContent"))
    assert reached[:2] == ["To the content", "Dark theme"]
    outline = browser.execute_script("return getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
