"""WeChat Pay's side of APIv3, on the signing and opening of wechatpayv3 from PyPI."""
import hashlib
import json
import re
import secrets
import time
import uuid
from base64 import b64encode
from datetime import datetime, timedelta, timezone
from unittest import mock

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.x509.oid import NameOID
from wechatpayv3 import WeChatPay, WeChatPayType, utils

import service

MERCHANT, APP, SERIAL = "1900000109", "wxd678efh567hg6787", "7132D72A03E93CDDF8C03BBD1F37EEDF"
KEY_ID = "PUB_KEY_ID_0119000001092024"
API_KEY = secrets.token_hex(16)


class WeChatPayProvider(service.Provider):
    def __init__(self):
        super().__init__()
        self.merchant_key, self.platform_key = service.make_key(), service.make_key()
        self.other_key = service.make_key()
        self.orders, self.refunds = {}, {}
        self.certificate = self.make_certificate()
        self.certificate_serial = f"{self.certificate.serial_number:X}"
        # The client of PyPI, with which every message is checked before it is given away.
        self.client = WeChatPay(
            wechatpay_type=WeChatPayType.NATIVE, mchid=MERCHANT,
            private_key=service.private_pem(self.merchant_key), cert_serial_no=SERIAL,
            apiv3_key=API_KEY, appid=APP, notify_url="https://shop.test/",
            public_key=service.public_pem(self.platform_key), public_key_id=KEY_ID,
        )

    def make_certificate(self):
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tenpay.com sign")])
        now = datetime.now(timezone.utc)
        return (
            x509.CertificateBuilder().subject_name(name).issuer_name(name)
            .public_key(self.platform_key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=365))
            .sign(self.platform_key, hashes.SHA256())
        )

    # --- What the shop asks.

    def call(self, method, target, path, query, headers, body):
        # Who looks is asked without a signature, by the key of the official account.
        problem = None if path.startswith("/sns/") else self.problem(method, target, headers, body)
        if problem:
            return self.signed(401, {"code": "SIGN_ERROR", "message": problem}, headers)
        if path == "/download":
            return 200, {}, self.bill()
        status, value = self.route(method, path, json.loads(body) if body else {})
        return self.signed(status, value, headers)

    def problem(self, method, target, headers, body):
        """What is wrong with the request: its signature is made anew by wechatpayv3."""
        given = headers.get("Authorization") or ""
        found = dict(re.findall(r'(\w+)="([^"]*)"', given))
        if not found.get("timestamp") or abs(time.time() - int(found["timestamp"])) > 300:
            return "time"
        with mock.patch("wechatpayv3.utils.time.time", return_value=int(found["timestamp"])):
            expected = utils.build_authorization(
                target, method, MERCHANT, SERIAL, self.merchant_key, data=body or None,
                nonce_str=found["nonce_str"],
            )
        return None if given == expected else "signature"

    def signed(self, status, value, headers):
        body = "" if value is None else json.dumps(value, ensure_ascii=False)
        stamp, nonce = str(int(time.time())), uuid.uuid4().hex
        key = self.other_key if self.mode == "lie" else self.platform_key
        asks_by_key = headers.get("Wechatpay-Serial") == KEY_ID
        return status, {
            "Content-Type": "application/json", "Wechatpay-Timestamp": stamp,
            "Wechatpay-Nonce": nonce,
            "Wechatpay-Serial": KEY_ID if asks_by_key else self.certificate_serial,
            "Wechatpay-Signature": utils.rsa_sign(key, f"{stamp}\n{nonce}\n{body}\n"),
        }, body

    def route(self, method, path, value):
        if path == "/v3/certificates":
            return 200, {"data": [self.sealed_certificate()]}
        if path == "/sns/oauth2/access_token":
            return 200, {"openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o", "scope": "snsapi_base"}
        if match := re.fullmatch(r"/v3/pay/transactions/(native|jsapi|h5)", path):
            if value["mchid"] != MERCHANT or value["appid"] != APP:
                return 400, {"code": "APPID_MCHID_NOT_MATCH"}
            number, scene = value["out_trade_no"], match[1]
            known = self.orders.setdefault(number, {
                "appid": APP, "mchid": MERCHANT, "out_trade_no": number, "trade_state": "NOTPAY",
                "trade_type": {"h5": "MWEB"}.get(scene, scene.upper()), "amount": value["amount"],
                "notify_url": value["notify_url"],
                "asked": value.get("payer") or value.get("scene_info"),
            })
            if known["trade_type"] != {"h5": "MWEB"}.get(scene, scene.upper()):
                return 403, {"code": "OUT_TRADE_NO_USED"}
            if scene == "jsapi" and not value["payer"]["openid"]:
                return 400, {"code": "PARAM_ERROR"}
            if scene == "h5" and value["scene_info"]["h5_info"]["type"] != "Wap":
                return 400, {"code": "PARAM_ERROR"}
            if known["trade_state"] == "CLOSED":
                return 400, {"code": "ORDER_CLOSED"}
            if known["trade_state"] != "NOTPAY":
                return 400, {"code": "ORDERPAID"}
            return 200, {
                "native": {"code_url": f"weixin://wxpay/bizpayurl?pr={number[-8:]}"},
                "jsapi": {"prepay_id": f"wx{number[-24:]}"},
                "h5": {"h5_url": "https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx"
                       + number[-24:] + "&package=2150917749"},
            }[scene]
        if match := re.fullmatch(r"/v3/pay/transactions/out-trade-no/([\w-]+)(/close)?", path):
            order = self.orders.get(match[1])
            if not order:
                return 404, {"code": "ORDER_NOT_EXIST"}
            if not match[2]:
                return 200, {k: v for k, v in order.items() if k not in ("notify_url", "asked")}
            if order["trade_state"] == "SUCCESS":
                return 400, {"code": "ORDERPAID"}
            order["trade_state"] = "CLOSED"
            return 204, None
        if path == "/v3/refund/domestic/refunds":
            return self.refund(value)
        if match := re.fullmatch(r"/v3/refund/domestic/refunds/([\w-]+)", path):
            refund = self.refunds.get(match[1])
            return (200, refund) if refund else (404, {"code": "RESOURCE_NOT_EXISTS"})
        if path == "/v3/bill/tradebill":
            digest = hashlib.sha1(self.bill()).hexdigest()
            url = self.url + "/download?token=a%2Bb"
            return 200, {"hash_type": "SHA1", "hash_value": digest, "download_url": url}
        return 404, {"code": "NOT_FOUND"}

    def refund(self, value):
        order = self.orders.get(value["out_trade_no"])
        if not order or order["trade_state"] not in ("SUCCESS", "REFUND"):
            return 404, {"code": "RESOURCE_NOT_EXISTS"}
        number, amount = value["out_refund_no"], value["amount"]
        others = sum(
            r["amount"]["refund"] for n, r in self.refunds.items()
            if r["out_trade_no"] == value["out_trade_no"] and n != number
        )
        if others + amount["refund"] > order["amount"]["total"]:
            return 400, {"code": "INVALID_REQUEST"}
        order["trade_state"] = "REFUND"
        refund = self.refunds.setdefault(number, {
            "refund_id": "50" + secrets.token_hex(8), "out_refund_no": number,
            "transaction_id": order["transaction_id"], "out_trade_no": value["out_trade_no"],
            "status": "PROCESSING", "amount": amount,
        })
        return 200, refund

    def sealed(self, text, data):
        nonce = secrets.token_hex(6)
        sealed = AESGCM(API_KEY.encode()).encrypt(nonce.encode(), text.encode(), data.encode())
        return {
            "algorithm": "AEAD_AES_256_GCM", "ciphertext": b64encode(sealed).decode(),
            "nonce": nonce, "associated_data": data,
        }

    def sealed_certificate(self):
        pem = self.certificate.public_bytes(serialization.Encoding.PEM).decode()
        return {
            "serial_no": self.certificate_serial, "effective_time": "2026-01-01T00:00:00+08:00",
            "expire_time": "2031-01-01T00:00:00+08:00",
            "encrypt_certificate": self.sealed(pem, "certificate"),
        }

    def bill(self):
        names = (
            "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,"
            "货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,"
            "商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注"
        )
        yuan = lambda cents: f"{cents / 100:.2f}"
        rows = []
        for order in self.orders.values():
            if order["trade_state"] not in ("SUCCESS", "REFUND"):
                continue
            total = yuan(order["amount"]["total"])
            rows.append([
                "2026-11-28 10:00:00", APP, MERCHANT, "0", "", order["transaction_id"],
                order["out_trade_no"], "o1", "NATIVE", "SUCCESS", "OTHERS", "CNY", total, "0.00",
                "0", "0", "0.00", "0.00", "", "", "纸尿裤,新生儿", "", "0.01", "0.60%", total, "0.00", "",
            ])
        for refund in self.refunds.values():
            if refund["status"] != "SUCCESS":
                continue
            back = yuan(refund["amount"]["refund"])
            rows.append([
                "2026-11-28 11:00:00", APP, MERCHANT, "0", "", refund["transaction_id"],
                refund["out_trade_no"], "o1", "NATIVE", "REFUND", "OTHERS", "CNY", "0.00", "0.00",
                refund["refund_id"], refund["out_refund_no"], back, "0.00", "ORIGINAL", "SUCCESS",
                "纸尿裤", "", "0.00", "0.60%", "0.00", back, "",
            ])
        lines = [names] + [",".join("`" + value for value in row) for row in rows]
        lines += ["总交易单数,应结订单总金额", f"`{len(rows)},`0.00"]
        return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()

    # --- What the test asks.

    def control_pay(self, number, amount=None, currency="CNY"):
        order = self.orders[number]
        order["trade_state"] = "SUCCESS"
        order.setdefault("transaction_id", "42" + secrets.token_hex(12))
        order["payer"] = {"openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"}
        if amount is not None:
            order["amount"] = {"total": amount, "currency": currency}

    def control_finish(self, number, status="SUCCESS"):
        self.refunds[number]["status"] = status

    def control_bridge(self, text):
        """What a page gives to WeChat, held to the signature that wechatpayv3 makes."""
        value = json.loads(text)
        signed = [value[k] for k in ("appId", "timeStamp", "nonceStr", "package")]
        assert value["signType"] == "RSA" and value["appId"] == APP
        assert value["paySign"] == self.client.sign(signed), "the bridge's signature is wrong"
        return {"package": value["package"]}

    def control_refunds(self):
        return {"numbers": list(self.refunds)}

    def control_order(self, number):
        return self.orders.get(number) or {}

    def control_forget(self, number):
        self.orders.pop(number, None)

    def control_callback(self, number, age=0, forge=None, certificate=False, mchid=MERCHANT):
        """A message as WeChat Pay sends it, checked with the client of wechatpayv3 first."""
        if number in self.refunds:
            refund = self.refunds[number]
            value = {k: v for k, v in refund.items() if k != "status"}
            value |= {"mchid": mchid, "refund_status": refund["status"]}
            kind, original = "REFUND." + refund["status"], "refund"
        else:
            order = self.orders[number]
            value = {k: v for k, v in order.items() if k not in ("notify_url", "asked")}
            value |= {"mchid": mchid}
            kind, original = "TRANSACTION." + order["trade_state"], "transaction"
        body = json.dumps({
            "id": f"EV-{uuid.uuid4()}", "create_time": datetime.now(timezone.utc).isoformat(),
            "resource_type": "encrypt-resource", "event_type": kind, "summary": "支付成功",
            "resource": self.sealed(json.dumps(value), original) | {"original_type": original},
        }, ensure_ascii=False)
        stamp, nonce = str(int(time.time()) - age), uuid.uuid4().hex
        key = self.other_key if forge == "key" else self.platform_key
        headers = {
            "Wechatpay-Timestamp": stamp, "Wechatpay-Nonce": nonce,
            "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
            "Wechatpay-Serial": self.certificate_serial if certificate else KEY_ID,
            "Wechatpay-Signature": utils.rsa_sign(key, f"{stamp}\n{nonce}\n{body}\n"),
        }
        if not forge and not certificate and not age:
            assert self.client.callback(headers, body), "wechatpayv3 does not accept this message"
        if forge == "body":
            body = body.replace("EV-", "EW-")
        return {"headers": {k.lower(): v for k, v in headers.items()}, "body": body}


provider = WeChatPayProvider()
service.serve(
    provider, merchantKey=service.private_pem(provider.merchant_key), apiKey=API_KEY,
    platformKey=service.public_pem(provider.platform_key), platformKeyID=KEY_ID,
    merchant=MERCHANT, app=APP, serial=SERIAL,
)
