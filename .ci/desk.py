"""A member of staff for the checks of the desk's pages, and something there to look at. Loopback only."""

import base64
import http.client
import json
import re
import urllib.parse
import uuid
import zlib

# Pages that stand whatever the shop has; each list is walked on to the first thing that it names.
LISTS = (
    "/desk/orders", "/desk/orders?state=to_ship", "/desk/returns?state=all", "/desk/refunds",
    "/desk/stock", "/desk/products", "/desk/products?state=draft", "/desk/promotions",
    "/desk/reviews", "/desk/reviews?state=to_answer", "/desk/members", "/desk/members?stage=weaning",
    "/desk/referrals", "/desk/boxes", "/desk/boxes?state=dunning",
    "/desk/invoices", "/desk/service", "/desk/service?state=waiting", "/desk/knowledge",
    "/desk/knowledge?state=due", "/desk/triage", "/desk/groups", "/desk/orders?q=0000",
    "/desk/pickups", "/desk/lots?within=all", "/desk/notices", "/desk/development",
)
OTHERS = (
    "/desk", "/desk/bill", "/desk/promotion-quote", "/desk/models", "/desk/models/visitor?months=6",
    "/desk/models/feedback", "/desk/needs", "/desk/forecasts", "/desk/replenishment",
    "/desk/insight", "/desk/audiences", "/desk/price-proposals", "/desk/goods-labels",
    "/desk/business", "/desk/business/costs", "/desk/product-changes", "/desk/orders/shipping",
    "/desk/products/files/import", "/desk/products/files/new", "/desk/promotions/offers/new",
    "/desk/recalls", "/desk/promotions/flash/new", "/desk/promotions/group/new",
    "/desk/visits", "/desk/handovers/new", "/desk/knowledge-draft", "/desk/service-insights",
    "/desk/service-grading", "/desk/consultations?state=payout",
    "/desk/consultations", "/desk/figures", "/desk/campaigns", "/desk/campaigns?habit=never",
    "/desk/contacts", "/desk/providers", "/desk/surveys", "/desk/cases", "/desk/content",
    "/desk/guidance", "/desk/guidance?of=growth:6:zh", "/desk/services", "/desk/voices",
    "/desk/referral-budget",
)
ROW = re.compile(r'<ul class="desk-rows">\s*<li><a href="([^"]+)"')


