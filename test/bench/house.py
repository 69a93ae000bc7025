"""A server under measurement, what asks it, and what is printed: used by the programs beside it."""
import http.client
import os
import re
import signal
import subprocess
import sys
import time


def figure(measure, value, unit, wanted=""):
    text = f"{value:,.0f}".replace(",", "") if abs(value) >= 100 else f"{value:.3g}"
    line = f"{measure}\t{text}\t{unit}\t{wanted}"
    print(line, flush=True)
    print(line, file=sys.stderr, flush=True)


def note(words):
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


def run(*words, **more):
    return subprocess.run(words, check=True, **{"stdout": subprocess.DEVNULL, **more})


class Wrk:
    """What wrk found in one run."""

    def __init__(self, address, seconds, connections, headers=(), threads=1, script=None):
        words = ["wrk", "--latency", f"-t{threads}", f"-c{connections}", f"-d{seconds}", "--timeout", "60s"]
        for name, value in headers:
            words += ["-H", f"{name}: {value}"]
        words += ["-s", script] if script else []
        text = run(*words, address, stdout=subprocess.PIPE, text=True).stdout
        wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
        failed = re.search(r"Socket errors: (.*)", text)
        if wrong or failed:
            raise SystemExit(f"{address}: {(wrong or failed).group(0)}")
        self.rate = float(re.search(r"Requests/sec:\s*([\d.]+)", text).group(1))
        self.p99 = self.milliseconds(re.search(r"99%\s+([\d.]+)(us|ms|s|m)", text))

    @staticmethod
    def milliseconds(found):
        return float(found.group(1)) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60000}[found.group(2)]


class Server:
    """`ygrar serve` over a database, with a program's token and a person's session."""

    def __init__(self, ygrar, options, port):
        self.ygrar, self.options, self.port = ygrar, options, port
        self.token = run(ygrar, "token", "add", "sec", "--scope", "write", "--days", "2", *options,
                         stdout=subprocess.PIPE, text=True).stdout.strip()
        began = time.monotonic()
        with open("serve.log", "ab") as log:
            self.process = subprocess.Popen(
                [ygrar, "serve", *options, "--listen", f"127.0.0.1:{port}"], stdout=log, stderr=log)
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() - began > 60:
                raise SystemExit("the server does not start: see serve.log")
            time.sleep(0.001)
        self.start_ms = (time.monotonic() - began) * 1000
        self.cookie = self.sign_in("sec", "sample-password")

    def ask(self, method, path, body=None, headers=()):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        c.request(method, path, body, dict(headers))
        reply = c.getresponse()
        text = reply.read()
        c.close()
        return reply, text

    def answers(self):
        try:
            return self.ask("GET", "/healthz")[0].status == 200
        except OSError:
            return False

    def sign_in(self, login, password):
        reply, _ = self.ask("POST", "/sign-in", f"login={login}&password={password}",
                            {"Content-Type": "application/x-www-form-urlencoded"})
        if reply.status != 303:
            raise SystemExit(f"signing in was answered {reply.status}")
        return re.search(r"ygrar=[^;]+", ",".join(reply.headers.get_all("Set-Cookie"))).group(0)

    def api(self, path):
        reply, text = self.ask("GET", path, headers=self.program)
        if reply.status != 200:
            raise SystemExit(f"{path} was answered {reply.status}")
        return text

    @property
    def program(self):
        return (("Authorization", f"Bearer {self.token}"),)

    @property
    def person(self):
        return (("Cookie", self.cookie),)

    def wrk(self, path, seconds, connections, headers, **more):
        return Wrk(f"http://127.0.0.1:{self.port}{path}", seconds, connections, headers, **more)

    def memory_mb(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return int(re.search(r"VmRSS:\s*(\d+)", status.read()).group(1)) / 1024

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


class Nginx:
    """The same bytes as a file, served by a program that does nothing else."""

    def __init__(self, body, port):
        os.makedirs("nginx/www", exist_ok=True)
        with open("nginx/www/record.json", "wb") as file:
            file.write(body)
        folder = os.path.abspath("nginx")
        temporary = "".join(f"{name}_temp_path {folder}/{name};" for name in
                            ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        with open("nginx/conf", "w", encoding="ascii") as file:
            file.write(f"daemon off; pid {folder}/pid; worker_processes auto; error_log stderr;"
                       "events {} http { access_log off; keepalive_requests 1000000000;"
                       f"{temporary} types {{ application/json json; }}"
                       f"server {{ listen 127.0.0.1:{port}; root {folder}/www; }} }}\n")
        with open("nginx/log", "ab") as log:
            self.process = subprocess.Popen(["nginx", "-p", folder, "-e", "stderr", "-c", f"{folder}/conf"],
                                            stdout=log, stderr=log)
        self.address = f"http://127.0.0.1:{port}/record.json"
        time.sleep(0.5)

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
