story: positions of a review are held against the thematic lists that OHCHR really published, paragraph by paragraph, and each difference is one that another reader of the list finds, too
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00
needs: ../shared/data/upr-ohchr-matrix/c2_UPR20__Slovenia_ThematicListRecommendations_E.docx ../shared/data/upr-ohchr-matrix/c3_UPR34_Slovenia_Thematic_list_of_Recommendations.docx

# Python reads the lists by itself: rows of a table that begin with a paragraph's number, the position in the cell beside it
write read.py
	import csv, re, sys, zipfile
	from xml.etree import ElementTree
	W = chr(123) + "http://schemas.openxmlformats.org/wordprocessingml/2006/main" + chr(125)
	words = lambda e: "".join(t.text or "" for t in e.iter(W + "t")).strip()
	rows = ElementTree.fromstring(zipfile.ZipFile(sys.argv[1]).read("word/document.xml")).iter(W + "tr")
	cells = [[words(c) for c in row.findall(W + "tc")] for row in rows]
	listed = [re.match(r"(\d+\.\d+)\.?\s*(.*)", c[0]).groups() + (c[1],) for c in cells if re.match(r"\d+\.\d+", c[0])]
	numbers = lambda position: sorted(l[0] for l in listed if l[2] == position)
	print(len(listed), "paragraphs:", len(numbers("Supported")), "supported,", len(numbers("Noted")), "noted;", len(set(l[0] for l in listed)), "numbers")
	csv.writer(open(sys.argv[2] + ".csv", "w")).writerows([["Document", "Paragraph", "Recommendation"]] + [[sys.argv[3], l[0], l[1]] for l in listed])
	_ = [open(sys.argv[2] + "." + p, "w").write("\n".join(numbers(p))) for p in ("Supported", "Noted")]
run python3 {dir}/read.py {shared}/data/upr-ohchr-matrix/c2_UPR20__Slovenia_ThematicListRecommendations_E.docx second A/HRC/28/15
  out "163 paragraphs: 142 supported, 21 noted; 163 numbers"
run python3 {dir}/read.py {shared}/data/upr-ohchr-matrix/c3_UPR34_Slovenia_Thematic_list_of_Recommendations.docx third A/HRC/43/15
  out "215 paragraphs: 182 supported, 33 noted; 215 numbers"
# the paragraphs that the page says are different
write differ.py
	import re, sys
	page = open(sys.argv[1]).read()
	items = re.findall(r"<li\b.*?</li>", page[page.index("<main"):page.index("</main")], re.S)
	told = sorted(re.search(r"\d{3}\.\d+", item).group() for item in items if "Published:" in item)
	print("the same" if told == open(sys.argv[2]).read().split("\n") else told)

# two reviews of the State whose lists they are
run ygrar set state SVN
sql SELECT id FROM mechanism WHERE code = 'UPR'
  save upr from /(\d+)/
api sec POST /api/v1/review_cycles
  json {"code": "UPR-2-SVN", "mechanism": "{upr}", "label": {"en": "Slovenia in the 2nd cycle"}}
  status 201
  save second from .id
api sec POST /api/v1/review_cycles
  json {"code": "UPR-3-SVN", "mechanism": "{upr}", "label": {"en": "Slovenia in the 3rd cycle"}}
  status 201
  save third from .id
api sec POST /api/v1/documents
  json {"symbol": "A/HRC/28/15", "kind": "upr_wg_report", "cycle": "{second}", "title": {"en": "Report of the Working Group"}}
  status 201
api sec POST /api/v1/documents
  json {"symbol": "A/HRC/43/15", "kind": "upr_wg_report", "cycle": "{third}", "title": {"en": "Report of the Working Group"}}
  status 201
run ygrar import --json {dir}/second.csv
  json .new == 163
run ygrar import --json {dir}/third.csv
  json .new == 215
as sec
GET /recommendations/assign?cycle={second}
press "Triage 163 of them first"
  contains "163 done, 0 refused"
