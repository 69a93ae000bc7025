"""Plays one story: each word of the language is a method step_WORD (a step) or part_WORD (what a
request sends); expect_WORD (what is expected of its answer) stands in expectation.py. doc/testing.md tells them to those who write.
"""
import concurrent.futures
import copy
import http.client
import json
import mimetypes
import os
import re
import shlex
import subprocess
import threading
import time
from urllib.parse import urlencode, urlsplit

from client import Browser, multipart
from expectation import Expectations, method_of
from house import ALARMS, Broken, Database, Server
from language import Wrong, fill, finder
from schema import Description

METHODS = ("GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS")
SIGN_IN = "/sign-in"
TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# Of all users: `ygrar init --sample` gives it to those of the sample.
PASSWORD = "sample-password"


def sign_in(browser, login):
    """Signs in through the page; gives what went wrong, or nothing."""
    page = browser.ask("GET", SIGN_IN).page
    form = page and next((form for form in page.forms if "password" in form.names), None)
    if not form:
        return "a page with a form to sign in"
    fields = [pair for pair in form.fields if pair[0] not in ("login", "password")]
    fields += [("login", login), ("password", PASSWORD)]
    browser.submit("POST", urlsplit(form.action).path, fields)
    if browser.answer.status != 303 or not browser.cookies:
        return f"{login} is let in"
    browser.follow()
    return ""


class Finished:
    """What a command left behind: looks like an answer to the expectations that fit both."""

    def __init__(self, words, done):
        self.words, self.status, self.text, self.errors = words, done.returncode, done.stdout, done.stderr
        self.readable = self.text
        try:
            self.json = json.loads(done.stdout)
        except ValueError:
            self.json = None

    def __str__(self):
        return f"{' '.join(self.words)} → exit {self.status}\n{self.text[:3000]}{self.errors[:3000]}"


