"""A browser without script, and a caller of the API: cookies, forms, one answer at a time."""
import http.client
import json
import secrets
import socket
from urllib.parse import urlencode, urljoin, urlsplit

from page import Page

SAFE_POLICY = ("default-src", "frame-ancestors", "form-action", "base-uri")
CALM_HEADERS = {"x-content-type-options": "nosniff", "referrer-policy": "same-origin", "cache-control": None,
                "content-security-policy": None, "cross-origin-opener-policy": "same-origin",
                "cross-origin-resource-policy": "same-origin", "permissions-policy": None}


class Connection(http.client.HTTPConnection):
    """To a TCP port or a Unix socket: "127.0.0.1:8080", "unix:/path"."""

    def __init__(self, address, timeout):
        host, _, port = ("localhost", "", "80") if address.startswith("unix:") else address.rpartition(":")
        super().__init__(host, int(port), timeout=timeout)
        self.address = address

    def connect(self):
        if not self.address.startswith("unix:"):
            super().connect()
            return
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.address.removeprefix("unix:"))


class Answer:
    def __init__(self, method, target, response, body, part=False):
        self.method, self.target, self.body = method, target, body
        self.status, self.headers = response.status, response.getheaders()
        self.media_type = self.header("Content-Type").partition(";")[0].strip()
        self.text = body.decode("utf-8", "replace")
        self.page = self.json = None
        if self.media_type == "text/html" and body and not part:
            self.page = Page(self.text, target)
        elif self.media_type.endswith("json") and body:
            try:
                self.json = json.loads(self.text)
            except ValueError:
                self.json = None

    def header(self, name):
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def readable(self):
        return self.page.text if self.page else self.text

    def __str__(self):
        head = f"{self.method} {self.target} → {self.status} {self.media_type}, {len(self.body)} bytes"
        place = self.header("Location")
        return head + (f", to {place}" if place else "") + "\n" + self.readable[:1500]

    def faults(self):
        """What no answer of the program may be."""
        found = list(self.page.problems) if self.page else []
        if self.media_type.endswith("json") and self.json is None and self.body and self.method != "HEAD":
            found.append("is no JSON")
        for name, wanted in CALM_HEADERS.items():
            if not self.header(name) or wanted and self.header(name) != wanted:
                found.append(f"has no right header {name}")
        if self.page:
            policy = self.header("Content-Security-Policy")
            if "unsafe" in policy:
                found.append(f"allows too much: {policy}")
            found += [f"its content security policy lacks {word}" for word in SAFE_POLICY if word not in policy]
        for name, value in self.headers:
            if name.lower() == "set-cookie" and "httponly" not in value.lower():
                found.append(f"sets a cookie that scripts may read: {value.partition('=')[0]}")
        return found


def multipart(fields, files):
    border = secrets.token_hex(16)
    parts = []
    for name, value in fields:
        parts.append(f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
    for name, filename, media_type, content in files:
        parts.append(f'--{border}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
                     f"Content-Type: {media_type}\r\n\r\n".encode() + content + b"\r\n")
    parts.append(f"--{border}--\r\n".encode())
    return f"multipart/form-data; boundary={border}", b"".join(parts)


class Browser:
    """Keeps cookies and the last page. `address` is asked anew each time: servers restart."""

    def __init__(self, address, name="nobody", timeout=60):
        self.address, self.name, self.timeout = address, name, timeout
        self.cookies, self.page, self.answer = {}, None, None

    def ask(self, method, target, headers=(), body=None):
        sent = {"Host": "ygrar.test", "Connection": "close", **dict(headers)}
        if self.cookies and "Cookie" not in sent:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection = Connection(self.address(), self.timeout)
        try:
            try:
                connection.request(method, target, body, sent)
            except (BrokenPipeError, ConnectionResetError):
                pass  # the server has answered before it read everything
            response = connection.getresponse()
            # what a script asks for is a part of the page that the person looks at
            self.answer = Answer(method, target, response, response.read(), "HX-Request" in sent)
        finally:
            connection.close()
        for name, value in self.answer.headers:
            if name.lower() == "set-cookie":
                self.keep_cookie(value)
        if self.answer.page:
            self.page = self.answer.page
        return self.answer

    def keep_cookie(self, text):
        pair, *attributes = [part.strip() for part in text.split(";")]
        name, _, value = pair.partition("=")
        if not value or any(each.lower() == "max-age=0" for each in attributes):
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value

    def follow(self):
        target = urljoin(self.answer.target, self.answer.header("Location"))
        parts = urlsplit(target)
        return self.ask("GET", parts.path + (f"?{parts.query}" if parts.query else ""))

    def submit(self, method, target, fields, files=(), as_multipart=False, headers=()):
        if method == "GET":
            return self.ask("GET", target.partition("?")[0] + "?" + urlencode(fields), headers)
        if files or as_multipart:
            kind, body = multipart(fields, files)
        else:
            kind, body = "application/x-www-form-urlencoded", urlencode(fields).encode()
        return self.ask(method, target, {"Content-Type": kind, **dict(headers)}, body)
