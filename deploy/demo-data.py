#!/usr/bin/env python3
"""Writes the demonstration data: a Russian-English trading company, two years, about 2,000 parties.

    deploy/demo-data.py sql/seed/demo

The same run gives the same bytes, and answers.json counts them again independently of the product.
Numbers are valid but nobody's: INN and OGRN of a region that does not exist, phones of unassigned
ranges, e-mails below .example.
"""
import collections
import csv
import datetime
import json
import pathlib
import random
import sys

sys.dont_write_bytecode = True
import demo_words as words  # noqa: E402

COMPANIES, PEOPLE, TALKS = 1400, 600, 3000
FIRST_DAY, DAYS = datetime.date(2024, 11, 1), 730
dice = random.Random(1703)
tables = collections.defaultdict(list)


def digits(count):
    return "".join(dice.choice("0123456789") for _ in range(count))


def weighted(number, weights):
    return sum(int(digit) * weight for digit, weight in zip(number, weights))


def inn():
    number = "9998" + digits(5)
    return number + str(weighted(number, (2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10)


def ogrn():
    number = "1" + dice.choice(("05", "11", "17", "22")) + "98" + digits(7)
    return number + str(int(number) % 11 % 10)


def luhn(number):
    total = sum(sum(divmod(int(d) * (2 - i % 2), 10)) for i, d in enumerate(reversed(number)))
    return str(-total % 10)


def vat(country):
    if country == "DE":
        number, product = "9" + digits(7), 10
        for digit in number:
            product = ((product + int(digit)) % 10 or 10) * 2 % 11
        return "DE" + number + str((11 - product) % 10)
    if country == "PL":
        while True:
            number = "9" + digits(8)
            check = weighted(number, (6, 5, 7, 2, 3, 4, 5, 6, 7)) % 11
            if check < 10:
                return "PL" + number + str(check)
    if country == "IT":
        number = "9" + digits(6) + "015"
        return "IT" + number + luhn(number)
    if country == "FR":
        number = "9" + digits(7)
        number += luhn(number)
        return f"FR{(12 + 3 * (int(number) % 97)) % 97:02d}{number}"
    return ""


def account(bic):
    number = "40702810" + "0" + digits(11)
    for key in range(10):
        full = number[:8] + str(key) + number[9:]
        if sum(int(d) * (7, 1, 3)[i % 3] for i, d in enumerate(bic[-3:] + full)) % 10 == 0:
            return full
    raise AssertionError("one of ten keys always fits")


def add(table, **row):
    tables[table].append({name: "" if value is None else value for name, value in row.items()})


def sellers(roles):
    group = "purchasing" if roles == {"supplier"} else dice.choice(("sales-msk", "sales-spb"))
    return dice.choice([a for a in words.ACCOUNTS if a[2] == group])


def phone(number):
    local = f"{number:07d}"
    return lambda code: dice.choice((
        "8 ({c}) {a}-{b}-{d}", "+7 {c} {a}-{b}-{d}", "8{c}{a}{b}{d}", "({c}) {a} {b} {d}",
    )).format(c=code, a=local[:3], b=local[3:5], d=local[5:])


def company(number):
    key, abroad = f"C{number:04d}", number % 4 == 3
    roles = {dice.choices(("customer", "supplier", "partner"), (70, 24, 6))[0]}
    if dice.random() < 0.08:
        roles.add(dice.choice(("customer", "supplier")))
    group = "partners" if roles == {"partner"} else dice.choice(
        ("producers", "carriers") if roles == {"supplier"} else ("retail", "wholesale", "horeca"))
    owner = sellers(roles)
    row = {"ID": key, "Kind": "company", "Type": " ".join(sorted(roles)), "Code": f"K-{number:05d}"}
    if abroad:
        place = words.ABROAD[number // 4 % len(words.ABROAD)]
        country, currency, language, form, city, prefix, pattern = place
        at = number // 4
        first = words.FOREIGN_FIRST[at % 20]
        name = f"{first} {words.FOREIGN_SECOND[at // 20 % 15]} {form}"
        name += " II" if at >= 300 else ""
        postal = "".join(digits(1) if sign == "#" else sign for sign in pattern)
        call = f"{prefix} {number:07d}" if prefix[:2] in ("+1", "+7") else f"{prefix} {number:06d}"
        row |= {"Name": name, "Legal": name, "VAT": vat(country)}
    else:
        city, region, code, start = words.RUSSIAN_CITIES[dice.choices(
            range(15), (30, 22) + (4,) * 13)[0]]
        country, currency, language, at = "RU", "RUB", "ru", number - number // 4
        first, second = words.FIRST[at % 30], words.SECOND[at // 30 % 20]
        name = f"{first}{second}" + (f"-{at // 600 + 1}" if at >= 600 else "")
        form = dice.choice(("ООО", "ООО", "ООО", "АО", "ПАО"))
        postal, call = start + digits(3), phone(number)(code)
        row |= {"Name": f"{form} «{name}»", "INN": inn(), "KPP": "999801001", "OGRN": ogrn()}
        if number % 2:
            row["Legal"] = f"{words.FORMS[form]} «{name}»"
        else:
            bic = "049999" + dice.choice(("101", "555", "777"))
            add("bank-accounts", ID=f"{key}-1", Party=key, Bank="Учебный банк «Пример»",
                BIC=bic, Account=account(bic), Currency="RUB")
    above = number > 50 and number % 17 == 0
    parent = f"C{dice.randrange(number // 10 * 10 + 1):04d}" if above else ""
    add("parties", **row | {
        "Country": country, "Currency": currency, "Language": language, "Group": group,
        "Rating": dice.choice(("", 1, 2, 3, 3, 4, 4, 5)), "Parent": parent, "Owner": owner[0],
        "Department": owner[2]})
    house = f"{dice.randrange(1, 180)}"
    if country in ("RU", "BY", "KZ"):
        street = f"{dice.choice(words.STREETS)} ул., д. {house}"
    else:
        street = f"{dice.choice(words.FOREIGN_FIRST)} Street {house}"
    add("addresses", ID=f"{key}-1", Party=key, Kind="legal", Country=country, Postal=postal,
        Region="" if abroad else region, City=city, Street=street)
    if number % 100 == 42:
        call = call[:6]
    add("channels", ID=f"{key}-p", Party=key, Kind="phone", Value=call)
    add("channels", ID=f"{key}-e", Party=key, Kind="email",
        Value=f"Office@company{number:04d}.example")
    if number % 5 == 0:
        tag = words.TAGS[number // 5 % len(words.TAGS)][0]
        add("party-tags", ID=f"{key}-{tag}", Party=key, Tag=tag)


def person(number):
    key, employer = f"P{number:04d}", tables["parties"][dice.randrange(COMPANIES)]
    foreign = employer["Language"] not in ("ru",)
    if foreign:
        name = f"{dice.choice(words.FOREIGN_NAMES)} {dice.choice(words.FOREIGN_SURNAMES)}"
        position = dice.choice(words.FOREIGN_POSITIONS)
    else:
        woman = dice.random() < 0.5
        first = dice.choice(words.WOMEN if woman else words.MEN)
        middle = dice.choice(words.FATHERS) + ("на" if woman else "ич")
        name = f"{dice.choice(words.SURNAMES)}{'а' if woman else ''} {first} {middle}"
        position = dice.choice(words.POSITIONS)
    add("parties", ID=key, Kind="person", Type="", Name=name, Country=employer["Country"],
        Language=employer["Language"], Owner=employer["Owner"], Department=employer["Department"])
    started = FIRST_DAY + datetime.timedelta(dice.randrange(-2000, 0))
    add("contacts", ID=f"{key}-1", Company=employer["ID"], Person=key, Position=position,
        From=started)
    if number % 12 == 0:
        before = tables["parties"][(int(employer["ID"][1:]) + 7) % COMPANIES]["ID"]
        add("contacts", ID=f"{key}-0", Company=before, Person=key, Position=position,
            From=started - datetime.timedelta(900), Until=started - datetime.timedelta(1))
    add("channels", ID=f"{key}-e", Party=key, Kind="email",
        Value=f"person{number:04d}@mail.example")
    if not foreign:
        add("channels", ID=f"{key}-p", Party=key, Kind="phone", Value=phone(number)("900"))


def talk(number):
    party = tables["parties"][dice.randrange(COMPANIES)]
    kind = dice.choices(tuple(words.TALK), (40, 30, 10, 12, 8))[0]
    directions, longest, subjects, outcomes = words.TALK[kind]
    day = FIRST_DAY + datetime.timedelta(dice.randrange(DAYS))
    at = f"{day}T{dice.randrange(6, 16):02d}:{dice.choice((0, 15, 30, 45)):02d}:00Z"
    add("interactions", ID=f"I{number:05d}", Party=party["ID"], Kind=kind,
        Direction=dice.choice(directions), At=at,
        Minutes=dice.randrange(5, longest + 1, 5) if longest else "", Subject=dice.choice(subjects),
        Outcome=dice.choice(outcomes), Owner=party["Owner"], Department=party["Department"])


def count(table, *names):
    return dict(sorted(collections.Counter(
        " / ".join(str(row.get(name, "")) for name in names) for row in tables[table]).items()))


def answers():
    parties, roles = tables["parties"], ("customer", "supplier", "partner")
    return {
        "rows": {table: len(rows) for table, rows in sorted(tables.items())},
        "parties": {
            "kind": count("parties", "Kind"), "country": count("parties", "Country"),
            "owner": count("parties", "Owner"), "department": count("parties", "Department"),
            "group": count("parties", "Group"),
            "role": {role: sum(role in row["Type"] for row in parties) for role in roles},
            "with_parent": sum(bool(row.get("Parent")) for row in parties)},
        "addresses": {"city": count("addresses", "City")},
        "channels": {"kind": count("channels", "Kind"),
                     "invalid": sum(len(row["Value"]) <= 6 for row in tables["channels"])},
        "interactions": {
            "kind": count("interactions", "Kind"), "owner": count("interactions", "Owner"),
            "department": count("interactions", "Department"),
            "month": dict(sorted(collections.Counter(
                row["At"][:7] for row in tables["interactions"]).items())),
            "minutes": sum(int(row["Minutes"] or 0) for row in tables["interactions"])},
        "search": {word: sorted(row["ID"] for row in parties if word in (
            row["Name"] + " " + row.get("Legal", "")).lower()) for word in (
                "ромашка", "ладогатекстиль", "lighthouse", "волков")},
    }


def write(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in tables.items():
        names = list(dict.fromkeys(name for row in rows for name in row))
        with open(folder / f"{table}.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    text = json.dumps(answers(), ensure_ascii=False, indent=1)
    (folder / "answers.json").write_text(text + "\n", encoding="utf-8")


for code, name, above in words.DEPARTMENTS:
    add("departments", Code=code, Name=name, Parent=above)
for login, name, department, role, language in words.ACCOUNTS:
    add("accounts", Login=login, Name=name, Email=f"{login}@northern.example",
        Department=department, Role=role, Language=language)
for code, name, above in words.GROUPS:
    add("party-groups", Code=code, Name=name, Parent=above)
for code, name, color in words.TAGS:
    add("tags", ID=code, Name=name, Color=color)
for index in range(COMPANIES):
    company(index)
for index in range(PEOPLE):
    person(index)
for index in range(TALKS):
    talk(index)
write(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "sql/seed/demo"))
