#!/usr/bin/env python3
"""Writes the demonstration data: a Russian-English trading company, two years, about 2,000 parties.

    deploy/demo-data.py sql/seed/demo

The same run gives the same bytes, and answers.json counts them again independently of the product.
demo_words.py has its words, demo_numbers.py its numbers, demo_answers.py counts.
"""
import collections
import datetime
import pathlib
import sys

sys.dont_write_bytecode = True
import demo_answers  # noqa: E402
import demo_words as words  # noqa: E402
from demo_numbers import account, dice, digits, inn, ogrn, phone, vat  # noqa: E402

COMPANIES, PEOPLE, TALKS = 1400, 600, 3000
FIRST_DAY, DAYS = datetime.date(2024, 11, 1), 730
tables = collections.defaultdict(list)


def add(table, **row):
    tables[table].append({name: "" if value is None else value for name, value in row.items()})


def sellers(roles):
    group = "purchasing" if roles == {"supplier"} else dice.choice(("sales-msk", "sales-spb"))
    return dice.choice([a for a in words.ACCOUNTS if a[2] == group])


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
demo_answers.write(tables, pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "sql/seed/demo"))
