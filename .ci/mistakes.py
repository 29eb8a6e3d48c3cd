"""Files of products and stock in which every mistake is known by row, line, column and field."""

PLANTED = 1_000
SPACING = 4                      # rows to each mistake; those between are right

# What is done to the fields of a row, and the column (from 1) in which that has to be told.
PRODUCT_MISTAKES = [
    (17, {17: "12.5O"}), (17, {17: "-1.00"}), (17, {17: "12.345"}), (17, {17: b'"1,50"'}),
    (17, {17: ""}), (17, {17: "10000000000.01"}), (18, {18: "10.00"}), (18, {18: "much"}),
    (19, {19: "1.5"}), (19, {19: "0"}), (19, {19: "99999999999999999999"}),
    (7, {7: "2026-11-29"}), (7, {7: "-13"}), (8, {7: "24", 8: "12"}),
    (6, {6: "publisht"}), (4, {4: "nowhere"}), (4, {4: ""}),
    (13, {13: "shape", 14: "round"}), (14, {13: "size", 14: "a|b"}),
    (15, {13: "size", 14: "1", 15: "size", 16: "2"}),
    (1, {1: "small-1"}), (1, {1: "A" * 33}), (1, {1: ""}), (1, {1: "{twin}"}),
    (3, {3: "Has Blanks {n}"}), (3, {3: "{product}"}), (3, {3: "x" * 80 + "{n}"}), (3, {3: ""}),
    (2, {2: "6900000000001"}), (2, {2: "12345"}), (2, {2: "{barcode}"}),
    (21, {21: ""}), (21, {21: "n" * 301}), (23, {23: "d" * 65_537}),
    (5, {5: "=cmd|' /C calc'!A0"}), (20, {20: "nowhere.png"}),
    (9, {9: b"cott\xffn"}), (22, {22: b"a\0b"}), (5, {5: b'Fl"ash'}),
    (22, {23: None}), (23, {24: "more"}),
]
STOCK_MISTAKES = [
    (1, {1: "NOBODY-{n}"}), (2, {2: "moon"}), (3, {3: "many"}), (3, {3: "-1"}), (3, {3: ""}),
    (3, {3: "1.5"}), (3, {3: "10000000000"}), (3, {3: "=1+1"}), (2, {1: "{twin}"}),
    (1, {1: b"SKU-\xc3\x28"}), (2, {3: None}), (3, {4: "more"}),
]


def barcode(number):
    digits = f"690{number:09}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return digits + str(-total % 10)


def product(number):
    text = '"Two\nlines"' if number % 7 == 0 else "One"
    return [f"WRONG-{number}", barcode(number), f"wrong-{number}", "toys", "Flash", "published", "0",
            "72", "wood", "GB 6675", "", "", "", "", "", "", "10.00", "", "100", "",
            f"Toy {number}", "A toy", text]


def write_wrong_products(path, columns):
    return write(path, columns.split(","), product, PRODUCT_MISTAKES,
                 lambda number: {"n": number, "twin": f"WRONG-{number}", "barcode": barcode(number),
                                 "product": f"wrong-{number}"})


def write_wrong_stock(path, _):
    return write(path, ["sku", "location", "on_hand"],
                 lambda number: [f"SKU-{number:08}", ("shop", "warehouse")[number % 2], "5"],
                 STOCK_MISTAKES, lambda number: {"n": number, "twin": f"SKU-{number:08}"})


def write(path, names, fields_of, mistakes, known):
    """Writes the file; the set of (row, line, column, field) that have to be told."""
    planted, line = set(), 2
    with open(path, "wb") as file:
        file.write(",".join(names).encode() + b"\n")
        for number in range(PLANTED * SPACING):
            fields = fields_of(number)
            if number % SPACING == SPACING - 1:
                column, changes = mistakes[number // SPACING % len(mistakes)]
                fields = changed(fields, changes, known(number - 2))
                planted.add((number + 2, line, column, names[column - 1]))
            data = b",".join(as_bytes(field) for field in fields) + b"\n"
            line += data.count(b"\n")
            file.write(data)
    return planted


def changed(fields, changes, known):
    fields = list(fields)
    for column, value in sorted(changes.items()):
        if value is None:
            fields.pop()
        elif column > len(fields):
            fields.append(value)
        else:
            fields[column - 1] = value.format(**known) if isinstance(value, str) else value
    return fields


def as_bytes(field):
    return field if isinstance(field, bytes) else field.encode()
