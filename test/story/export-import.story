story: what was exported comes in again unchanged
tags: both
given: sample

each format in csv json
  run ygrar export institution --format {format} -o {dir}/institutions.{format}
  run ygrar import --json {dir}/institutions.{format}
    json .new == 0
    json .updated == 0
    json .errors has 0
run ygrar export recommendation --format xlsx -o {dir}/list.xlsx
run python3 -c "import zipfile; zipfile.ZipFile('list.xlsx').testzip()"
run ygrar export recommendation --format csv --lang tk -o {dir}/tk.csv
run ygrar export recommendation --format csv --lang ru -o {dir}/ru.csv
run cmp -s {dir}/tk.csv {dir}/ru.csv
  exit 1

# what a spreadsheet would compute is disarmed on the way out, and whole again when it comes back
api sec POST /api/v1/recommendations
  json {"text": {"en": "=HYPERLINK(\"http://example.org\";\"@\")"}, "kind": "recommendation"}
  status 201
  save id from .id
run ygrar export recommendation --format csv -o {dir}/own.csv
run grep -c "'=HYPERLINK" {dir}/own.csv
run ygrar import --json {dir}/own.csv
  json .new == 0
  json .updated == 0
  json .errors has 0
run sh -c "sed 's/example.org/example.com/' own.csv > other.csv"
run ygrar import --json {dir}/other.csv
  json .updated == 1
  json .errors has 0
api sec GET /api/v1/recommendations/{id}
  json .text.en.body == "=HYPERLINK(\"http://example.com\";\"@\")"
run ygrar export recommendation --format csv --lang en -o {dir}/en.csv
run grep -c "'=HYPERLINK" {dir}/en.csv
