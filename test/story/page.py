"""What a browser without script sees of a page: its text, forms and links; and what is wrong with it.

Every page of every story is looked at here, so no story needs to ask whether the page is well made.
"""
import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

VOID = set("area base br col embed hr img input link meta source track wbr".split())
MAY_STAY_OPEN = set("li p td th tr dt dd option optgroup thead tbody tfoot colgroup".split())
SILENT = {"script", "style", "title"}
BLOCKS = set("p div section li tr td th h1 h2 h3 h4 dt dd label option button legend summary".split())


class Form:
    def __init__(self, attributes, address):
        self.action = urljoin(address, attributes.get("action") or address)
        self.method = (attributes.get("method") or "get").upper()
        self.multipart = attributes.get("enctype") == "multipart/form-data"
        self.fields, self.buttons, self.names = [], [], set()

    def field(self, name):
        return [value for key, value in self.fields if key == name]


class Page(HTMLParser):
    def __init__(self, text, address):
        super().__init__(convert_charrefs=True)
        self.address, self.source = address, text
        self.forms, self.links, self.problems = [], [], []
        self.lang, self.title, self.h1, self.pieces = "", "", [], []
        self.open, self.ids, self.wanted_ids = [], set(), set()
        self.early = {}  # id → a form that is pointed to before it comes
        self.form = self.button = self.area = self.link = self.select = self.option = None
        self.feed(text)
        self.close()
        self.finish()

    @property
    def text(self):
        return re.sub(r"\s+", " ", "".join(self.pieces)).strip()

    def handle_starttag(self, tag, attrs):
        a = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self.open.append(tag)
        self.inspect(tag, a)
        if tag in BLOCKS or tag == "br":
            self.pieces.append(" ")
        if tag == "html":
            self.lang = a.get("lang", "")
        elif tag == "h1":
            self.h1.append("")
        elif tag == "form":
            self.form = Form(a, self.address)
            early = self.early.setdefault(a.get("id", ""), self.form)
            if early is not self.form and "id" in a:
                self.form.fields, self.form.buttons = early.fields, early.buttons
                self.early[a["id"]] = self.form
            self.forms.append(self.form)
        elif tag == "a" and "href" in a:
            self.link = [urljoin(self.address, a["href"]), a.get("aria-label", "")]
            self.links.append(self.link)
        elif tag in ("input", "button", "select", "textarea"):
            self.control(tag, a)
        elif tag == "option" and self.select:
            self.option = {"value": a.get("value"), "on": "selected" in a, "text": ""}
            self.select["options"].append(self.option)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def control(self, tag, a):
        form = self.form
        if "form" in a:
            form = self.early.setdefault(a["form"], Form({}, self.address))
        name, kind = a.get("name", ""), a.get("type", "submit" if tag == "button" else "text")
        if form and name:
            form.names.add(name)
        if tag == "textarea":
            self.area = [None if "disabled" in a else form, name, ""]
        elif tag == "select":
            self.select = {"form": form, "name": name, "options": [], "many": "multiple" in a,
                           "off": "disabled" in a}
        elif kind in ("submit", "image") or tag == "button":
            self.button = {"form": form, "name": name, "value": a.get("value", ""),
                           "text": a.get("aria-label", a.get("value", "") if tag == "input" else ""),
                           "action": a.get("formaction"), "off": "disabled" in a or kind == "button"}
            if form:
                form.buttons.append(self.button)
            if tag == "input":
                self.button = None
        elif form and name and "disabled" not in a and kind not in ("file", "reset"):
            if kind not in ("checkbox", "radio"):
                form.fields.append((name, a.get("value", "")))
            elif "checked" in a:
                form.fields.append((name, a.get("value", "on")))

    def inspect(self, tag, a):
        if "style" in a or tag == "style":
            self.problems.append(f"<{tag}> has a style of its own")
        if tag == "script" and "src" not in a:
            self.problems.append("a script stands in the page")
        for name in a:
            if name.startswith("on"):
                self.problems.append(f"<{tag} {name}> is a script in the page")
        if a.get("href", "").startswith("javascript:"):
            self.problems.append("a link is a script")
        if "id" in a:
            if a["id"] in self.ids:
                self.problems.append(f"two elements have the id {a['id']}")
            self.ids.add(a["id"])
        for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls", "form"):
            self.wanted_ids.update(a.get(name, "").split())
        if tag in ("a", "use") and a.get("href", "").startswith("#") and len(a["href"]) > 1:
            self.wanted_ids.add(a["href"][1:])

    def handle_data(self, data):
        where = self.open[-1] if self.open else ""
        if where == "title":
            self.title += data
        if where in SILENT:
            return
        if self.area:
            self.area[2] += data
        if self.option:
            self.option["text"] += data
        if self.button:
            self.button["text"] += data
        if self.link:
            self.link[1] += data
        if "h1" in self.open:
            self.h1[-1] += data
        self.pieces.append(data)

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self.pieces.append(" ")
        if tag not in self.open:
            if tag not in VOID and tag != "p":
                self.problems.append(f"</{tag}> closes nothing")
            return
        while self.open:
            last = self.open.pop()
            if last == tag:
                break
            if last not in MAY_STAY_OPEN:
                self.problems.append(f"<{last}> is closed by </{tag}>")
        if tag == "form":
            self.form = None
        elif tag == "a":
            self.link = None
        elif tag == "button":
            self.button = None
        elif tag == "option":
            self.option = None
        elif tag == "textarea" and self.area:
            form, name, text = self.area
            if form and name:
                form.fields.append((name, text.removeprefix("\n")))
            self.area = None
        elif tag == "select" and self.select:
            self.choose(self.select)
            self.select = self.option = None

    def choose(self, select):
        on = [each for each in select["options"] if each["on"]]
        if not on and not select["many"]:
            on = select["options"][:1]
        for each in on:
            value = each["text"].strip() if each["value"] is None else each["value"]
            if select["form"] and select["name"] and not select["off"]:
                select["form"].fields.append((select["name"], value))

    def finish(self):
        say = self.problems.append
        if self.open and set(self.open) - MAY_STAY_OPEN:
            say(f"never closed: {' '.join(self.open)}")
        if not self.source.lstrip().lower().startswith("<!doctype html>"):
            say("does not begin with <!doctype html>")
        if self.lang not in ("tk", "ru", "en"):
            say(f"<html lang=\"{self.lang}\"> is none of tk, ru, en")
        if not self.title.strip():
            say("has no title")
        if len(self.h1) != 1 or not self.h1[0].strip():
            say(f"has {len(self.h1)} headings h1")
        for name in sorted(self.wanted_ids - self.ids):
            say(f"points to the id {name}, which is not there")
        for form in self.forms:
            # Who is not signed in has nothing that another site could make him do.
            if form.method == "POST" and not form.field("csrf") and "password" not in form.names:
                say(f"the form to {urlsplit(form.action).path} has no csrf")
        found = re.search(r"\(null\)|%(?:s|d|lld|zu)\b|\{\{|\bNULL\b", self.text)
        if found:
            say(f"shows {found[0]}")

    def form_for(self, path):
        """The form that posts to the path; else None."""
        for form in self.forms:
            if form.method == "POST" and urlsplit(form.action).path == urlsplit(path).path:
                return form
        return None

    def csrf(self):
        return next((form.field("csrf")[0] for form in self.forms if form.field("csrf")), None)
