"""Writes the test vectors beside it: files and, in expected.tsv, how each must be judged.

Needs openssl 3. The files are checked in; run it again only when the format changes.
"""

import base64
import copy
import json
import pathlib
import subprocess
import tempfile

HERE = pathlib.Path(__file__).parent
GRANT = {
    "format": "crm-license/1", "kid": "test", "serial": "CRM-2026-000123", "revision": 1,
    "supersedes": None, "issued": "2026-11-23T10:00:00Z", "order": "Q-2026-0042",
    "licensee": {"name": "ООО «Ромашка»", "inn": "7700000000"}, "product": "crm",
    "edition": "enterprise", "environment": "production",
    "site": {
        "id": "6f1f7a3e-51d0-4c43-9f3a-0b6c1f0f4a11", "name": "Офис Москва",
        "networks": ["10.1.0.0/16"], "network_policy": "warn",
    },
    "instance": {"id": None},
    "seats": {"count": 25, "subject": "user", "overdraft": 0, "service_accounts": 5},
    "term": {
        "kind": "perpetual", "from": "2026-11-01", "until": None, "warn_days": 60,
        "grace_days": 30,
    },
    "maintenance": {"from": "2026-11-01", "until": "2027-11-01"}, "features": [], "crit": [],
}


def sign(message, key=HERE / "test-key.pem"):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder)
        (path / "m").write_bytes(message)
        subprocess.run(
            ["openssl", "pkeyutl", "-sign", "-inkey", key, "-rawin", "-in", path / "m", "-out", path / "s"],
            check=True)
        return (path / "s").read_bytes()


def other_key(folder):
    path = pathlib.Path(folder) / "other.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", path], check=True)
    return path


def block(label, data):
    text = base64.b64encode(data).decode()
    lines = "\n".join(text[at:at + 64] for at in range(0, len(text), 64))
    return f"-----BEGIN {label}-----\n{lines}\n-----END {label}-----\n"


def armor(payload, signature=None, label="CRM LICENSE", format="crm-license/1"):
    if isinstance(payload, (dict, list)):
        payload = json.dumps(payload, ensure_ascii=False).encode()
    if signature is None:
        signature = sign(format.encode() + b"\n" + payload)
    return (block(label, payload) + block("CRM SIGNATURE", signature)).encode()


def grant(path=None, value=None, **members):
    changed = copy.deepcopy(GRANT)
    changed.update(members)
    if path:
        *above, last = path.split(".")
        inner = changed
        for name in above:
            inner = inner[name]
        if value is KeyError:
            del inner[last]
        else:
            inner[last] = value
    return changed


