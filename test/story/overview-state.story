story: the State at a glance counts what each reader may read, by whatever one asks for; what moves is told with from and to, and each figure leads to its records
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00

# all cells of a workbook, a line for each row
write rows.py
  import sys, zipfile
  from xml.etree import ElementTree
  S = chr(123) + "http://schemas.openxmlformats.org/spreadsheetml/2006/main" + chr(125)
  book = zipfile.ZipFile(sys.argv[1])
  cell = lambda c: "".join(t.text or "" for t in c.iter(S + "t")) or "".join(v.text or "" for v in c.iter(S + "v"))
  sheets = [ElementTree.fromstring(book.read(n)) for n in sorted(book.namelist()) if n.startswith("xl/worksheets/sheet")]
  print("\n".join(" / ".join(cell(c) for c in row.iter(S + "c")) for sheet in sheets for row in sheet.iter(S + "row")))

as ch in en
GET /overview
  within 60 s
  lacks "The search is being made anew"
  title "The State at a glance"
  contains "As of"
  contains "Recommendations: Body"
  contains "Measures: Body"
  contains "Moved since"
  contains "Late bodies"
  contains "Silent bodies"
  contains "Progress over time"
  contains "The whole State"
  save all from /state_under_review=TKM">(\d+)</
GET /recommendations?state_under_review=TKM
  contains /of {all}\b/
each cut in plan theme document cycle group sdg
  GET /overview?by={cut}
    status 200
    contains "The whole State"
GET /overview?by=plan
  contains "Sample: action plan on human rights"
# bad input: beside the field
GET /overview?since=soon
  status 422
  contains "Give the exact day, for example 17.06.2025."
GET /overview?since=2030-01-01
  status 422
  contains "This day has not come yet."
GET /overview/records?what=nothing
  status 400
GET /overview/records?what=stood&at=2025-H3
  status 400
# what moves today is told, and its figure leads to it
sql SELECT id FROM recommendation WHERE state = 'accepted' AND status = 'not_started' AND classification = 'public' ORDER BY id LIMIT 1
  save one from /(\d+)/
as sec in en
GET /recommendations/{one}/steps/set_status
press "Set the State’s status"
  form status = in_progress
  form _reason = the work has begun
  status 303
as ch in en
GET /overview/records?what=moved&type=recommendation&since=2025-07-11&status=in_progress
  contains "Moved since"
  contains "In progress"
  source "/recommendations/{one}"
GET /overview/records?what=measures&status=in_progress
  contains "In progress"
  contains "1 shown of 1"
GET /overview/export?by=body
  status 200
  header Content-Disposition ~ /overview.xlsx/
  store overview.xlsx
run python3 rows.py overview.xlsx
  out /The whole State [\d \/]*\/ {all}\n/
  out /Recommendations \/ not stated \/ In progress \/ \d+/
  out /now [\d \/]*\/ {all}\n/
  out "As of / 11 Jul 2025 09:00"
# whoever reads less counts less
as fp in en
GET /overview
  title "The State at a glance"
  lacks ">{all}<"
as cso in en
GET /overview
  contains "In all: 0"
as adm
GET /overview
  status 403