class Staff:
    """One browser without a browser, signed in at a shop's desk."""

    entrance = "/desk/sign-in"

    def __init__(self, base, login, password):
        self.base = urllib.parse.urlsplit(base)
        status, headers, _ = self.ask("POST", "/desk/sign-in", {"login": login, "password": password})
        cookies = [value.split(";")[0] for value in headers.get_all("Set-Cookie") or []]
        self.cookie = next((c for c in cookies if c.split("=")[0].endswith("staff")), None)
        if status != 303 or self.cookie is None:
            raise SystemExit(f"{base}: {login} could not sign in: status {status}")

    cookie = None

    def ask(self, method, path, form=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.base.port or 80, timeout=30)
        headers = {"Host": self.base.netloc, "Accept": "text/html"}
        if self.cookie:
            headers["Cookie"] = self.cookie
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"{self.base.scheme}://{self.base.netloc}"
        connection.request(method, self.base.path + path, body, headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, answer.headers, text

    def page(self, path):
        status, _, body = self.ask("GET", path)
        if status != 200:
            raise SystemExit(f"{self.base.netloc}{path}: status {status} at the desk")
        return body.decode()

    def send(self, path, form):
        """Sends a form as the page's own, and gives the address of the page that it leads on to."""
        token = re.search(r'name="form_token" value="([^"]+)"', self.page("/desk"))[1]
        form = {"form_token": token, "idempotency_key": uuid.uuid4().hex, **form}
        status, headers, body = self.ask("POST", path, form)
        if status != 303:
            raise SystemExit(f"{self.base.netloc}{path}: status {status}: {body[:300]}")
        return self.below(headers["Location"])

    def pages(self):
        """Every kind of page of the desk that there is something for, in two languages."""
        found = []
        for path in LISTS:
            found.append(path)
            if row := ROW.search(self.page(path)):
                found.append(urllib.parse.unquote(self.below(row[1])).replace("&amp;", "&"))
        sku = re.search(r"sku=([A-Z0-9-]+)", " ".join(found))
        quote = f"/desk/promotion-quote?sku={sku[1]}&quantity=3&codes=&first_order=yes" if sku else None
        pages = list(dict.fromkeys([*OTHERS, *found, *self.demand(), *([quote] if quote else [])]))
        return pages + [path + ("&" if "?" in path else "?") + "lang=en" for path in pages]

    def demand(self):
        """An article with its forecast, and the families that need something, where there are any."""
        found = []
        for path, link in (("/desk/forecasts", "forecasts/item"), ("/desk/needs", "needs\\?category")):
            if link := re.search(rf'href="([^"]*/desk/{link}[^"]*)"', self.page(path)):
                found.append(urllib.parse.unquote(self.below(link[1])).replace("&amp;", "&"))
        return found

    def below(self, href):
        return href.removeprefix(self.base.path)


class Shopper:
    """Somebody who buys by the API, so that the desk has an order, a return and a review."""

    def __init__(self, base):
        self.base = urllib.parse.urlsplit(base)
        self.session = None

    def ask(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.base.port or 80, timeout=30)
        headers = {"Host": self.base.netloc, "Idempotency-Key": uuid.uuid4().hex}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if self.session:
            headers["Authorization"] = f"Bearer {self.session}"
        connection.request(method, self.base.path + path, json.dumps(body) if body else None, headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        self.session = answer.headers.get("X-Session-Token") or self.session
        if answer.status >= 300:
            raise SystemExit(f"{self.base.netloc}{path}: status {answer.status}: {text[:300]}")
        return json.loads(text)

    def buy(self):
        """Buys two of the first thing that is there, paid on delivery."""
        goods = self.ask("GET", "/api/v1/products?in_stock=true&limit=1")["items"][0]
        skus = self.ask("GET", f"/api/v1/products/{goods['slug']}")["skus"]
        sku = next(sku for sku in skus if sku["available"] > 1)
        cart = self.ask("POST", "/api/v1/cart/lines", {"sku": sku["id"], "quantity": 2})
        number, token = self.place(cart["id"], cart["total"]["minor"], {"address": "南京西路 100 号"})
        return number, token, sku["code"]

    def place(self, cart, total, contact, **more):
        """Places an order of a cart; gives its number and its secret."""
        ways = [way["provider"] for way in self.ask("GET", "/api/v1/shop")["payments"]]
        placed = self.ask("POST", "/api/v1/checkout", {
            "cart": cart, "seen_total": total, **more,
            "contact": {"name": "林小满", "phone": "13800138000", **contact},
            "payment": "cashOnDelivery" if "cashOnDelivery" in ways else ways[0]})
        return placed["order"]["number"], placed["token"]


def collect(base, codes, place):
    """Orders one piece of one of some SKUs, to be collected at a place; gives the order and the SKU."""
    refused = f"{base}: nothing on sale is in stock at {place}"
    for goods in Shopper(base).ask("GET", "/api/v1/products?in_stock=true&limit=50")["items"]:
        for sku in Shopper(base).ask("GET", f"/api/v1/products/{goods['slug']}")["skus"]:
            if sku["code"] not in codes:
                continue
            shopper = Shopper(base)
            cart = shopper.ask("POST", "/api/v1/cart/lines", {"sku": sku["id"], "quantity": 1})
            total = cart["total"]["minor"] - cart["freight"]["minor"]
            try:
                return *shopper.place(cart["id"], total, {"address": ""}, pickup=place), sku["code"]
            except SystemExit as error:  # what the place has may be held for others
                refused = error
    raise SystemExit(refused)


def fill(base, staff):
    """Leaves an order that waits, and one that arrived, is reviewed with a picture and comes back.

    Gives the pages of these that are not found by a list: the shopper's, and the desk's sheets.
    """
    Shopper(base).buy()
    shopper = Shopper(base)
    number, token, code = shopper.buy()
    staff.send(f"/desk/orders/{number}/payment", {})
    staff.send(f"/desk/orders/{number}/handover", {})
    order = f"/api/v1/orders/{token}"
    shopper.ask("POST", f"{order}/receipt")
    review = shopper.ask("POST", f"{order}/reviews", {"code": code, "rating": 2, "text": "包装破了"})
    shopper.ask("POST", f"{order}/reviews/{review['id']}/pictures",
                {"data": base64.b64encode(png()).decode()})
    shopper.ask("POST", f"{order}/returns", {
        "kind": "return_refund", "reason": "damaged", "note": "角上破了",
        "lines": [{"code": code, "quantity": 1}]})
    send(base, f"/orders/{token}/invoice", {"title": "示范公司", "tax_number": "91350100M000100Y43"})
    send(base, "/service/messages", {"text": "孩子吞了纽扣电池，怎么办？"})
    pages = [f"/orders/{token}", f"/orders/{token}/return", f"/orders/{token}/reviews/0",
             f"/orders/{token}/invoice", f"/desk/orders/{number}/store-return"]
    pages += store(base, staff)
    return pages + [page + ("&" if "?" in page else "?") + "lang=en" for page in pages]


def store(base, staff):
    """Leaves an order that waits in a store and goods handed over there, where the shop has one."""
    found = re.search(r'href="[^"]*/stores/([a-z0-9-]+)">([^<]+)<', staff.page("/stores"))
    if not found:
        return []
    place, name = found.groups()
    codes = set(re.findall(rf"([A-Z0-9-]+) · {re.escape(name)}<", staff.page("/desk/stock")))
    number, token, code = collect(base, codes, place)
    shown = staff.send("/desk/handovers/new", {"place": place, "goods": f"{code} x1"})
    handover = urllib.parse.parse_qs(urllib.parse.urlsplit(shown).query)["code"][0]
    return [f"/orders/{token}", f"/desk/orders/{number}", f"/desk/pickups?place={place}",
            f"/stores/{place}", f"/handovers/{handover}", shown]


def send(base, path, form):
    """Sends a form as a visitor who has said nothing before."""
    shop = urllib.parse.urlsplit(base)
    connection = http.client.HTTPConnection("127.0.0.1", shop.port or 80, timeout=30)
    connection.request("POST", shop.path + path,
                       urllib.parse.urlencode({**form, "idempotency_key": uuid.uuid4().hex}),
                       {"Host": shop.netloc, "Accept": "text/html",
                        "Content-Type": "application/x-www-form-urlencoded",
                        "Origin": f"{shop.scheme}://{shop.netloc}"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != 303:
        raise SystemExit(f"{shop.netloc}{path}: status {answer.status}")


def png():
    """A small picture."""
    def part(name, data):
        return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)
    size = 24
    rows = b"".join(b"\0" + bytes((200, 90 + 5 * y, 60)) * size for y in range(size))
    head = size.to_bytes(4) * 2 + bytes((8, 2, 0, 0, 0))
    return (b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows))
            + part(b"IEND", b""))