def flip(data, bit):
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def refused():
    """Payloads that are signed well and still wrong."""
    yield "no-seats", grant("seats.count", 0)
    yield "seats-text", grant("seats.count", "5")
    yield "seats-fraction", grant("seats.count", 5.5)
    yield "seats-true", grant("seats.count", True)
    yield "seats-null", grant("seats.count", None)
    yield "seats-missing", grant("seats.count", KeyError)
    yield "workstations", grant("seats.subject", "workstation")
    yield "all-seats-missing", grant("seats", KeyError)
    yield "free-edition-many-seats", grant(edition="free-small")
    yield "edition-unknown", grant(edition="ultimate")
    yield "date-30-february", grant("term.from", "2027-02-30")
    yield "date-29-february", grant("maintenance.until", "2027-02-29")
    yield "date-words", grant("term.from", "tomorrow")
    yield "date-short", grant("term.from", "2026-1-1")
    yield "date-time", grant("term.from", "2026-11-01T00:00:00Z")
    yield "date-arabic-digits", grant("term.from", "٢٠٢٦-١١-٠١")
    yield "until-before-from", grant(
        term={"kind": "annual", "from": "2026-11-02", "until": "2026-11-01", "warn_days": 60, "grace_days": 30})
    yield "annual-without-end", grant("term.kind", "annual")
    yield "perpetual-with-end", grant("term.until", "2027-11-01")
    yield "until-missing", grant("term.until", KeyError)
    yield "maintenance-reversed", grant(maintenance={"from": "2027-11-01", "until": "2026-11-01"})
    yield "maintenance-missing", grant("maintenance", KeyError)
    yield "revision-zero", grant(revision=0)
    yield "supersedes-itself", grant(supersedes=1)
    yield "corrects-lower", grant(revision=3, supersedes=2, corrects=2)
    yield "serial-short", grant(serial="CRM-2026-123")
    yield "issued-no-zone", grant(issued="2026-11-23T10:00:00")
    yield "issued-hour-24", grant(issued="2026-11-23T24:00:00Z")
    yield "inn-short", grant("licensee.inn", "770000000")
    yield "name-empty", grant("licensee.name", "")
    yield "name-control", grant("licensee.name", "a\u0007b")
    yield "site-upper-uuid", grant("site.id", GRANT["site"]["id"].upper())
    yield "site-bad-network", grant("site.networks", ["10.1.0.0/33"])
    yield "site-network-host-bits", grant("site.networks", ["10.1.0.1/16"])
    yield "network-policy-unknown", grant("site.network_policy", "block")
    yield "instance-text", grant(instance="6f1f7a3e-51d0-4c43-9f3a-0b6c1f0f4a11")
    yield "zone-unknown", grant(zone="Europe/Moskau")
    yield "zone-null", grant(zone=None)
    yield "grace-negative", grant("term.grace_days", -1)
    yield "crit-absent-member", grant(crit=["corrects"])
    yield "crit-twice", grant(crit=["seats", "seats"])


def json_faults():
    """Signed bytes that are no JSON object."""
    text = json.dumps(GRANT)
    yield "json-duplicate-name", text.replace('"revision": 1', '"revision": 1, "revision": 2')
    yield "json-duplicate-escaped", text.replace('"revision": 1', '"revision": 1, "r\\u0065vision": 2')
    yield "json-duplicate-nested", text.replace('"count": 25', '"count": 25, "count": 9999')
    yield "json-trailing", text + "{}"
    yield "json-comma", text[:-1] + ",}"
    yield "json-array", "[" + text + "]"
    yield "json-nul", text.replace("Q-2026-0042", "Q\\u0000")
    yield "json-half-surrogate", text.replace("Q-2026-0042", "\\ud800")
    yield "json-leading-zero", text.replace('"count": 25', '"count": 025')
    yield "json-nan", text.replace('"count": 25', '"count": NaN')
    yield "json-single-quotes", text.replace('"', "'")
    yield "json-empty", ""
    yield "json-deep", text[:-1] + ', "x": ' + "[" * 40 + "]" * 40 + "}"
    yield "json-bom", "\ufeff" + text


def accepted():
    yield "unknown-member", grant(colour="green")
    yield "unknown-inner-member", grant("seats.colour", "green")
    yield "unknown-fraction", grant(weight=1.5e3)
    yield "crit-known", grant(crit=["seats", "term.grace_days"])
    yield "feature-unknown", grant(features=["telepathy", "finance"])
    yield "zone-vladivostok", grant(zone="Asia/Vladivostok")
    yield "no-maintenance", grant(maintenance=None)
    yield "annual-one-day", grant(
        term={"kind": "annual", "from": "2026-11-02", "until": "2026-11-02", "warn_days": 0, "grace_days": 0})
    yield "bound", grant("instance.id", "6f1f7a3e-51d0-4c43-9f3a-0b6c1f0f4a11")
    yield "correction", grant(revision=2, supersedes=1, corrects=3)
    yield "ipv6-network", grant("site.networks", ["2001:db8::/32"])
    yield "without-order", grant("order", KeyError)
    yield "inn-12", grant("licensee.inn", "770000000000")


