"""Pictures of labels, receipts and forms with the lines that stand on them, drawn by Chromium from a seed."""

import html
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

# What happens to a picture on its way: style of the sheet. The last three cannot be read by anybody.
CONDITIONS = {
    "clean": "",
    "small": "font-size:17px",
    "turned": "transform:rotate(1.6deg)",
    "faint": "color:#777;background:#dcdad2",
    "soft": "filter:blur(1px)",
    "shadow": "background:linear-gradient(100deg,#fff 20%,#8c8a84 100%)",
    "blurred": "filter:blur(9px)",
    "tiny": "font-size:4px",
    "black": "color:#050505;background:#000",
}
UNREADABLE = ("blurred", "tiny", "black")


def number(chance, digits):
    return "".join(chance.choice("0123456789") for _ in range(digits))


def day(chance):
    return f"{chance.randint(2025, 2027)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"


def label(chance, zh):
    stage, weight = chance.randint(1, 4), chance.choice((400, 700, 800, 900))
    if zh:
        brand = chance.choice(("小鹿", "晨禾", "安芽", "暖芽"))
        return [f"{brand}婴儿配方奶粉 {stage} 段", f"净含量：{weight} 克", "配料：生牛乳、乳糖、植物油",
                f"生产日期：{day(chance)}", f"保质期：{chance.choice((18, 24))} 个月",
                f"批号：L{number(chance, 8)}", "贮存：阴凉干燥处，开罐后四周内用完"]
    return [f"Infant formula stage {stage}", f"Net weight {weight} g", "Ingredients: milk, lactose, oils",
            f"Production date {day(chance)}", f"Best before {day(chance)}",
            f"Lot L{number(chance, 8)}", "Store in a cool dry place"]


def receipt(chance, zh):
    names = ("纸尿裤 L 码", "奶瓶 240 毫升", "湿巾 80 抽", "米粉 250 克") if zh else (
        "Diapers size L", "Bottle 240 ml", "Wipes 80 sheets", "Rice cereal 250 g")
    lines, total = [], 0
    for name in chance.sample(names, 3):
        price = chance.randint(990, 29900)
        total += price
        lines.append(f"{name} {price / 100:.2f}")
    if zh:
        return [f"订单号 {number(chance, 12)}", *lines, f"合计 {total / 100:.2f} 元", f"日期 {day(chance)}", "谢谢惠顾"]
    return [f"Order {number(chance, 12)}", *lines, f"Total {total / 100:.2f}", f"Date {day(chance)}", "Thank you"]


def slip(chance, zh):
    if zh:
        return [f"运单号 SF{number(chance, 12)}", f"重量 {chance.randint(1, 9)}.{chance.randint(0, 9)} 公斤",
                f"收件人 林**", f"备注：易碎，请轻放", f"日期 {day(chance)}"]
    return [f"Tracking SF{number(chance, 12)}", f"Weight {chance.randint(1, 9)}.{chance.randint(0, 9)} kg",
            "Recipient L. Lin", "Fragile, handle with care", f"Date {day(chance)}"]


def form(chance, zh):
    tall, heavy = f"{chance.randint(50, 95)}.{chance.randint(0, 9)}", f"{chance.randint(3, 14)}.{chance.randint(0, 9)}"
    if zh:
        return ["儿童健康检查记录", f"出生日期 {day(chance)}", f"身长 {tall} 厘米", f"体重 {heavy} 千克",
                f"头围 {chance.randint(33, 49)}.{chance.randint(0, 9)} 厘米", f"下次检查 {day(chance)}"]
    return ["Child health record", f"Date of birth {day(chance)}", f"Length {tall} cm", f"Weight {heavy} kg",
            f"Head {chance.randint(33, 49)}.{chance.randint(0, 9)} cm", f"Next visit {day(chance)}"]


KINDS = {"label": label, "receipt": receipt, "slip": slip, "form": form}


def sheets():
    """Name, condition, language and lines of each picture; a skin without words at the end."""
    chance = random.Random(20261130)
    for condition in CONDITIONS:
        for kind, lines in KINDS.items():
            for language in ("zh", "en"):
                font = chance.choice(("Noto Sans CJK SC", "Noto Serif CJK SC"))
                yield f"{condition}-{kind}-{language}", condition, language, lines(chance, language == "zh"), font
    yield "skin", "skin", "zh", [], ""


def page(condition, lines, font):
    if condition == "skin":
        spots = "".join(
            f'<i style="left:{30 + 37 * k % 620}px;top:{20 + 53 * k % 420}px;width:{8 + k % 9}px;height:{8 + k % 7}px"></i>'
            for k in range(60))
        return ("<style>body{margin:0;background:#e9bfa4;width:720px;height:480px}"
                "i{position:absolute;border-radius:50%;background:#c96a5c;filter:blur(2px)}</style>" + spots)
    rows = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    return ("<meta charset=utf-8><style>body{margin:0;background:#fff}"
            "div{box-sizing:border-box;width:720px;height:480px;padding:28px 36px;background:#fff;color:#111;"
            f"font:26px/1.5 '{font}'}}p{{margin:0 0 12px}}</style>"
            f"<div style=\"{CONDITIONS[condition]}\">{rows}</div>")


def draw(folder):
    """Draws all pictures into a folder and says what stands on each."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        sys.exit("chromium is missing: apt-get install -y chromium fonts-noto-cjk")
    drawn = []
    with tempfile.TemporaryDirectory() as scratch:
        for name, condition, language, lines, font in sheets():
            source, picture = pathlib.Path(scratch) / f"{name}.html", folder / f"{name}.png"
            source.write_text(page(condition, lines, font), "utf-8")
            subprocess.run(
                [chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                 "--hide-scrollbars", f"--user-data-dir={scratch}/profile", "--window-size=720,480",
                 f"--screenshot={picture}", source.as_uri()],
                check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
            drawn.append((picture, condition, language, lines))
    return drawn
