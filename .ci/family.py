"""A family for the checks of its pages: signed in by the code in the gateway's log. Loopback only."""

import datetime
import http.client
import pathlib
import re
import time
import urllib.parse
import uuid

PHONE = "13800138000"


class Family:
    """One browser without a browser, signed in as a member with a child, twins to come and a box."""

    entrance = "/family/sign-in"

    def __init__(self, base, log):
        self.base = urllib.parse.urlsplit(base)
        self.cookies = {}
        self.send("/family/sign-in/code", {"phone": PHONE}, status=200)
        code = self.code(pathlib.Path(log))
        self.send("/family/sign-in", {"phone": PHONE, "code": code})

    @property
    def cookie(self):
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def code(self, log):
        """The code that went to the operator's console instead of to a phone."""
        line = re.compile(rf"phone \+86{PHONE}: code (\d{{6}})")
        for _ in range(50):
            if found := line.findall(log.read_text(errors="replace")):
                return found[-1]
            time.sleep(0.1)
        raise SystemExit(f"{log} holds no code for {PHONE}")

    def ask(self, method, path, form=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.base.port or 80, timeout=30)
        headers = {"Host": self.base.netloc, "Accept": "text/html"}
        if self.cookies:
            headers["Cookie"] = self.cookie
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"{self.base.scheme}://{self.base.netloc}"
            headers["Sec-Fetch-Site"] = "same-origin"
        connection.request(method, self.base.path + path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers, text

    def send(self, path, form, status=303):
        """Sends a form as the page's own, and gives the page that it leads to."""
        answer = self.ask("POST", path, {"idempotency_key": uuid.uuid4().hex, **form})
        if answer[0] != status:
            raise SystemExit(f"{self.base.netloc}{path}: status {answer[0]}: {answer[2][:300]}")
        if status != 303:
            return answer[2]
        where = urllib.parse.urlsplit(answer[1]["Location"]).path
        return self.ask("GET", where.removeprefix(self.base.path))[2]

    def fill(self):
        """Leaves a child with a growth file, twins who are expected, consents and what is held."""
        today = datetime.date.today()
        version = re.search(r'name="consent" value="([^"]+)"',
                            self.ask("GET", "/family/children/new")[2])[1]
        self.send("/family/consents",
                  {"purpose": "reminders", "decision": "given", "version": version})
        born = today - datetime.timedelta(days=200)
        page = self.send("/family/children", {
            "nickname": "团团", "birth": born, "sex": "female", "consent": version})
        child = re.search(r"chd_\w+", page)[0]
        for days, weight, length, head in ((2, 3.2, 49.5, 34), (45, 4.6, 55.1, 37.2),
                                           (100, 6.1, 61, 39.8), (190, 7.4, 66.2, 42.3)):
            self.send(f"/family/children/{child}/growth", {
                "day": born + datetime.timedelta(days=days), "weight": weight, "length": length,
                "posture": "lying", "head": head})
        self.send(f"/family/children/{child}/milestones", {
            "milestone": "sitting", "day": born + datetime.timedelta(days=180)})
        self.send(f"/family/children/{child}/doses", {"dose": "HepB:1", "day": born})
        twins = self.send("/family/pregnancies", {
            "due": today + datetime.timedelta(days=120), "count": 2, "consent": version})
        expected = next(found for found in re.findall(r"chd_\w+", twins) if found != child)
        if "/family/invite" in twins:
            self.send("/family/invite/code", {})
        if "/family/boxes" in twins:
            offer = re.search(r'name="plan".*?</select>', self.ask("GET", "/family/boxes")[2], re.S)[0]
            plan = re.findall(r'<option value="([\w-]+)"', offer)[0]
            # The merchant's day may have begun already.
            soon = today + datetime.timedelta(days=2)
            self.send("/family/boxes", {"plan": plan, "day": soon, "address": "南京西路 100 号"})
        return child, expected

    def pages(self):
        """Every kind of page of the family, in two languages, and what a wrong date leads to."""
        child, expected = self.fill()
        home = self.ask("GET", "/family")[2]
        pages = ["/family", "/family/children/new", f"/family/children/{child}",
                 f"/family/children/{child}?chart=length-for-age", f"/family/children/{expected}",
                 "/family/points", "/family/coupons", "/family/privacy", "/family/feedback"]
        pages += [path for path in ("/family/boxes", "/family/packs", "/family/invite")
                  if f'{path}"' in home]
        return pages + [path + ("&" if "?" in path else "?") + "lang=en" for path in pages]
