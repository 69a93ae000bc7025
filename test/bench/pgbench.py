"""What PostgreSQL was asked for one save, as its log tells, made into a script for pgbench.

Values stay as they were in the save that was watched, but for the record's identifier (another in
each transaction), its version (read before) and the change's identifier (made up)."""
import re


def logged(text):
    """Triples of process, statement and values from a log written with log_statement = all."""
    entry = re.compile(r"^\S+ \S+ \S+ \[(\d+)\] (LOG|DETAIL):  (.*(?:\n\t.*)*)", re.M)
    found = []
    for process, kind, words in entry.findall(text):
        start = re.match(r"(?:execute [^:]*|statement): ", words)
        if kind == "LOG" and start:
            found.append((process, words[start.end():].replace("\n\t", " "), []))
        elif kind == "DETAIL" and found:
            found[-1][2].extend(re.findall(r"\$\d+ = (NULL|'(?:[^']|'')*')", words))
    return found


def of_save(found):
    """Both transactions of the request that changed a recommendation: who asks, and the save."""
    def changes(statement):
        return statement[1].startswith("UPDATE recommendation ")

    process = next(s[0] for s in found if changes(s))
    own = [s for s in found if s[0] == process]
    at = next(i for i, s in enumerate(own) if changes(s))
    begins = [i for i in range(at) if own[i][1].startswith("BEGIN")]
    last = next(i for i in range(at, len(own)) if own[i][1].startswith("COMMIT"))
    return own[begins[-2]:last + 1]


def script(save, record, version, records):
    """`bench_record` numbers the records that are changed."""
    change = next(s[2][0] for s in save if s[1].startswith("INSERT INTO change ("))
    lines = [f"\\set n random(1, {records})", "\\set new random(1, 9000000000000000000)",
             "SELECT r.id AS record, r.version FROM bench_record b JOIN recommendation r ON r.id = b.id"
             " WHERE b.number = :n \\gset"]
    for _, text, values in save:
        names = {f"'{record}'": ":record", change: ":new"}
        if text.startswith(("UPDATE recommendation ", "INSERT INTO change (")):
            names |= {f"'{version}'": ":version", f"'{version + 1}'": "(:version + 1)"}
        text = re.sub(r"^BEGIN.*", "BEGIN", text)
        line = re.sub(r"\$(\d+)", lambda n: names.get(values[int(n[1]) - 1], values[int(n[1]) - 1]), text)
        lines.append(line.rstrip("; ") + ";")
    return "\n".join(lines) + "\n"
