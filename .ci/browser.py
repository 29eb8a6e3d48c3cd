"""A headless Chromium for the checks of the served pages. Pages of this machine only."""

import base64
import contextlib
import dataclasses
import functools
import http.client
import pathlib
import shutil
import sys
import urllib.parse

from selenium import webdriver


@dataclasses.dataclass(frozen=True)
class Screen:
    name: str
    width: int
    height: int
    is_phone: bool


PHONE = Screen("phone", 390, 844, True)
DESKTOP = Screen("desktop", 1280, 900, False)
SCREENS = (PHONE, DESKTOP)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@contextlib.contextmanager
def browser(screen, runs_scripts=True):
    """Opens a browser with a fresh profile, and closes it however the check ends."""
    options = webdriver.ChromeOptions()
    # Root and containers have no sandbox of their own; only pages of this machine are opened.
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                     "--hide-scrollbars", f"--window-size={screen.width},{screen.height}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    if not runs_scripts:
        options.add_experimental_option(
            "prefs", {"profile.managed_default_content_settings.javascript": 2})
    options.binary_location = required_program("chromium", "google-chrome")
    service = webdriver.ChromeService(required_program("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    try:
        # A window cannot be as narrow as a phone, an emulated screen can.
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": screen.width, "height": screen.height, "deviceScaleFactor": 1,
            "mobile": screen.is_phone})
        driver.set_page_load_timeout(30)
        driver.set_script_timeout(60)
        yield driver
    finally:
        driver.quit()


def required_program(*names):
    for name in names:
        if found := shutil.which(name):
            return found
    sys.exit(f"{names[0]} is missing: apt-get install -y chromium chromium-driver")


def checked_base(url):
    """Refuses pages of other machines, and returns the address without a slash at its end."""
    host = urllib.parse.urlsplit(url).hostname or ""
    if host not in ("127.0.0.1", "localhost") and not host.endswith(".localhost"):
        sys.exit(f"{url}: only pages of this machine are checked")
    return url.rstrip("/")


def fetch(url, accept="text/html", cookie=None):
    """Gets a page without a browser: its status, its headers and its bytes."""
    parts = urllib.parse.urlsplit(url)
    # Browsers know that NAME.localhost is this machine, resolvers often do not.
    connection = http.client.HTTPConnection("127.0.0.1", parts.port or 80, timeout=30)
    target = parts.path or "/"
    if parts.query:
        target += "?" + parts.query
    headers = {"Host": parts.netloc, "Accept": accept} | ({"Cookie": cookie} if cookie else {})
    connection.request("GET", target, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers, body


def console_errors(driver, ignoring=""):
    """What the page complained about since the last look, except about an address by intent."""
    return [entry["message"] for entry in driver.get_log("browser")
            if entry["level"] == "SEVERE" and not (ignoring and entry["message"].startswith(ignoring))]


def accessibility(driver):
    """What of the page breaks WCAG 2.2 AA, as axe-core finds it."""
    driver.execute_script(axe_script())
    result = driver.execute_async_script(
        "const done = arguments[1];"
        "axe.run(document, {runOnly: arguments[0]}).then(done, e => done({error: `${e}`}))", RULES)
    if "violations" not in result:
        return [str(result.get("error"))]
    return [f"{violation['id']}: {violation['help']} ({len(violation['nodes'])}×, first"
            f" {violation['nodes'][0]['html'][:160]})" for violation in result["violations"]]


@functools.cache
def axe_script():
    for folder in sys.path:
        for file in pathlib.Path(folder).glob("axe_playwright_python/**/axe.min.js"):
            return file.read_text()
    sys.exit("axe is missing: pip install --no-deps axe-playwright-python")


def overflow(driver, screen):
    """By how many pixels the page is wider than the screen."""
    width = driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]["width"]
    return max(0, round(width) - screen.width)


def picture(driver, path):
    """Saves a picture of the whole page."""
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    shot = driver.execute_cdp_cmd(
        "Page.captureScreenshot", {"format": "png", "captureBeyondViewport": True})
    path.write_bytes(base64.b64decode(shot["data"]))


def picture_name(*parts):
    """A file name that says which page a picture shows."""
    kept = "-".join(str(part) for part in parts)
    name = "".join(c if c.isalnum() or c in "-." else "_" for c in kept)
    return name.strip("_")[:120] + ".png"


def report(findings, counted):
    """Prints what was found and ends the program with the code that says so."""
    for finding in findings:
        print(f"  ✗ {finding}")
    print(f"{counted}; {len(findings)} findings")
    sys.exit(1 if findings else 0)
