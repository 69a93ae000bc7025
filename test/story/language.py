"""Reads a story file into a tree of lines: what is indented deeper belongs to the line above it.

The words and what they do are told in doc/testing.md and live in player.py; here is only the form:
comments, indentation, and the head (story:, tags:, given:, now:, serve:, needs:, later:).
"""
import re

HEAD = ("story", "tags", "given", "now", "serve", "needs", "later")


class Wrong(Exception):
    """The story itself is wrong, or did not come true: line, what was expected, what came."""

    def __init__(self, line, expected, came=""):
        super().__init__(expected)
        self.line, self.expected, self.came = line, expected, came

    def __str__(self):
        text = f"{self.line}: {self.expected}"
        if self.came != "":
            text += "\n" + "\n".join("    | " + part for part in str(self.came).splitlines()[:40])
        return text


class Line:
    """One line: its first word, the rest, and the lines that belong to it."""

    def __init__(self, path, number, text):
        self.path, self.number, self.text, self.children = path, number, text, []
        self.word, _, self.rest = text.partition(" ")
        self.rest = self.rest.strip()

    def __str__(self):
        return f"{self.path}:{self.number}: {self.text}"

    def with_text(self, text):
        line = Line(self.path, self.number, text)
        line.children = self.children
        return line

    def whole(self):
        """The rest of the line and its continuation lines."""
        return "\n".join([self.rest] * bool(self.rest) + [each.text for each in self.children])


class Story:
    def __init__(self, path):
        self.path, self.head, self.lines = path, {}, []
        self.title, self.later = "", None
        with open(path, encoding="utf-8") as file:
            self.read(file.read().splitlines())
        if not self.title:
            raise Wrong(f"{path}:1", "a story begins with a line “story: what it tells”")

    def read(self, texts):
        above = []  # (indentation, line) of those the next line may belong to
        for number, raw in enumerate(texts, 1):
            text = re.sub(r"(^|\s+)# .*$|^\s*#$", "", raw).rstrip()
            if not text.strip():
                continue
            indent = len(text.expandtabs(8)) - len(text.expandtabs(8).lstrip())
            line = Line(self.path, number, text.strip())
            while above and above[-1][0] >= indent:
                above.pop()
            if above:
                above[-1][1].children.append(line)
            elif not self.is_head(line):
                self.lines.append(line)
            above.append((indent, line))

    def is_head(self, line):
        name, colon, value = line.text.partition(":")
        if not colon or name not in HEAD:
            return False
        if name == "later":
            # What follows waits for a part that is not built yet; ./check lists these lines.
            self.later = self.later or value.strip()
            self.lines.append(line)
        elif self.lines:
            raise Wrong(line, f"{name}: stands before the first step")
        self.head[name] = value.strip()
        self.title = self.head.get("story", "")
        return True


NAME = re.compile(r"\{([a-z_][a-z0-9_]*)\}")


def fill(line, text, values):
    """Puts the saved values in the place of {name}."""
    def value(match):
        if match[1] not in values:
            raise Wrong(line, f"nothing was saved as {{{match[1]}}}", ", ".join(sorted(values)))
        return str(values[match[1]])
    return NAME.sub(value, text)


def finder(line, text):
    """"words" or /regular expression/ as a function of a text that gives what it found, or None."""
    if len(text) >= 2 and text[0] == text[-1] == '"':
        plain = text[1:-1]
        return lambda body: plain if plain in body else None
    if len(text) >= 2 and text[0] == text[-1] == "/":
        try:
            pattern = re.compile(text[1:-1], re.S)
        except re.error as error:
            raise Wrong(line, f"not a regular expression: {error}") from None

        def search(body):
            found = pattern.search(body)
            return None if not found else found[1] if pattern.groups else found[0]
        return search
    raise Wrong(line, 'write "words" or /regular expression/')