GET /recommendations/assign?cycle={third}
press "Triage 215 of them first"
  contains "215 done, 0 refused"
sql SELECT id FROM institution WHERE code = 'MOE'
  save moe from /(\d+)/
GET /recommendations/assign?cycle={second}
press "Assign 163"
  form lead = {moe}
  contains "163 done, 0 refused"
GET /recommendations/assign?cycle={third}
press "Assign 215"
  form lead = {moe}
  contains "215 done, 0 refused"

# before anybody decided: every published position is a difference
GET /positions/{third}/compare
POST /positions/{third}/compare
  file file = {shared}/data/upr-ohchr-matrix/c3_UPR34_Slovenia_Thematic_list_of_Recommendations.docx
  contains "0 the same, 215 different."

# one review is supported as a whole, the other noted as a whole: what differs is the rest of each list
as fp
GET /positions/{third}/propose?stage=unproposed
press "Look what changes"
  form position = supported
press "Propose 215"
  contains "215 done, 0 refused"
GET /positions/{second}/propose?stage=unproposed
press "Look what changes"
  form position = noted
press "Propose 163"
  contains "163 done, 0 refused"
as ch
GET /positions/{third}/decide?stage=undecided
press "Look what changes"
press "Decide 215"
  contains "215 done, 0 refused"
GET /positions/{second}/decide?stage=undecided
press "Look what changes"
press "Decide 163"
  contains "163 done, 0 refused"
as sec
GET /positions/{third}/compare
POST /positions/{third}/compare
  file file = {shared}/data/upr-ohchr-matrix/c3_UPR34_Slovenia_Thematic_list_of_Recommendations.docx
  contains "182 the same, 33 different."
  contains "Not in the published list: 0. Only in the published list: 0."
  store third.html
run python3 {dir}/differ.py third.html third.Noted
  out "the same"
GET /positions/{second}/compare
POST /positions/{second}/compare
  file file = {shared}/data/upr-ohchr-matrix/c2_UPR20__Slovenia_ThematicListRecommendations_E.docx
  contains "21 the same, 142 different."
  contains "Not in the published list: 0. Only in the published list: 0."
  store second.html
run python3 {dir}/differ.py second.html second.Supported
  out "the same"

# the same with explanations, where the addendum is on record, and after the outcome was adopted: then nothing of the list could be brought in
as ch
GET /positions/{third}/decide
press "Look what changes"
  form position = supported
  form words.en = The work goes on.
press "Decide 215"
  contains "215 done, 0 refused"
api sec POST /api/v1/documents
  json {"symbol": "A/HRC/43/15/Add.1", "kind": "upr_addendum", "cycle": "{third}", "title": {"en": "Addendum"}}
  status 201
as sec
GET /positions/{third}/addendum
press "Record it with each position"
  form symbol = A/HRC/43/15/Add.1
  status 303
api sec GET /api/v1/review_cycles/{third}
  save version from .version
api sec PATCH /api/v1/review_cycles/{third}
  if-match {version}
  json {"adopted_on": "2020-03-12"}
  status 200
GET /positions/{third}/compare
POST /positions/{third}/compare
  file file = {shared}/data/upr-ohchr-matrix/c3_UPR34_Slovenia_Thematic_list_of_Recommendations.docx
  contains "182 the same, 33 different."
  contains "Not in the published list: 0. Only in the published list: 0."
  store third.html
run python3 {dir}/differ.py third.html third.Noted
  out "the same"

# the list of another review has none of these paragraphs
GET /positions/{third}/compare
POST /positions/{third}/compare
  file file = {shared}/data/upr-ohchr-matrix/c2_UPR20__Slovenia_ThematicListRecommendations_E.docx
  contains "0 the same, 0 different."
  contains "Not in the published list: 215. Only in the published list: 163."

# nothing was brought in or changed by looking
sql SELECT count(*) FROM recommendation WHERE cycle = {third} AND position = 'supported'
  out "215"
run ygrar verify