class Player(Expectations):
    def __init__(self, house, story, folder, clients):
        self.house, self.story, self.folder, self.clients = house, story, folder, clients
        given = story.head.get("given", "reference")
        self.database = Database(house.engine, folder, "story")
        self.database.create_from(house.template(given))
        self.other = Database(house.engine, folder, "other")
        self.drops = [self.database]
        self.env = {"YGRAR_NOW": story.head["now"]} if "now" in story.head else {}
        self.server = self.new_server(folder)
        self.nodes = {"one": self.server}
        self.values = {"db": self.database.url, "key": self.database.key, "dir": folder, "engine": house.engine,
                       "ygrar": os.path.abspath(house.ygrar),
                       "shared": os.path.join(os.path.dirname(TREE), "shared"), "tree": TREE}
        self.browsers, self.browser, self.tokens = {}, self.new_browser("nobody"), {}
        self.last, self.echoes = None, []

    def new_server(self, folder):
        options = shlex.split(self.story.head.get("serve", ""))
        return Server(self.house, self.database, folder, options, self.env)

    def new_browser(self, name):
        """It asks the node that the story is at."""
        return Browser(lambda: self.server.address(), name)

    def play(self):
        try:
            if self.story.head.get("given") != "empty":
                self.start()
            for line in self.story.lines:
                if line.text.startswith("later:"):
                    break
                self.step(line)
            self.wait_for_echoes()
            for server in self.nodes.values():
                trouble = server.stop()
                if trouble:
                    raise Wrong(f"{self.story.path}", "the server ends in peace", trouble)
        finally:
            for server in self.nodes.values():
                if server.running():
                    server.kill()
            for each in self.drops:
                each.drop()

    def start(self):
        try:
            self.server.start()
        except Broken as trouble:
            raise Wrong(self.story.path, "the server starts", trouble) from None

    def step(self, line):
        method = getattr(self, "step_" + line.word, None)
        try:
            if line.word in METHODS:
                self.request(line, self.browser, line.word, line.rest)
            elif method:
                method(line)
            else:
                raise Wrong(line, f"there is no step “{line.word}”")
        except (OSError, http.client.HTTPException) as trouble:
            raise Wrong(line, f"no answer: {trouble}", self.server.tail()) from None

    def fill(self, line, text):
        return fill(line, text, self.values)

    # ---- who acts

    def step_user(self, line):
        """user LOGIN INSTITUTION ROLE[,ROLE…]"""
        login, institution, roles = self.fill(line, line.rest).split()
        done = self.house.command(self.database, ["user", "add", login, "--institution", institution, "--role",
                                                  roles, "--password-stdin"], PASSWORD + "\n", self.env)
        if done.returncode:
            raise Wrong(line, "the user is added", done.stderr)

    def step_as(self, line):
        """as LOGIN [in LANGUAGE] [on BROWSER]: signs in the first time, later goes on where this one was."""
        match = re.fullmatch(r"(\S+)(?: in (tk|ru|en))?( on .*)?", self.fill(line, line.rest))
        if not match:
            raise Wrong(line, "as LOGIN [in LANGUAGE] [on BROWSER]")
        name = match[1] + (match[3] or "")
        if name not in self.browsers:
            self.browsers[name] = self.new_browser(name)
            if match[1] != "nobody":
                trouble = sign_in(self.browsers[name], match[1])
                if trouble:
                    raise Wrong(line, trouble, self.browsers[name].answer)
            self.speak(line, self.browsers[name], match[2] or "en")
        elif match[2]:
            self.speak(line, self.browsers[name], match[2])
        self.browser = self.browsers[name]

    def speak(self, line, browser, lang):
        """The pages a story reads are English unless it says otherwise."""
        browser.cookies["ygrar-lang"] = lang
        if browser.page and browser.page.csrf():
            browser.submit("POST", "/language", [("csrf", browser.page.csrf()), ("lang", lang), ("to", "/")])
            if browser.answer.status != 303:
                raise Wrong(line, f"{lang} can be chosen", browser.answer)
            browser.follow()

    def token(self, line, login):
        if login not in self.tokens:
            done = self.house.command(self.database, ["token", "add", login, "--scope", "write", "--days", "1"],
                                      env=self.env)
            if done.returncode:
                raise Wrong(line, "a token is made", done.stderr)
            self.tokens[login] = done.stdout.split()[-1]
        return self.tokens[login]

    # ---- requests

    def step_api(self, line):
        """api LOGIN METHOD PATH, with a token of hers; nobody has none."""
        login, method, target = (line.rest.split(None, 2) + ["", ""])[:3]
        login = self.fill(line, login)
        browser = self.new_browser(f"{login}'s program")
        sent = {} if login == "nobody" else {"Authorization": f"Bearer {self.token(line, login)}"}
        self.request(line, browser, method, target, sent)

    def step_press(self, line):
        """press "Button": sends the form of the last page that has this button."""
        find = finder(line, self.fill(line, line.rest))
        page = self.browser.page
        for form in page.forms if page else []:
            for button in form.buttons:
                if not button["off"] and find(" ".join(button["text"].split())):
                    self.request(line, self.browser, form.method, button["action"] or form.action, form=form,
                                 button=button)
                    return
        texts = [" ".join(b["text"].split()) for form in page.forms for b in form.buttons] if page else []
        raise Wrong(line, "the page has this button", ", ".join(texts))

    def step_link(self, line):
        find = finder(line, self.fill(line, line.rest))
        links = self.browser.page.links if self.browser.page else []
        for target, text in links:
            if find(" ".join(text.split())):
                self.request(line, self.browser, "GET", target)
                return
        raise Wrong(line, "the page has this link", ", ".join(" ".join(text.split()) for _, text in links))

    def step_follow(self, line):
        self.take(line, self.browser, self.browser.follow())
        self.expect_all(line.children)

    def request(self, line, browser, method, target, sent=None, form=None, button=None):
        target = self.fill(line, target)
        if not re.match(r"(/|https?:)", target):
            raise Wrong(line, "an address begins with /")
        target = re.sub(r"^https?://[^/]*", "", target)
        parts = [each for each in line.children if method_of(self, "part", each) and not
                 (each.word == "json" and each.rest.startswith("."))]
        wanted = [each for each in line.children if each not in parts]
        tries = next((each for each in wanted if each.word == "within"), None)
        until = time.monotonic() + (float(tries.rest.split()[0]) if tries else 0)
        while True:
            self.send(line, browser, method, target, parts, dict(sent or {}), form, button)
            try:
                self.expect_all([each for each in wanted if each is not tries], browser)
                return
            except Wrong:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)

    def send(self, line, browser, method, target, parts, sent, form, button):
        page = browser.page
        if form is None and method == "POST" and page and "Authorization" not in sent:
            form = page.form_for(target)
        self.fields = list(form.fields) if form else []
        if form is None and method == "POST" and page and page.csrf():
            self.fields.append(("csrf", page.csrf()))
        if button and button["name"]:
            self.fields.append((button["name"], button["value"]))
        self.sent, self.files, self.body, self.query = sent, [], None, []
        for part in parts:
            method_of(self, "part", part)(part)
        if self.query:
            target += ("&" if "?" in target else "?") + urlencode(self.query)
        if method in ("POST", "GET") and self.body is None and (self.fields or self.files) \
                and "Authorization" not in sent:
            if method == "GET" and not form:
                answer = browser.ask(method, target, sent)
            else:
                answer = browser.submit(method, target, self.fields, self.files,
                                        bool(form and form.multipart), sent)
        else:
            if self.files and self.body is None:
                sent["Content-Type"], self.body = multipart(self.fields, self.files)
            answer = browser.ask(method, target, sent, self.body)
        self.take(line, browser, answer)
        if method == "GET" and self.clients > 1:
            self.echo(line, browser, target, sent)

    def take(self, line, browser, answer):
        """Looks at an answer as at every answer."""
        self.last = answer
        faults = answer.faults()
        path = answer.target.partition("?")[0]
        if path.startswith("/api/") and path != "/api/v1/openapi.json":
            faults += self.description(line).faults(answer.method, path, answer.status, answer.media_type,
                                                    answer.json)
        if faults:
            raise Wrong(line, "the answer is well made: " + "; ".join(faults), answer)

    def description(self, line):
        given = self.story.head.get("given", "reference")
        with self.house.lock:
            if given not in self.house.descriptions:
                answer = self.new_browser("description").ask("GET", "/api/v1/openapi.json")
                if not answer.json:
                    raise Wrong(line, "/api/v1/openapi.json describes the API", answer)
                self.house.descriptions[given] = Description(answer.json)
            return self.house.descriptions[given]

    def echo(self, line, browser, target, sent):
        """With --clients N the others ask the same at once: no answer may be a failure."""
        def ask():
            other = self.new_browser(browser.name)
            other.cookies = dict(browser.cookies)
            try:
                answer = other.ask("GET", target, sent)
                if answer.status >= 500:
                    failures.append(str(answer))
            except OSError:
                pass  # the story stops its server meanwhile
        failures = []
        threads = [threading.Thread(target=ask) for _ in range(self.clients - 1)]
        for thread in threads:
            thread.start()
        self.echoes.append((line, threads, failures))

    def wait_for_echoes(self):
        for line, threads, failures in self.echoes:
            for thread in threads:
                thread.join()
            if failures:
                raise Wrong(line, "many may ask this at once", failures[0])
        self.echoes = []

    # ---- what a request sends

    def part_form(self, line):
        """form NAME = VALUE | form NAME += VALUE | form NAME -"""
        text = self.fill(line, line.whole())
        match = re.match(r"(\S+) *(\+?=|-) ?(.*)", text, re.S)
        if not match:
            raise Wrong(line, "form NAME = VALUE")
        name, how, value = match.groups()
        if how != "+=":
            self.fields = [pair for pair in self.fields if pair[0] != name]
        if how != "-":
            self.fields.append((name, value))

    def part_query(self, line):
        """query NAME = VALUE"""
        name, _, value = self.fill(line, line.rest).partition(" = ")
        self.query.append((name, value))

    def part_file(self, line):
        """file NAME = PATH"""
        name, _, path = self.fill(line, line.rest).partition(" = ")
        with open(self.path(path), "rb") as file:
            content = file.read()
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        self.files.append((name, os.path.basename(path), kind, content))

    def part_json(self, line):
        text = self.fill(line, line.whole())
        self.body = text.encode()
        self.sent.setdefault("Content-Type", "application/json")

    def part_body(self, line):
        """body TEXT | body size N | body file PATH"""
        text = self.fill(line, line.whole())
        size, path = re.fullmatch(r"size (\d+)", text), re.fullmatch(r"file (.*)", text)
        if path:
            with open(self.path(path[1]), "rb") as file:
                self.body = file.read()
        else:
            self.body = b"x" * int(size[1]) if size else text.encode()

    def part_send(self, line):
        name, _, value = self.fill(line, line.rest).partition(": ")
        self.sent[name] = value

    def part_if_match(self, line):
        self.sent["If-Match"] = '"{}"'.format(self.fill(line, line.rest).strip('"'))

    def path(self, path):
        return path if path.startswith("/") else os.path.join(os.path.dirname(self.story.path), path)

    # ---- commands, the database, the server

    def step_run(self, line):
        """run ygrar WORD…: on the story's database. run PROGRAM WORD…: any other"""
        words = [self.fill(line, word) for word in shlex.split(line.rest)]
        stdin = "".join(self.fill(each, each.whole()) + "\n" for each in line.children if each.word == "stdin")
        env = dict(self.env)
        for each in line.children:
            if each.word == "env":
                name, _, env[name] = self.fill(each, each.rest).partition("=")
        if words[0] == "ygrar":
            done = self.house.command(self.database, words[1:], stdin, env, self.folder)
        else:
            done = subprocess.run(words, input=stdin, capture_output=True, text=True, cwd=self.folder, timeout=300)
        self.last = Finished(words, done)
        wanted = [each for each in line.children if each.word not in ("stdin", "env")]
        if not any(each.word == "exit" for each in wanted):
            self.need(line, done.returncode == 0)
        self.need(line, not any(alarm in done.stderr for alarm in ALARMS))
        self.expect_all(wanted)

    def step_other(self, line):
        """other sqlite|postgresql: an empty database more, {other} and {other_key}"""
        engine = self.fill(line, line.rest) or self.house.engine
        made = Database(engine, self.folder, f"other{len(self.drops)}")
        made.create_empty()
        self.drops.append(made)
        self.values["other"], self.values["other_key"] = made.url, made.key

    def step_sql(self, line):
        """sql TEXT, in both engines' words; expectations see rows as a|b"""
        text = self.fill(line, "\n".join([line.rest] + [each.text for each in line.children if not
                                                         method_of(self, "expect", each)]))
        try:
            out = self.database.sql(text)
        except Exception as error:  # each engine has its own
            raise Wrong(line, "the database takes it", error) from None
        self.last = type("Rows", (), {"status": 0, "text": out, "readable": out, "errors": "", "json": None,
                                      "__str__": lambda rows: rows.text or "no rows"})()
        self.expect_all([each for each in line.children if method_of(self, "expect", each)])

    def step_write(self, line):
        """write FILE: with the lines below, in the story's folder"""
        with open(os.path.join(self.folder, line.rest), "w", encoding="utf-8") as file:
            file.write("".join(self.fill(each, each.text) + "\n" for each in line.children))

    def step_node(self, line):
        """node NAME: from here on another server on the same database is asked; the first is `one`."""
        name = self.fill(line, line.rest)
        self.wait_for_echoes()
        if name in self.nodes:
            self.server = self.nodes[name]
            return
        folder = os.path.join(self.folder, name)
        os.mkdir(folder)
        self.server = self.nodes[name] = self.new_server(folder)
        self.start()

    def step_server(self, line):
        """server start|stop|kill|restart [OPTION…]; below: env NAME=VALUE, refuses, says "…" """
        what, *options = shlex.split(self.fill(line, line.rest))
        self.wait_for_echoes()
        if what in ("stop", "restart"):
            trouble = self.server.stop()
            self.need(line, not trouble, trouble)
        elif what == "kill":
            self.server.kill()
        if options:
            self.server.options = options
        for each in line.children:
            if each.word == "env":
                name, _, self.server.env[name] = self.fill(each, each.rest).partition("=")
        if what in ("start", "restart"):
            refused = [each for each in line.children if each.word == "refuses"]
            try:
                self.server.start()
                self.need(line, not refused, "the server started")
            except Broken as trouble:
                self.server.process = None
                self.need(line, refused and finder(line, refused[0].rest)(str(trouble)), trouble)
        for each in line.children:
            if each.word == "says":
                find = finder(each, self.fill(each, each.rest.partition(" as ")[0]))
                found = find(self.server.said())
                self.need(each, found is not None, self.server.tail())
                if " as " in each.rest:
                    self.values[each.rest.partition(" as ")[2]] = found

    # ---- many

    def step_each(self, line):
        """each NAME in WORD WORD…: the lines below for each of them"""
        match = re.match(r"([a-z_][a-z0-9_]*) in (.*)", self.fill(line, line.rest))
        if not match:
            raise Wrong(line, "each NAME in WORD WORD…")
        for word in shlex.split(match[2]):
            if re.fullmatch(r"\d+\.\.\d+", word):
                first, last = word.split("..")
                words = [str(n) for n in range(int(first), int(last) + 1)]
            else:
                words = [word]
            for value in words:
                self.values[match[1]] = value
                try:
                    for each in line.children:
                        self.step(each)
                except Wrong as wrong:
                    raise Wrong(f"({match[1]} = {value}) {wrong.line}", wrong.expected, wrong.came) from None

    def step_set(self, line):
        name, _, value = line.rest.partition(" = ")
        self.values[name] = self.fill(line, value)

    def step_clients(self, line):
        """clients N: the lines below by N at once, each with browsers of its own and {client}"""
        count = int(line.rest or 4)

        def play(number):
            twin = copy.copy(self)
            twin.values = {**self.values, "client": number}
            twin.browsers, twin.browser, twin.echoes = {}, twin.new_browser("nobody"), []
            twin.clients = 1
            for each in line.children:
                twin.step(each)
        with concurrent.futures.ThreadPoolExecutor(count) as pool:
            for future in [pool.submit(play, number + 1) for number in range(count)]:
                future.result()

    def step_wait(self, line):
        time.sleep(float(self.fill(line, line.rest).split()[0]))

