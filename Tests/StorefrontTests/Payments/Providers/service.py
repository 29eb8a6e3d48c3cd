"""A provider of payments on loopback, for the tests: whoever starts it holds its standard input.

The protocol's own work (signing, opening, checking) is done by a package from PyPI that the shop's
authors did not write. The first line on standard output says where the service is and with which
keys; `/_control/…` is for the test, everything else for the shop.
"""
import json
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa


def make_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def private_pem(key):
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def public_pem(key):
    return key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    provider = None

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.answer()

    def do_POST(self):
        self.answer()

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        parts = urlsplit(self.path)
        provider = type(self).provider
        if parts.path.startswith("/_control/"):
            values = json.loads(body or "{}")
            try:
                what = getattr(provider, "control_" + parts.path.split("/")[2])
                status, headers, text = 200, {}, json.dumps(what(**values) or {})
            except Exception as error:  # The test fails, and its log says why.
                print(f"{parts.path}: {error!r}", file=sys.stderr, flush=True)
                status, headers, text = 500, {}, "{}"
        elif provider.mode == "down":
            status, headers, text = 503, {}, ""
        else:
            if provider.mode == "slow":
                time.sleep(3)
            provider.calls.append(f"{self.command} {parts.path}")
            status, headers, text = provider.call(
                self.command, self.path, parts.path, parse_qs(parts.query), self.headers, body
            )
        data = text if isinstance(text, bytes) else text.encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


class Provider:
    """What all providers of the tests share: how they behave, and what they were asked."""

    mode = "ok"

    def __init__(self):
        self.calls = []

    def control_mode(self, mode):
        self.mode = mode

    def control_calls(self):
        return {"calls": self.calls}


def serve(provider, **said):
    Handler.provider = provider
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    print(json.dumps({"url": provider.url, **said}), flush=True)

    def wait_for_the_end():
        sys.stdin.read()
        os._exit(0)

    threading.Thread(target=wait_for_the_end, daemon=True).start()
    server.serve_forever()
