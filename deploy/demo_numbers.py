"""Numbers of the demonstration: valid by their check digits, but nobody's.

INN and OGRN of a region that does not exist, phones of unassigned ranges. All chance of the
demonstration is thrown by one pair of dice, so that each run is the same.
"""
import random

dice = random.Random(1703)


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


def phone(number):
    local = f"{number:07d}"
    return lambda code: dice.choice((
        "8 ({c}) {a}-{b}-{d}", "+7 {c} {a}-{b}-{d}", "8{c}{a}{b}{d}", "({c}) {a} {b} {d}",
    )).format(c=code, a=local[:3], b=local[3:5], d=local[5:])
