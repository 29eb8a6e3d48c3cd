"""Alipay's side of the open platform with RSA2, on the signing of python-alipay-sdk from PyPI."""
import io
import json
import secrets
import uuid
import zipfile
from urllib.parse import parse_qsl

from alipay import AliPay

import service

APP = "2021000122671080"
BUYER = "2088102119685838"


class AlipayProvider(service.Provider):
    def __init__(self):
        super().__init__()
        self.merchant_key, self.alipay_key = service.make_key(), service.make_key()
        self.other_key = service.make_key()
        self.trades, self.refunds = {}, {}
        # The SDK with the roles turned round, for what Alipay signs, and as a merchant has it.
        self.side = self.sdk(self.alipay_key, self.merchant_key)
        self.liar = self.sdk(self.other_key, self.merchant_key)
        self.merchant = self.sdk(self.merchant_key, self.alipay_key)

    @staticmethod
    def sdk(own, other):
        return AliPay(
            appid=APP, app_notify_url=None, sign_type="RSA2",
            app_private_key_string=service.private_pem(own),
            alipay_public_key_string=service.public_pem(other),
        )

    def checked(self, text):
        """The fields of a signed request or page, held to the signature by the SDK."""
        fields = dict(parse_qsl(text, strict_parsing=True))
        signature = fields.pop("sign")
        raw = "&".join(f"{k}={v}" for k, v in self.side._ordered_data(fields))
        assert self.side._verify(raw, signature), "the signature is wrong"
        assert fields["app_id"] == APP and fields["charset"] == "utf-8"
        return fields, json.loads(fields["biz_content"])

    def call(self, method, target, path, query, headers, body):
        if path == "/bill.zip":
            return 200, {"Content-Type": "application/zip"}, self.bill()
        try:
            fields, content = self.checked(body)
        except AssertionError:
            return self.answer("error", {"code": "40002", "sub_code": "isv.invalid-signature"})
        name = fields["method"]
        value = getattr(self, name.removeprefix("alipay.trade.").replace(".", "_"))(content)
        return self.answer(name, value)

    def answer(self, name, value):
        node = json.dumps(value, ensure_ascii=False)
        signer = self.liar if self.mode == "lie" else self.side
        key = name.replace(".", "_") + "_response"
        text = f'{{"{key}":{node},"sign":"{signer._sign(node)}"}}'
        if signer is self.side and name != "error":
            self.merchant._verify_and_return_sync_response(text, key)
        return 200, {"Content-Type": "text/html;charset=utf-8"}, text

    missing = {"code": "40004", "msg": "Business Failed", "sub_code": "ACQ.TRADE_NOT_EXIST"}

    def query(self, content):
        trade = self.trades.get(content["out_trade_no"])
        # A trade's buyer has one name in answers and another in notices.
        known = {"code": "10000", "msg": "Success {\"}", "buyer_user_id": BUYER}
        return {**known, **trade} if trade else self.missing

    def close(self, content):
        trade = self.trades.get(content["out_trade_no"])
        if not trade:
            return self.missing
        if trade["trade_status"] != "WAIT_BUYER_PAY":
            return {"code": "40004", "sub_code": "ACQ.REASON_TRADE_STATUS_INVALID"}
        trade["trade_status"] = "TRADE_CLOSED"
        return {"code": "10000", "out_trade_no": trade["out_trade_no"]}

    def refund(self, content):
        trade = self.trades.get(content["out_trade_no"])
        if not trade or trade["trade_status"] != "TRADE_SUCCESS":
            return {"code": "40004", "sub_code": "ACQ.TRADE_STATUS_ERROR"}
        number = content["out_request_no"]
        changed = number not in self.refunds
        self.refunds[number] = content | {"trade_no": trade["trade_no"]}
        return {
            "code": "10000", "out_trade_no": trade["out_trade_no"], "trade_no": trade["trade_no"],
            "fund_change": "Y" if changed else "N", "refund_fee": content["refund_amount"],
        }

    def fastpay_refund_query(self, content):
        refund = self.refunds.get(content["out_request_no"])
        if not refund:
            return {"code": "10000", "msg": "Success"}
        return {
            "code": "10000", "out_trade_no": refund["out_trade_no"], "trade_no": refund["trade_no"],
            "out_request_no": content["out_request_no"], "refund_status": "REFUND_SUCCESS",
            "refund_amount": refund["refund_amount"],
        }

    def alipay_data_dataservice_bill_downloadurl_query(self, content):
        assert content["bill_type"] == "trade"
        if content["bill_date"] == "2020-01-01":
            return {"code": "40004", "msg": "Business Failed", "sub_code": "isp.bill_not_exist"}
        return {"code": "10000", "msg": "Success", "bill_download_url": self.url + "/bill.zip?fileId=a%2Bb"}

    def bill(self):
        """The archive that Alipay lets be fetched: details and their sums, in GBK."""
        names = (
            "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,"
            "订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,"
            "券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注"
        )

        def row(trade, number, kind, amount, request=""):
            times = ["2026-11-29 10:00:00", "2026-11-29 10:00:30"]
            return ",".join([
                trade + "\t", number + "\t", kind, "纸尿裤,新生儿", *times, "", "", "", "",
                "buy***@example.com", amount, amount, *["0.00"] * 5, "", "0.00", "0.00", request + "\t",
                "-0.12", "0.00", "",
            ])

        rows = [
            row(t["trade_no"], t["out_trade_no"], "交易", t["total_amount"])
            for t in self.trades.values() if t["trade_status"] == "TRADE_SUCCESS"
        ] + [
            row(r["trade_no"], r["out_trade_no"], "退款", "-" + r["refund_amount"], number)
            for number, r in self.refunds.items()
        ]
        details = [
            "#支付宝业务明细查询", "#账号：[20880000000000000156]",
            "#-----------------------------------------业务明细列表----------------------------------------",
            names, *rows,
            "#-----------------------------------------业务明细列表结束------------------------------------",
            "#交易合计：1笔，商家实收共1.00元",
        ]
        sums = [
            "#支付宝业务汇总查询", "门店编号,门店名称,交易订单总笔数,退款订单总笔数", ",合计,1,1", "#汇总结束",
        ]
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, lines in [("业务明细", details), ("业务明细(汇总)", sums)]:
                archive.writestr(f"20880000000000000156_20261129_{name}.csv", "\r\n".join(lines).encode("gbk"))
        return packed.getvalue()

    # --- What the test asks.

    def control_open(self, url):
        """The shopper opens the page: the trade begins."""
        fields, content = self.checked(url.split("?", 1)[1])
        assert fields["method"] == "alipay.trade.wap.pay", fields["method"]
        self.trades[content["out_trade_no"]] = {
            "out_trade_no": content["out_trade_no"], "trade_status": "WAIT_BUYER_PAY",
            "total_amount": content["total_amount"], "trade_no": "2026" + secrets.token_hex(12),
        }
        return {"number": content["out_trade_no"], "notify": fields["notify_url"]}

    def control_pay(self, number, amount=None):
        self.trades[number]["trade_status"] = "TRADE_SUCCESS"
        if amount:
            self.trades[number]["total_amount"] = amount

    def control_callback(self, number, forge=None, app=APP):
        fields = {
            "app_id": app, "notify_id": uuid.uuid4().hex, "notify_type": "trade_status_sync",
            "charset": "utf-8", "subject": "尿裤 & 湿巾", "sign_type": "RSA2", "buyer_id": BUYER,
            **self.trades[number],
        }
        signer = self.liar if forge == "key" else self.side
        # A notice is signed without the kind of signature.
        signed = {k: v for k, v in fields.items() if k != "sign_type"}
        text = signer.sign_data(signed) + "&sign_type=RSA2"
        if not forge:
            sent = dict(parse_qsl(text))
            assert self.merchant.verify(sent, sent.pop("sign")), "the SDK does not accept this notice"
        if forge == "body":
            text = text.replace("TRADE_SUCCESS", "TRADE_FINISHED")
        return {"headers": {"content-type": "application/x-www-form-urlencoded"}, "body": text}


provider = AlipayProvider()
service.serve(
    provider, app=APP, merchantKey=service.private_pem(provider.merchant_key),
    alipayKey=service.public_pem(provider.alipay_key),
)
