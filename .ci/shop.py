"""A tenant, a gateway and visitors for the checks that sell over HTTP. Loopback only."""

import contextlib
import http.client
import json
import os
import signal
import subprocess
import tempfile
import time
import uuid
from pathlib import Path

YAML = """\
tenant: {slug}
name: {{en: Flash}}
hosts: [{hosts}]
locales: [en]
currency: CNY
timeZone: Asia/Shanghai
market: CN
modules:
  storefront:
    tagline: {{en: All at once}}
    contact: {{email: {slug}@example.com}}
    accent: "#9a3412"
    freight: {{flat: "8.00", freeOver: "99.00"}}
    stages: [{{code: all, from: 0, to: 72, name: {{en: Birth to six}}}}]
    payments:
      - provider: cashOnDelivery
        name: {{en: Cash on delivery}}
{payments}"""
NO_CONNECTION = 2                # what psql ends with when nobody answers
COLUMNS = (
    "sku,barcode,product,category,brand,status,age_from_months,age_to_months,material,safety_class,"
    "registration_number,halal_certificate,option1,value1,option2,value2,price,list_price,"
    "weight_grams,picture,name.en,summary.en,description.en"
)


def write_tenant(folder: Path, slug, stock, hosts=(), payments=""):
    """Writes a tenant's folder; `stock` gives for each SKU the pieces by location.

    `hosts` are names besides its own, `payments` further entries of the list of ways to pay.
    """
    folder.mkdir(parents=True)
    names = ", ".join([f"{slug}.localhost", *hosts])
    (folder / "tenant.yaml").write_text(YAML.format(slug=slug, hosts=names, payments=payments))
    (folder / "categories.csv").write_text("category,parent,position,picture,name.en\ntoys,,1,,Toys\n")
    places = sorted({place for pieces in stock.values() for place in pieces})
    rows = [f"{place},{n},{place.title()}" for n, place in enumerate(places, 1)]
    (folder / "locations.csv").write_text("\n".join(["location,priority,name.en", *rows]) + "\n")
    rows = [
        f"{code},,{code.lower()},toys,Flash,published,0,72,wood,GB 6675,,,,,,,10.00,,100,,Toy {code},"
        f"A toy,One of a kind." for code in stock
    ]
    (folder / "catalogue.csv").write_text("\n".join([COLUMNS, *rows]) + "\n")
    rows = [f"{code},{place},{n}" for code, pieces in stock.items() for place, n in pieces.items()]
    (folder / "stock.csv").write_text("\n".join(["sku,location,on_hand", *rows]) + "\n")


class Visitor:
    """One browser without a browser: a connection and, after the first write, a session."""

    def __init__(self, port, slug, session=None, patience=60):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
        self.host = f"{slug}.localhost"
        self.session = session

    def ask(self, method, path, body=None, key=None):
        headers = {"Host": self.host}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if key:
            headers["Idempotency-Key"] = key
        if self.session:
            headers["Authorization"] = f"Bearer {self.session}"
        self.connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        self.session = answer.headers.get("X-Session-Token") or self.session
        return answer.status, json.loads(text)

    def fill(self, sku, key=None):
        return self.ask("POST", "/api/v1/cart/lines", {"sku": sku, "quantity": 1},
                        key or str(uuid.uuid4()))

    def order(self, cart, key=None):
        form = {
            "cart": cart["id"], "seen_total": cart["total"]["minor"], "payment": "cashOnDelivery",
            "contact": {"name": "Ada", "phone": "13800000000", "address": "1 Lake Road, Hangzhou"},
        }
        return self.ask("POST", "/api/v1/checkout", form, key or str(uuid.uuid4()))

    def sku_id(self, product):
        return self.ask("GET", f"/api/v1/products/{product}")[1]["skus"][0]["id"]


class House:
    """The two commands on a private server of their own, in a folder that goes with them."""

    def __init__(self, binaries, port, scratch):
        self.binaries = Path(binaries).resolve()
        self.port = port
        self.scratch = Path(scratch)
        self.environment = os.environ | {"CRADLE_DATA_ROOT": f"{scratch}/data"}
        self.gateway = None
        self.log = open(f"{scratch}/gateway.log", "w+")

    def admin(self, *arguments):
        return subprocess.run([self.binaries / "tenant-admin", *arguments], env=self.environment,
                              capture_output=True, check=True, text=True).stdout

    def start(self, *options):
        """Starts the gateway and returns when it is ready."""
        self.gateway = subprocess.Popen(
            [self.binaries / "gateway", "--port", str(self.port), "--rate-limit", "0",
             "--log-level", "error", *options],
            env=self.environment, stdout=self.log, stderr=self.log, start_new_session=True)
        self.await_ready()

    def await_ready(self, seconds=60):
        """Waits until the gateway answers with its database; how many seconds that took."""
        begun = time.monotonic()
        while time.monotonic() - begun < seconds:
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/ready")
                if connection.getresponse().status == 200:
                    return time.monotonic() - begun
            time.sleep(0.05)
        raise TimeoutError(f"the gateway was not ready within {seconds} s\n{self.said()}")

    def stop(self):
        if self.gateway and self.gateway.poll() is None:
            self.gateway.send_signal(signal.SIGINT)
            self.gateway.wait(60)

    def said(self):
        self.log.flush()
        return Path(self.log.name).read_text()[-2000:]

    @property
    def postmaster(self):
        return int((self.scratch / "data/data/postmaster.pid").read_text().split()[0])

    def sql(self, text, patience=60):
        """Rows as the owner of the private server sees them, once it lets anybody in.

        A server that was just killed may still be on its way back.
        """
        command = ["psql", "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-F", "\t", "-d",
                   f"host={self.scratch}/data/run user=app_admin dbname=cradle", "-c", text]
        until = time.monotonic() + patience
        while True:
            said = subprocess.run(command, capture_output=True, text=True)
            if said.returncode == 0:
                return [line.split("\t") for line in said.stdout.splitlines() if line]
            if said.returncode != NO_CONNECTION or time.monotonic() > until:
                raise RuntimeError(f"psql: {said.stderr.strip()}")
            time.sleep(0.1)


@contextlib.contextmanager
def house(binaries, port):
    """Gives a house, and ends what it started however the check ends."""
    with tempfile.TemporaryDirectory(prefix="cradle-house-") as scratch:
        os.chmod(scratch, 0o755)
        built = House(binaries, port, scratch)
        try:
            yield built
        finally:
            built.stop()
            # A gateway that was killed leaves its server running for the next one.
            with contextlib.suppress(OSError, ValueError):
                os.kill(built.postmaster, signal.SIGINT)
                while built.postmaster:
                    time.sleep(0.1)
