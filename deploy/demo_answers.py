"""Writes the tables of the demonstration, and what must be counted and found in them."""
import collections
import csv
import json


def count(tables, table, *names):
    return dict(sorted(collections.Counter(
        " / ".join(str(row.get(name, "")) for name in names) for row in tables[table]).items()))


def answers(tables):
    parties, roles = tables["parties"], ("customer", "supplier", "partner")
    return {
        "rows": {table: len(rows) for table, rows in sorted(tables.items())},
        "parties": {
            "kind": count(tables, "parties", "Kind"),
            "country": count(tables, "parties", "Country"),
            "owner": count(tables, "parties", "Owner"),
            "department": count(tables, "parties", "Department"),
            "group": count(tables, "parties", "Group"),
            "role": {role: sum(role in row["Type"] for row in parties) for role in roles},
            "with_parent": sum(bool(row.get("Parent")) for row in parties)},
        "addresses": {"city": count(tables, "addresses", "City")},
        "channels": {"kind": count(tables, "channels", "Kind"),
                     "invalid": sum(len(row["Value"]) <= 6 for row in tables["channels"])},
        "interactions": {
            "kind": count(tables, "interactions", "Kind"),
            "owner": count(tables, "interactions", "Owner"),
            "department": count(tables, "interactions", "Department"),
            "month": dict(sorted(collections.Counter(
                row["At"][:7] for row in tables["interactions"]).items())),
            "minutes": sum(int(row["Minutes"] or 0) for row in tables["interactions"])},
        "search": {word: sorted(row["ID"] for row in parties if word in (
            row["Name"] + " " + row.get("Legal", "")).lower()) for word in (
                "ромашка", "ладогатекстиль", "lighthouse", "волков")},
    }


def write(tables, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in tables.items():
        names = list(dict.fromkeys(name for row in rows for name in row))
        with open(folder / f"{table}.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    text = json.dumps(answers(tables), ensure_ascii=False, indent=1)
    (folder / "answers.json").write_text(text + "\n", encoding="utf-8")
