story: two facets of a list crossed as a table and one over the years as a chart: every number is the number of its list
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00

write rows.py
  import sys, zipfile
  from xml.etree import ElementTree
  S = chr(123) + "http://schemas.openxmlformats.org/spreadsheetml/2006/main" + chr(125)
  book = zipfile.ZipFile(sys.argv[1])
  sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet%s.xml" % sys.argv[2]))
  cell = lambda c: "".join(t.text or "" for t in c.iter(S + "t")) or "".join(v.text or "" for v in c.iter(S + "v"))
  print("\n".join(" / ".join(cell(c) for c in row.iter(S + "c")) for row in sheet.iter(S + "row")))

as sec in en
GET /recommendations?position=supported
link "Overview"
  title "Overview"
  status 200
  contains "Filters: UPR position: Supported"
  contains "Records counted: 15"
  contains "Restricted records are not counted."
  source /<option value="lead" selected>/
GET /recommendations/overview?rows=position&columns=state&years=kind&q=sample
  status 200
  contains "Searched for: “sample”"
  contains "Stronger colour = more: 1, 2–4, 5–9, 10–19, 20 and more."
  source /<td class="h3"><a href="\/recommendations\?q=sample&amp;position=supported&amp;state=[a-z]+">\d+<\/a>/
  source /<span class="vh">0<\/span>/
  source /<svg viewBox="0 0 736 \d+" role="group"/
  source /aria-label="[^"]+, 20\d\d: \d+"/
  contains "Table behind the chart"

# each number is what its list says
sql SELECT count(*) FROM recommendation WHERE position = 'supported' AND state = 'assigned' AND classification <> 'restricted'
  save n from /(\d+)/
GET /recommendations/overview?rows=position&columns=state&years=
  source /position=supported&amp;state=assigned">{n}</
  lacks "Table behind the chart"
GET /recommendations?position=supported&state=assigned
  contains "{n} in all"

# where values are chosen, the others are not in the table; the list keeps what else was chosen
GET /recommendations/overview?rows=position&columns=state&position=pending&position=supported&missing=lead
  source /href="\/recommendations\?missing=lead&amp;position=supported&amp;state=/
  lacks "Noted"

# what cannot be
GET /recommendations/overview?rows=position&columns=position
  status 200
  contains "Rows and columns are the same."
GET /recommendations/overview?rows=nothing
  status 400
GET /recommendations/overview?q=zzzzzz
  status 200
  contains "Nothing has these words."
GET /recommendations/overview/export?rows=position&columns=position
  status 400

# as a workbook
GET /recommendations/overview/export?rows=position&columns=state&years=kind
  status 200
  header Content-Type ~ /spreadsheetml/
  store table.xlsx
sql SELECT count(*) FROM recommendation WHERE position = 'supported' AND classification <> 'restricted'
  save all from /(\d+)/
run python3 rows.py table.xlsx 1
  out /UPR position \/ .*Assigned, answer awaited.* \/ All\n/
  out /Supported \/ .*{n}.* \/ {all}\n/
  out /All \/ [\d \/]+/
run python3 rows.py table.xlsx 2
  out /Year \/ .*Recommendation.* \/ All\n/
  out /2024 \/ /
run python3 rows.py table.xlsx 3
  out "List / Recommendations"
  out "Restricted records are not counted."

# other types have one, too; a ministry counts its own; who reads no list has no overview of it
GET /documents/overview
  status 200
as ma in en
GET /recommendations/overview?rows=lead&columns=state
  status 200
  lacks "Records counted: 23"
as adm
GET /recommendations/overview
  status 403
as nobody
GET /recommendations/overview
  status 303|401|403
