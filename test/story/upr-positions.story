story: 226 recommendations of a review get positions: bodies propose, three go to the Commission, the chair decides, the addendum covers all, adoption freezes them, and the published list is compared
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00

# a review and its report, made up for the story
sql SELECT id FROM mechanism WHERE code = 'UPR'
  save upr from /(\d+)/
api sec POST /api/v1/review_cycles
  json {"code": "UPR-9", "mechanism": "{upr}", "label": {"en": "UPR 9th cycle (sample)"}, "hrc_session_from": "2025-09-08"}
  status 201
  save cycle from .id
api sec POST /api/v1/documents
  json {"symbol": "A/HRC/98/7", "kind": "upr_wg_report", "cycle": "{cycle}", "title": {"en": "Report of the Working Group (sample)"}}
  status 201
# what the State did not say of 126.5 and 126.200 stands in the published list
write make.py
	import csv
	rows = [["A/HRC/98/7", "126.%d" % n, "Sample %d: continue the reforms of which number %d speaks" % (n, n)] for n in range(1, 227)]
	noted = {"126.1", "126.4", "126.200"}
	head = ["Document", "Paragraph", "Recommendation", "Recommending States", "Themes", "Affected persons", "SDGs"]
	rows = [r + (["Chile, Denmark", "Right to education", "Children", "4"] if r[1] == "126.4" else ["", "", "", ""]) for r in rows]
	csv.writer(open("list.csv", "w")).writerows([head] + rows)
	csv.writer(open("published.csv", "w")).writerows([head + ["Position"]] + [r + ["Noted" if r[1] in noted else "Supported"] for r in rows])
run python3 {dir}/make.py
run ygrar import --json {dir}/list.csv
  json .new == 226
api sec GET /api/v1/recommendations?cycle={cycle}&limit=5
  save first from .recommendations[0].id
  save second from .recommendations[1].id
  save third from .recommendations[2].id
  save fourth from .recommendations[3].id
  save fifth from .recommendations[4].id
sql SELECT id FROM institution WHERE code = 'MOE'
  save moe from /(\d+)/
sql SELECT id FROM institution WHERE code = 'MOL'
  save mol from /(\d+)/
as sec
GET /recommendations/assign?cycle={cycle}
press "Triage 226 of them first"
  contains "226 done, 0 refused"
GET /recommendations/assign?cycle={cycle}
press "Assign 226"
  form lead = {moe}
  form co = {mol}
  contains "226 done, 0 refused"

# the lead body proposes for all of them in one step, having seen what comes of it
as fp
GET /positions
  contains "UPR 9th cycle (sample)"
GET /positions/{cycle}
  contains "226 recommendations: 0 supported, 0 noted, 226 without a position; 0 for the Commission."
GET /positions/{cycle}?by=theme&stage=unproposed
  contains "Shown: 226"
GET /positions/{cycle}/propose?stage=unproposed
press "Look what changes"
  status 422
  contains "there is no “partially”"
press "Look what changes"
  form position = partially
  status 422
  contains "there is no “partially”"
press "Look what changes"
  form position = supported
  form words.en = The work goes on.
  contains "226 will change, 0 stay as they are."
GET /positions/{cycle}?stage=unproposed
  contains "Shown: 226"                   # nothing was saved by looking
GET /positions/{cycle}/propose?stage=unproposed
press "Look what changes"
  form position = supported
  form words.en = The work goes on.
press "Propose 226"
  contains "226 done, 0 refused"
GET /positions/{cycle}?stage=proposed
  contains "Shown: 226"
# a mistake is taken back together
POST /positions/{cycle}/propose
  form id = {fourth}
  form id += {fifth}
  form id += {third}
  status 200
press "Look what changes"
  form position = noted
  form words.en = Partially: the first half of it is accepted.
press "Propose 3"
  contains "3 done, 0 refused"
press "Undo: take back 3"
  contains "3 taken back, 0 stay as they are."
POST /positions/{cycle}/propose
  form id = {fourth}
  form id += {fifth}
press "Look what changes"
  form position = noted
  form words.en = Partially: the first half of it is accepted.
press "Propose 2"
  contains "2 done, 0 refused"

# two bodies differ, secretariat and body differ, somebody asks: three for the Commission
as fp2
GET /positions/{cycle}
POST /positions/{cycle}/propose
  form id = {first}
