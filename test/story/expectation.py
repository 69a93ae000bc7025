"""What a story may expect of an answer or of a command: one method expect_WORD for each word."""
import json
import os
import re

from language import Wrong, finder


def method_of(player, kind, line):
    """The method for a line's first word; None: there is no such word."""
    return getattr(player, f"{kind}_{line.word.replace('-', '_')}", None)


class Expectations:
    """Looks at self.last: an Answer, or what a command left behind."""

    def expect_all(self, lines, browser=None):
        for line in lines:
            method = method_of(self, "expect", line)
            if not method:
                raise Wrong(line, f"there is no expectation “{line.word}”")
            method(line.with_text(self.fill(line, line.text)))
            if line.word == "follow":
                self.take(line, browser, browser.follow())

    def need(self, line, true, came=None):
        if not true:
            raise Wrong(line, "did not come", self.last if came is None else came)

    def expect_status(self, line):
        self.need(line, str(self.last.status) in line.rest.split("|"))

    expect_exit = expect_status

    def expect_follow(self, line):
        self.need(line, self.last.status in (302, 303))

    def expect_contains(self, line):
        self.need(line, finder(line, line.rest)(self.last.readable) is not None)

    def expect_lacks(self, line):
        self.need(line, finder(line, line.rest)(self.last.readable) is None)

    def expect_source(self, line):
        self.need(line, finder(line, line.rest)(self.last.text) is not None)

    expect_out = expect_source

    def expect_err(self, line):
        self.need(line, finder(line, line.rest)(self.last.errors) is not None)

    def expect_title(self, line):
        page = self.last.page
        self.need(line, page and finder(line, line.rest)(" ".join(page.h1[0].split())) is not None)

    def expect_header(self, line):
        """header NAME = VALUE | header NAME ~ /…/ | header NAME absent"""
        name, how, value = (line.rest.split(None, 2) + ["", ""])[:3]
        came = self.last.header(name)
        if how == "~":
            self.need(line, finder(line, value)(came) is not None, came or "no such header")
        else:
            self.need(line, came == value if how == "=" else how == "absent" and not came, came or "no such header")

    def expect_field(self, line):
        """field NAME = VALUE: what stands in the form of the page"""
        name, _, value = line.rest.partition(" = ")
        page = self.last.page
        values = [each for form in page.forms for each in form.field(name)] if page else []
        self.need(line, value in values, f"{name}: {values}")

    def expect_json(self, line):
        """json .path == VALUE | != | < | > | ~ /…/ | has N | exists | absent"""
        match = re.match(r"(\S+) (==|!=|<=?|>=?|~|has|exists|absent) ?(.*)", line.whole(), re.S)
        if not match:
            raise Wrong(line, "json .path == VALUE")
        path, how, text = match.groups()
        there, came = self.walk(line, path)
        if how in ("exists", "absent"):
            self.need(line, there == (how == "exists"))
            return
        self.need(line, there)
        if how == "~":
            self.need(line, finder(line, text)(came if isinstance(came, str) else json.dumps(came, ensure_ascii=False)) is not None)
            return
        wanted = json.loads(text)
        if how == "has":
            came, how = len(came), "=="
        tests = {"==": lambda: came == wanted, "!=": lambda: came != wanted, "<": lambda: came < wanted,
                 ">": lambda: came > wanted, "<=": lambda: came <= wanted, ">=": lambda: came >= wanted}
        self.need(line, tests[how](), f"{path} is {json.dumps(came, ensure_ascii=False)}")

    def walk(self, line, path):
        """Whether the JSON has the path (.a.b[0].c), and what stands there."""
        value = self.last.json
        self.need(line, value is not None)
        for name, index in re.findall(r"\.([^.\[\]]+)|\[(-?\d+)\]", path):
            try:
                value = value[name] if name else value[int(index)]
            except (KeyError, IndexError, TypeError):
                return False, None
        return True, value

    def expect_save(self, line):
        """save NAME from /…/ | .path | header NAME [/…/]"""
        match = re.match(r"([a-z_][a-z0-9_]*) from (.*)", line.rest)
        if not match:
            raise Wrong(line, "save NAME from /…/, .path, header NAME or field NAME")
        name, where = match.groups()
        if where.startswith("."):
            there, value = self.walk(line, where)
            value = value if there else None
        elif where.startswith("header "):
            _, header, pattern = (where.split(None, 2) + [""])[:3]
            value = self.last.header(header)
            value = finder(line, pattern)(value) if pattern else value or None
        elif where.startswith("field "):
            fields = [v for form in self.last.page.forms for v in form.field(where[6:])]
            value = fields[0] if fields else None
        else:
            value = finder(line, where)(self.last.text)
        self.need(line, value is not None)
        self.values[name] = value

    def expect_store(self, line):
        """store FILE: keeps the body in the story's folder"""
        with open(os.path.join(self.folder, line.rest), "wb") as file:
            file.write(self.last.body)
