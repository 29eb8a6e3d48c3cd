"""A person who walks through pages in a browser, and whom nothing may leave stuck. Loopback only."""

import pathlib
import re
import time
import urllib.parse

from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

from browser import accessibility, console_errors, overflow, picture, picture_name

WAIT_SECONDS = 20


class Stuck(Exception):
    """A person would not know how to go on, or sees something else than what happened."""


class Person:
    """Somebody in front of one browser; whoever walks says where and in which walk."""

    base, walk = "", ""
    # The pages as they were served, by where they were seen, where a validator is to judge them.
    sources = None

    def __init__(self, driver, screen, name, pictures, findings):
        self.driver, self.screen, self.name = driver, screen, name
        self.pictures, self.findings, self.pages = pictures, findings, 0
        driver.execute_cdp_cmd("Network.enable", {})
        driver.execute_cdp_cmd("Page.enable", {})
        driver.execute_cdp_cmd("Network.setExtraHTTPHeaders",
                               {"headers": {"Accept-Language": "zh-CN,zh;q=0.9"}})

    def open(self, path, step=None):
        self.driver.get(self.base + path)
        self.looked(step)

    def looked(self, step):
        """What holds for every page; one that has a name is kept as a picture too."""
        self.pages += 1
        place = f"{self.name}, {step or self.path()}"
        if wider := overflow(self.driver, self.screen):
            self.findings.append(f"{place}: {wider} pixels wider than the screen")
        self.findings += [f"{place}: console: {text}" for text in console_errors(self.driver)]
        if step:
            self.findings += [f"{place}: axe: {text}" for text in accessibility(self.driver)]
            if self.sources is not None:
                self.sources[f"{place} ({self.screen.name})"] = self.served()
            if self.pictures:
                name = picture_name(self.walk, self.screen.name, f"{self.pages:02}", self.name, step)
                picture(self.driver, self.pictures / name)

    def served(self):
        """The page as it came from the shop; the answer to a file that was sent, as the browser reads it.

        Such an answer is no resource that a browser keeps.
        """
        frame = self.driver.execute_cdp_cmd("Page.getFrameTree", {})["frameTree"]["frame"]
        try:
            return self.driver.execute_cdp_cmd(
                "Page.getResourceContent", {"frameId": frame["id"], "url": frame["url"]})["content"]
        except WebDriverException:
            return "<!DOCTYPE html>\n" + self.driver.execute_script(
                "return document.documentElement.outerHTML")

    def path(self):
        return urllib.parse.urlsplit(self.driver.current_url).path

    def find(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def text(self):
        return self.driver.find_element(By.TAG_NAME, "body").text

    def sees(self, *words):
        for word in words:
            if word not in self.text():
                raise Stuck(f"{self.name} does not see “{word}” on {self.path()}")

    def misses(self, *words):
        for word in words:
            if word in self.text():
                raise Stuck(f"{self.name} still sees “{word}” on {self.path()}")

    def forms(self, ending, **hidden):
        """The forms that are sent to an address with an ending, with these hidden values."""
        found = []
        for form in self.find("form[method=post]"):
            action = urllib.parse.urlsplit(form.get_dom_attribute("action") or "").path
            values = {field.get_dom_attribute("name"): field.get_dom_attribute("value")
                      for field in form.find_elements(By.CSS_SELECTOR, "input[type=hidden]")}
            if re.search(ending + "$", action) and hidden.items() <= values.items():
                found.append(form)
        return found

    def send(self, ending, values=None, step=None, hidden=None, at=0):
        """Fills a form as a person does, sends it, and looks at the page that it leads to."""
        forms = self.forms(ending, **(hidden or {}))
        if len(forms) <= at:
            raise Stuck(f"{self.name} finds no form to {ending} on {self.path()}")
        form = forms[at]
        for fold in form.find_elements(By.XPATH, "ancestor::details[not(@open)]/summary"):
            fold.click()
        for name, value in (values or {}).items():
            self.fill(form, name, value)
        self.press(self.button(form), step)

    def button(self, form):
        """The form's own button, which may stand outside of it."""
        inside = form.find_elements(By.CSS_SELECTOR, "button:not([type=button])")
        identifier = form.get_dom_attribute("id")
        outside = self.find(f'button[form="{identifier}"]') if identifier else []
        for button in inside + outside:
            if button.is_displayed():
                return button
        raise Stuck(f"{self.name} finds no button on {self.path()}")

    def fill(self, form, name, value):
        field = form.find_element(By.CSS_SELECTOR, f'[name="{name}"]')
        kind = field.get_attribute("type")
        if field.tag_name == "select":
            Select(field).select_by_value(value)
        elif kind in ("checkbox", "radio"):
            radios = form.find_elements(By.CSS_SELECTOR, f'[name="{name}"]')
            wanted = next((r for r in radios if value is True or r.get_attribute("value") == value))
            if not wanted.is_selected():
                self.click(wanted)
        elif kind == "file":
            field.send_keys(str(pathlib.Path(value).resolve()))
        elif kind in ("date", "datetime-local"):
            # Keys mean different things in each language of a browser; the value does not.
            self.driver.execute_script("arguments[0].value = arguments[1]", field, str(value))
        else:
            field.clear()
            field.send_keys(str(value))

    def click(self, element):
        # What sticks to the edge of a small screen would be touched instead.
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        try:
            element.click()
        except WebDriverException:
            # A radio is often hidden behind its label, which is what a person touches.
            labels = self.find(f'label[for="{element.get_attribute("id")}"]')
            (labels or element.find_elements(By.XPATH, "ancestor::label"))[0].click()

    def press(self, button, step=None):
        before = self.driver.find_element(By.TAG_NAME, "html")
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
        button.click()
        until = time.monotonic() + WAIT_SECONDS
        while self.is_shown(before):
            if time.monotonic() > until:
                raise Stuck(f"{self.name}: nothing happened on {self.path()}")
            time.sleep(0.05)
        for notice in self.find(".notice-bad"):
            raise Stuck(f"{self.name} reads “{notice.text}” on {self.path()}")
        self.looked(step)

    def is_shown(self, page):
        try:
            return self.driver.find_element(By.TAG_NAME, "html") == page
        except WebDriverException:
            return False

    def cookie(self):
        return "; ".join(f"{c['name']}={c['value']}" for c in self.driver.get_cookies())


class Staff(Person):
    """The merchant, at the desk."""

    def sign_in(self, login, password):
        self.open("/desk/sign-in")
        self.send("/desk/sign-in", {"login": login, "password": password})
