"""What a story happens in: a database copied from a template, a server, the commands.

A set-up (`given:` sample, reference, plain, empty) is made once a run by `ygrar init` and copied
for each story: as files with SQLite, by CREATE DATABASE … TEMPLATE with PostgreSQL.
"""
import os
import secrets
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time
from urllib.parse import urlsplit, urlunsplit

from client import Browser

INIT = {"sample": ["--reference", "turkmenistan", "--sample"],
        "reference": ["--reference", "turkmenistan"], "plain": [], "empty": None}
# What sanitizers write to the error output; the server also ends with a status of theirs.
ALARMS = ("Sanitizer", "runtime error:", "Assertion", "stack smashing")


class Broken(Exception):
    """The house cannot be built: no story is to blame."""


def postgres(url, sql, *options):
    done = subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-At", *options, "-c", sql, url],
                          capture_output=True, text=True, timeout=120)
    if done.returncode:
        raise Broken(f"psql: {done.stderr.strip()}\n{sql}")
    return done.stdout.rstrip("\n")


class Database:
    """An address to hand to --db, and raw SQL past the program."""

    def __init__(self, engine, folder, name):
        self.engine, self.folder, self.name = engine, folder, name
        self.key = os.path.join(folder, name + ".key")
        if engine == "sqlite":
            self.path = os.path.join(folder, name + ".db")
            self.url = "sqlite:" + self.path
        else:
            server = os.environ.get("YGRAR_TEST_PG")
            if not server:
                raise Broken("YGRAR_TEST_PG is not set: see tools/with_postgres")
            self.server, self.path = server, f"story_{secrets.token_hex(6)}"
            parts = urlsplit(server)
            self.url = urlunsplit(parts._replace(path="/" + self.path)).replace(":/", ":///", 1) \
                if not parts.netloc else urlunsplit(parts._replace(path="/" + self.path))

    def create_empty(self):
        if self.engine == "postgresql":
            postgres(self.server, f'CREATE DATABASE "{self.path}" TEMPLATE template0')

    def create_from(self, template):
        if self.engine == "postgresql":
            postgres(self.server, f'CREATE DATABASE "{self.path}" TEMPLATE "{template.path}"')
        else:
            for end in ("", "-wal"):
                if os.path.exists(template.path + end):
                    shutil.copyfile(template.path + end, self.path + end)
        if os.path.exists(template.key):
            shutil.copyfile(template.key, self.key)
            os.chmod(self.key, 0o600)

    def drop(self):
        if self.engine == "postgresql":
            postgres(self.server, f'DROP DATABASE IF EXISTS "{self.path}" WITH (FORCE)')

    def sql(self, text):
        if self.engine == "postgresql":
            return postgres(self.url, text, "-F", "|")
        link = sqlite3.connect(self.path, timeout=30)
        try:
            with link:
                rows = link.execute(text).fetchall()
        finally:
            link.close()
        return "\n".join("|".join("" if cell is None else str(cell) for cell in row) for row in rows)


class House:
    """What all stories of one run share."""

    def __init__(self, ygrar, engine):
        self.ygrar, self.engine = os.path.abspath(ygrar), engine
        self.folder = tempfile.mkdtemp(prefix="story.")
        self.templates, self.lock, self.descriptions = {}, threading.Lock(), {}

    def template(self, given):
        with self.lock:
            if given not in self.templates:
                if given not in INIT:
                    raise Broken(f"given: {given} is none of {', '.join(INIT)}")
                made = Database(self.engine, self.folder, given)
                made.create_empty()
                if INIT[given] is not None:
                    done = self.command(made, ["init", *INIT[given]])
                    if done.returncode:
                        raise Broken(f"ygrar init: {done.stderr.strip()}")
                self.templates[given] = made
            return self.templates[given]

    def command(self, database, words, stdin="", env=None, cwd=None, timeout=300):
        """Runs ygrar on the database, unless the words name another one."""
        place = [] if "--db" in words else ["--db", database.url]
        if "--key-file" not in words and "--help" not in words:
            place += ["--key-file", database.key]
        return subprocess.run([self.ygrar, words[0], *(place if words[0][:2] != "--" else []), *words[1:]],
                              input=stdin, capture_output=True, text=True, errors="replace",
                              env={**os.environ, **(env or {})}, cwd=cwd, timeout=timeout)

    def close(self, keep):
        for made in self.templates.values():
            made.drop()
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)


class Server:
    """ygrar serve on a database, at a Unix socket unless the options say --listen."""

    def __init__(self, house, database, folder, options=(), env=None):
        self.house, self.database, self.folder = house, database, folder
        self.options, self.env, self.process = list(options), dict(env or {}), None
        self.log = os.path.join(folder, "server.log")
        self.place = "unix:" + os.path.join(folder, "http")

    def address(self):
        return self.place

    def start(self, wait=30):
        words = list(self.options)
        if "--listen" in words:
            self.place = words[words.index("--listen") + 1]
        else:
            words += ["--listen", self.place]
        with open(self.log, "ab") as log:
            self.began = log.tell()
            self.process = subprocess.Popen(
                [self.house.ygrar, "serve", "--db", self.database.url, "--key-file", self.database.key, *words],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder,
                env={**os.environ, **self.env})
        until = time.monotonic() + wait
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise Broken(f"the server ended with {self.process.returncode}\n{self.tail()}")
            try:
                if Browser(self.address, timeout=5).ask("GET", "/healthz").status == 200:
                    return
            except OSError:
                pass
            time.sleep(0.02)
        raise Broken(f"the server does not answer after {wait} s\n{self.tail()}")

    def running(self):
        return self.process is not None and self.process.poll() is None

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)
        self.process = None

    def stop(self, wait=60):
        """Ends the server as an administrator does; gives what went wrong, or an empty text."""
        if self.process is None:
            return ""
        self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(wait)
        except subprocess.TimeoutExpired:
            self.kill()
            return f"the server did not stop within {wait} s\n{self.tail()}"
        self.process = None
        if status or any(alarm in self.said() for alarm in ALARMS):
            return f"the server ended with {status}\n{self.tail(6000)}"
        return ""

    def said(self):
        """What it has written since it was started last."""
        with open(self.log, "rb") as file:
            file.seek(self.began)
            return file.read().decode("utf-8", "replace")

    def tail(self, size=1500):
        with open(self.log, errors="replace") as file:
            return file.read()[-size:]
