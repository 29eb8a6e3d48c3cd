"""Stripe's side of Checkout, on the webhook signing and the objects of stripe from PyPI."""
import json
import secrets
import time
from urllib.parse import parse_qsl

import stripe

import service

API_KEY, HOOK_KEY = "sk_test_" + secrets.token_hex(8), "whsec_" + secrets.token_hex(8)


class StripeProvider(service.Provider):
    def __init__(self):
        super().__init__()
        self.sessions, self.refunds, self.keys = {}, {}, {}

    def call(self, method, target, path, query, headers, body):
        if headers.get("Authorization") != f"Bearer {API_KEY}":
            return self.error(401, "api_key_invalid")
        form = dict(parse_qsl(body, strict_parsing=True)) if body else {}
        key = headers.get("Idempotency-Key")
        if method == "POST" and key in self.keys:
            earlier, answer = self.keys[key]
            return answer if earlier == form else self.error(400, "idempotency_error")
        answer = self.route(method, path, form, query)
        if method == "POST" and key:
            self.keys[key] = (form, answer)
        return answer

    @staticmethod
    def ok(value):
        return 200, {"Content-Type": "application/json"}, json.dumps(value)

    @staticmethod
    def error(status, code):
        return status, {}, json.dumps({"error": {"type": "invalid_request_error", "code": code}})

    def route(self, method, path, form, query):
        words = path.strip("/").split("/")[1:]
        if words == ["checkout", "sessions"]:
            return self.ok(self.session(form))
        if words[:2] == ["checkout", "sessions"]:
            session = self.sessions.get(words[2])
            if not session:
                return self.error(404, "resource_missing")
            if words[3:] == ["expire"]:
                if session["status"] != "open":
                    return self.error(400, "session_not_open")
                session["status"] = "expired"
            return self.ok(session)
        if words == ["refunds"] and method == "POST":
            return self.refund(form)
        if words == ["refunds"] or words == ["charges"]:
            return self.listed(words[0], query)
        if words[0] == "refunds":
            return self.ok(self.refunds[words[1]])
        return self.error(404, "unknown")

    def session(self, form):
        assert form["mode"] == "payment" and form["line_items[0][quantity]"] == "1"
        number = form["client_reference_id"]
        assert form["metadata[payment]"] == number
        assert form["payment_intent_data[metadata][payment]"] == number
        session = {
            "id": "cs_test_" + secrets.token_hex(8), "object": "checkout.session",
            "client_reference_id": number, "metadata": {"payment": number}, "status": "open",
            "payment_status": "unpaid", "payment_intent": None,
            "amount_total": int(form["line_items[0][price_data][unit_amount]"]),
            "currency": form["line_items[0][price_data][currency]"],
            "expires_at": int(time.time()) + 86400, "created": int(time.time()),
        }
        session["url"] = "https://checkout.stripe.com/c/pay/" + session["id"]
        self.sessions[session["id"]] = session
        return session

    def refund(self, form):
        session = next(
            (s for s in self.sessions.values() if s["payment_intent"] == form["payment_intent"]), None
        )
        if not session:
            return self.error(404, "resource_missing")
        amount = int(form["amount"])
        before = sum(
            r["amount"] for r in self.refunds.values()
            if r["payment_intent"] == form["payment_intent"]
        )
        if before + amount > session["amount_total"]:
            return self.error(400, "charge_already_refunded")
        refund = {
            "id": "re_" + secrets.token_hex(8), "object": "refund", "amount": amount,
            "currency": session["currency"], "payment_intent": form["payment_intent"],
            "status": "pending", "metadata": {"refund": form["metadata[refund]"]},
        }
        self.refunds[refund["id"]] = refund
        return self.ok(refund)

    def listed(self, kind, query):
        if kind == "refunds":
            items = list(self.refunds.values())
        else:
            items = [
                {
                    "id": "ch_" + s["id"][8:], "object": "charge", "paid": True,
                    "amount": s["amount_total"], "currency": s["currency"],
                    "payment_intent": s["payment_intent"], "metadata": s["metadata"],
                }
                for s in self.sessions.values() if s["payment_status"] == "paid"
            ]
        after = query.get("starting_after", [None])[0]
        start = next((i + 1 for i, item in enumerate(items) if item["id"] == after), 0)
        # One at a time, so that the pages are walked.
        return self.ok({
            "object": "list", "data": items[start:start + 1], "has_more": start + 1 < len(items),
        })

    # --- What the test asks.

    def latest(self, number):
        return [s for s in self.sessions.values() if s["client_reference_id"] == number][-1]

    def control_pay(self, number, amount=None):
        session = self.latest(number)
        session |= {
            "payment_status": "paid", "status": "complete",
            "payment_intent": session["payment_intent"] or "pi_" + secrets.token_hex(8),
        }
        if amount:
            session["amount_total"] = amount

    def control_finish(self, number, status="succeeded"):
        self.found(number)["status"] = status

    def found(self, number):
        return next(r for r in self.refunds.values() if r["metadata"]["refund"] == number)

    def control_waiting(self):
        return {"numbers": [
            s["client_reference_id"] for s in self.sessions.values() if s["status"] == "open"
        ]}

    def control_refunds(self):
        return {"numbers": [r["metadata"]["refund"] for r in self.refunds.values()]}

    def control_session(self, number):
        return self.latest(number)

    def control_callback(self, number, age=0, forge=None):
        """An event as Stripe sends it, taken apart by the stripe package first."""
        if number.startswith("rfd_"):
            value, kind = self.found(number), "refund.updated"
        else:
            value, kind = self.latest(number), "checkout.session.completed"
        body = json.dumps({
            "id": "evt_" + secrets.token_hex(8), "object": "event", "type": kind,
            "created": int(time.time()), "data": {"object": value},
        })
        header = stripe.WebhookSignature.generate_signature_header(
            body, "whsec_other" if forge == "key" else HOOK_KEY, int(time.time()) - age
        )
        if not forge and not age:
            event = stripe.Webhook.construct_event(body, header, HOOK_KEY)
            assert event["data"]["object"]["id"] == value["id"]
        if forge == "body":
            body = body.replace("evt_", "evz_")
        return {"headers": {"stripe-signature": header}, "body": body}


provider = StripeProvider()
service.serve(provider, apiKey=API_KEY, hookKey=HOOK_KEY)