press "Look what changes"
  form position = noted
press "Propose 1"
  contains "1 done, 0 refused"
as sec
GET /positions/{cycle}
POST /positions/{cycle}/propose
  form id = {second}
press "Look what changes"
  form position = noted
press "Propose 1"
  contains "1 done, 0 refused"
GET /positions/{cycle}
POST /positions/{cycle}/mark
  form id = {third}
press "Look what changes"
  status 422
  contains "Say why the Commission is asked."
press "Look what changes"
  form note = It touches the budget.
press "Mark 1"
  contains "1 done, 0 refused"
GET /positions/{cycle}/commission
  contains "126.1"
  contains "Two bodies differ"
  contains "126.2"
  contains "Secretariat and body differ"
  contains "126.3"
  contains "It touches the budget."
  lacks "126.4"
POST /positions/{cycle}/decide/now
  form id = {first}
  status 403                              # the chair decides
GET /positions/{cycle}/missing
  contains "226 recommendations have no position yet."
  contains "It waits for the Commission."
  contains "The chair has not decided it."
GET /positions/{cycle}/addendum/file?lang=en
  status 422
  contains "226 recommendations have no position yet."
as fp
GET /positions/{cycle}/addendum
  status 403

# the chair: the disputed one first, then all others as the lead body proposed them
as ch
GET /positions/{cycle}
  contains "3 for the Commission."
POST /positions/{cycle}/decide
  form id = {first}
press "Look what changes"
  form position = noted
  form words.en = Legislation is being prepared.
press "Decide 1"
  contains "1 done, 0 refused"
GET /positions/{cycle}/decide?stage=undecided
press "Look what changes"
  contains "225 will change, 0 stay as they are."
press "Decide 225"
  contains "225 done, 0 refused"
GET /positions/{cycle}/commission
  contains "No position is disputed."
GET /positions/{cycle}/missing
  contains "Every paragraph has a position."
  lacks "not on record"
GET /positions/{cycle}/addendum
  contains /of 2,675 words/
  save words from /<span>([\d,]+) of 2,675 words/
GET /positions/{cycle}/addendum/file?lang=en&words=yes
  status 200
  store quoted.docx
GET /positions/{cycle}/addendum/file?lang=en
  status 200
  store plain.docx
write count.py
	import re, subprocess, sys
	told = subprocess.run([sys.executable, sys.argv[1], sys.argv[2]], capture_output=True, text=True, check=True).stdout
	words = [w for w in told.split("\n", 1)[1].split() if re.search(r"\w", w)]
	print(format(len(words), ",") + " words")
run python3 {dir}/count.py {tree}/test/docx/show plain.docx
  out "{words} words"
run python3 {tree}/test/docx/show quoted.docx
  out "Supported recommendations"
  out "126.226 / Sample 226: continue the reforms of which number 226 speaks / Supported / The work goes on."
  out "126.1 / Sample 1: continue the reforms of which number 1 speaks / Noted / Legislation is being prepared."
  out "126.4 / Sample 4: continue the reforms of which number 4 speaks / Noted / Partially: the first half of it is accepted."
each lang in tk ru
  GET /positions/{cycle}/addendum/file?lang={lang}
    status 200
    store {lang}.docx
  run python3 {tree}/test/docx/check {lang}.docx
run python3 {tree}/test/docx/show ru.docx
  out "Поддержана"
run python3 {tree}/test/docx/show tk.docx
  out "Goldanyldy"

# where the positions stand, and the table in the published form
api sec POST /api/v1/documents
  json {"symbol": "A/HRC/98/7/Add.1", "kind": "upr_addendum", "cycle": "{cycle}", "title": {"en": "Addendum (sample)"}}
  status 201
as sec
GET /positions/{cycle}/addendum
press "Record it with each position"
  form symbol = A/HRC/98/9
  status 422
  contains "There is no document with this symbol."
press "Record it with each position"
  form symbol = A/HRC/98/7/Add.1
  status 303
api sec GET /api/v1/recommendations/{fourth}
  json .position == "noted"
  json .position_locator == "3"