def files():
    payload = json.dumps(GRANT, ensure_ascii=False, indent=1).encode()
    good = armor(payload)
    signature = sign(b"crm-license/1\n" + payload)
    text = good.decode()
    yield "good", "ok", good
    yield "crlf", "ok", text.replace("\n", "\r\n").encode()
    yield "bom", "ok", b"\xef\xbb\xbf" + good
    yield "mail", "ok", ("Добрый день!\n\nВаша лицензия:\n" + text + "\n-- \nС уважением\n").encode()
    yield "no-last-newline", "ok", good.rstrip(b"\n")
    for name, value in accepted():
        yield name, "ok", armor(value)
    yield "payload-bit", "bad_signature", armor(flip(payload, 800), signature)
    yield "signature-bit", "bad_signature", armor(payload, flip(signature, 100))
    yield "signature-zero", "bad_signature", armor(payload, bytes(64))
    yield "signature-short", "signature_length", armor(payload, signature[:63])
    yield "signature-long", "signature_length", armor(payload, signature + b"\0")
    yield "no-signature", "armor_missing", block("CRM LICENSE", payload).encode()
    yield "no-end", "armor_missing", text.replace("-----END CRM LICENSE-----\n", "").encode()
    yield "twice", "armor_repeated", good + good
    yield "payload-twice", "armor_repeated", block("CRM LICENSE", payload).encode() + good
    yield "empty", "armor_missing", b""
    yield "too-large", "too_large", good + b"x" * 65_536
    yield "quoted-mail", "armor_missing", ("> " + text.replace("\n", "\n> ")).encode()
    yield "base64-space", "base64", text.replace("\n-----END CRM SIGN", " \n-----END CRM SIGN").encode()
    yield "base64-no-padding", "base64", text.replace("==\n-----END CRM SIG", "\n-----END CRM SIG").encode()
    last = text[text.index("==\n-----END CRM SIG") - 1]
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    spare = alphabet[alphabet.index(last) | 1]
    yield "base64-spare-bits", "base64", text.replace(
        last + "==\n-----END CRM SIG", spare + "==\n-----END CRM SIG").encode()
    yield "base64-url", "base64", (block("CRM LICENSE", payload)
        + "-----BEGIN CRM SIGNATURE-----\n" + base64.b64encode(signature).decode()[:40] + "-_\n"
        + base64.b64encode(signature).decode()[42:] + "\n-----END CRM SIGNATURE-----\n").encode()
    for name, value in refused():
        yield name, "field", armor(value)
    for name, value in json_faults():
        yield name, "json", armor(value.encode())
    yield "json-latin-1", "json", armor(json.dumps(GRANT, ensure_ascii=True).encode().replace(b"Q-2026", b"\xe9-2026"))
    yield "crit-unknown", "critical", armor(grant(crit=["colour"], colour="green"))
    yield "product-other", "product", armor(grant(product="erp"))
    yield "format-other", "format", armor(grant(format="crm-license/2"))
    yield "kid-other", "key_mismatch", armor(grant(kid="2026a"))
    with tempfile.TemporaryDirectory() as folder:
        forger = other_key(folder)
        for name, kid, code in (("forged", "test", "bad_signature"), ("unknown-key", "2031x", "unknown_key")):
            bad = json.dumps(grant(kid=kid), ensure_ascii=False).encode()
            yield name, code, armor(bad, sign(b"crm-license/1\n" + bad, forger))
    # Another kind of file, its payload put into the armour of a licence.
    usage = json.dumps(grant(format="crm-usage/1")).encode()
    yield "other-domain", "bad_signature", armor(usage, sign(b"crm-usage/1\n" + usage))
    bare = json.dumps(GRANT).encode()
    yield "no-domain", "bad_signature", armor(bare, sign(bare))


def main():
    lines = []
    for name, code, data in files():
        (HERE / f"{name}.lic").write_bytes(data)
        lines.append(f"{name}.lic\t{code}\n")
    (HERE / "expected.tsv").write_text("".join(lines))


main()
