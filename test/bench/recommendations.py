"""Recommendations in Ygrar's own form of CSV, made up, as many as are wanted, for ./bench."""
import csv
import itertools
import json
import subprocess

COLUMNS = ["type", "id", "classification", "states_under_review", "mechanism", "cycle", "document",
           "locator", "text.en", "text.tk", "text.original", "kind", "themes", "affected_persons",
           "sdg", "asks_for", "deadline", "priority"]

DEEDS = ["Ratify the convention on", "Publish figures about", "Train officers in", "Amend the law on",
         "Provide the means for", "Report in two years on", "Consult those concerned about",
         "Establish independent monitoring of"]
MATTERS = ["places of detention", "the education of girls in rural districts", "child labour",
           "the independence of judges", "persons with disabilities at work", "stateless persons",
           "legal aid in civil cases", "domestic violence", "the registration of associations",
           "access to safe water in the north", "conscientious objection", "maternal health"]
PRIORITIES = ["high", "normal", "low"]
ASKS = ["law", "practice", "both", "report"]


class References:
    """What recommendations point to, as the database under test numbers it."""

    def __init__(self, ygrar, options):
        def ids(name, keep=lambda record: True):
            made = subprocess.run([ygrar, "export", name, "--format", "json", *options],
                                  check=True, capture_output=True)
            return [r for r in json.loads(made.stdout) if keep(r)]

        self.states = [r["id"] for r in ids("country", lambda r: r["iso3"] == "TKM")]
        self.documents = ids("document", lambda r: r.get("cycle"))
        self.themes = [r["id"] for r in ids("theme")]
        self.affected = [r["id"] for r in ids("affected_person")]
        self.sdg = [r["id"] for r in ids("sdg")]


def row(ref, i):
    """The same for the same i, so that every run measures the same."""
    document = ref.documents[i % len(ref.documents)]
    words = f"{DEEDS[i % 8]} {MATTERS[i // 8 % 12]}, and on what follows from it; number {i}"
    return {
        "type": "recommendation", "classification": "public" if i % 4 else "internal",
        "states_under_review": ref.states[0], "mechanism": document["mechanism"],
        "cycle": document["cycle"], "document": document["id"],
        "locator": f"{i // len(ref.documents) // 30 + 1}.{i // len(ref.documents) % 30 + 1}",
        "text.en": f"{words}, as the Committee said in its earlier concluding observations.",
        "text.tk": f"Mysal hökmünde düzülen maslahat: {words}." if i % 3 == 0 else "",
        "text.original": "en", "kind": "recommendation",
        "themes": "|".join(ref.themes[(i + k) % len(ref.themes)] for k in range(1 + i % 2)),
        "affected_persons": ref.affected[i % len(ref.affected)] if i % 2 else "",
        "sdg": ref.sdg[i % len(ref.sdg)], "asks_for": ASKS[i % 4],
        "deadline": f"{2024 + i % 6}-{1 + i % 12:02}-{1 + i % 28:02}", "priority": PRIORITIES[i % 3],
    }


def write(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\r\n")
        out.writeheader()
        out.writerows(rows)


def slices(n, size):
    for first in itertools.count(0, size):
        if first >= n:
            return
        yield range(first, min(first + size, n))