write sheet.py
	import sys, zipfile
	from xml.etree import ElementTree
	S = chr(123) + "http://schemas.openxmlformats.org/spreadsheetml/2006/main" + chr(125)
	book = zipfile.ZipFile(sys.argv[1])
	sheet = lambda n: ElementTree.fromstring(book.read("xl/worksheets/sheet%d.xml" % n))
	cell = lambda c: "".join(t.text or "" for t in c.iter(S + "t")).replace("\n", " ~ ")
	rows = [[(c.get("r").rstrip("0123456789"), cell(c)) for c in row.iter(S + "c")] for row in sheet(1).iter(S + "row")]
	numbers = [row[0][1].split()[0] for row in rows[1:]]
	print(len(rows), "rows, columns", "".join(sorted(set(c[0] for row in rows for c in row))))
	print("widths:", *[round(float(c.get("width"))) for c in sheet(1).iter(S + "col")])
	print("in order" if numbers == ["126.%d" % n for n in range(1, 227)] else numbers)
	print("\n".join(" / ".join(c[1] for c in row) for row in rows))
	print("\n".join(": ".join(cell(c) for c in row.iter(S + "c")) for row in sheet(2).iter(S + "row")))
GET /positions/{cycle}/table
  status 200
  header Content-Type ~ /spreadsheetml/
  store en.xlsx
run python3 {dir}/sheet.py en.xlsx
  out "227 rows, columns ABC"
  out /widths: (5[0-9]|6[0-9]) \d+ \d+\n/   # lines of the texts are long, so that rows are low
  out "in order"
  out "Recommendation / Position / Full list of themes"
  out "126.4 Sample 4: continue the reforms of which number 4 speaks ~ Recommending States: Chile and Denmark ~ Source of position: A/HRC/98/7/Add.1 - Para. 3 / Noted / - Right to education ~ Affected persons: ~ - Children ~ SDGs: ~ - 4 "
  out "126.226 Sample 226: continue the reforms of which number 226 speaks ~ Source of position: A/HRC/98/7/Add.1 - Para. 2 / Supported"
  out "As of: 11 July 2025"
as sec in ru on desk-ru
GET /positions/{cycle}/table
  store ru.xlsx
run python3 {dir}/sheet.py ru.xlsx
  out "227 rows, columns ABC"
  out "in order"
  out "Рекомендация / Позиция / Полный перечень тем"
  out "~ Рекомендующие государства: Чили и Дания ~ Источник позиции: A/HRC/98/7/Add.1 - Пункт 3 / Принята к сведению / - Право на образование ~ Кого касается: ~ - Дети ~ ЦУР: ~ - 4 "
  out "По состоянию на: 11 июля 2025 г."
as sec in tk on desk-tk
GET /positions/{cycle}/table
  store tk.xlsx
run python3 {dir}/sheet.py tk.xlsx
  out "227 rows, columns ABC"
  out "in order"
  out "Maslahat / Garaýyş / Mowzuklaryň doly sanawy"
  out "/ - Bilim almaga bolan hukuk ~ "
  out "2025-nji ýylyň 11-nji iýuly"
as sec in en
# in each of the languages it is read again as what it is
each lang in en ru tk
  GET /positions/{cycle}/compare
  POST /positions/{cycle}/compare
    file file = {dir}/{lang}.xlsx
    contains "226 the same, 0 different."
GET /recommendations/export?format=docx&cycle={cycle}&kind=recommendation
  status 200|303

# adopted: frozen
api sec PATCH /api/v1/review_cycles/{cycle}
  if-match 1
  json {"adopted_on": "2025-07-10"}
  status 200
as ch
GET /positions/{cycle}
  contains "The positions are frozen."
POST /positions/{cycle}/decide
  form id = {second}
press "Look what changes"
  form position = noted
  contains "0 will change, 1 stay as they are."
  contains "The outcome was adopted on 10 Jul 2025: positions are frozen since then."
api sec GET /api/v1/recommendations/{second}
  save version from .version
api sec PATCH /api/v1/recommendations/{second}
  if-match {version}
  json {"position": "noted"}
  status 422
  json .error.field == "position"

# what OHCHR published says otherwise about two
as sec
GET /positions/{cycle}/compare
POST /positions/{cycle}/compare
  status 422
POST /positions/{cycle}/compare
  file file = {dir}/published.csv
  status 200
  contains "224 the same, 2 different."
  contains "126.5"
  contains "126.200"
  contains "Not in the published list: 0. Only in the published list: 0."
run ygrar verify
