"""A visitor who named a child's age and looked around, for the checks of proposals. Loopback only."""

import re
import urllib.parse

from family import Family


class Guest(Family):
    """One browser without a browser, known to the shop by its session alone."""

    entrance = "/recommendations"

    def __init__(self, base):
        self.base = urllib.parse.urlsplit(base)
        self.cookies = {}
        self.home = self.send("/recommendations/child", {"months": "6"})

    def pages(self):
        """The pages with rows and the one that says why, in two languages."""
        products = list(dict.fromkeys(re.findall(r'href="[^"]*?(/products/[\w-]+)"', self.home)))
        if 'class="section row"' not in self.home or len(products) < 3:
            raise SystemExit(f"{self.base.netloc}: nothing is proposed for a child of 6 months")
        for path in products[:3]:
            page = self.ask("GET", path)[2]
            note = dict(re.findall(r'data-(note|product|token)="([^"]+)"', page))
            status, _, _ = self.ask("POST", "/recommendations/views", {
                "product": note["product"], "form_token": note["token"]})
            if status != 204:
                raise SystemExit(f"{self.base.netloc}{path}: status {status} for a look at it")
        pages = ["/", products[0], "/cart", "/recommendations"]
        return pages + [path + "?lang=en" for path in pages]
