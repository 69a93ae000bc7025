story: a list leaves as OHCHR's thematic list, with the filters and rights of the page, in three languages, also by API and command
tags: both
given: sample
now: 2025-07-10T22:30:00+00:00

as sec in en
GET /recommendations?position=noted
  contains "Word document: thematic list as OHCHR publishes it (DOCX)"
  contains "Excel workbook with sources (XLSX)"
  contains "DOCX: Türkmençe"
link "Word document: thematic list as OHCHR publishes it (DOCX)"
  status 200
  header Content-Type ~ /wordprocessingml/
  header Content-Disposition ~ /recommendations\.docx/
  store noted.docx
run python3 {tree}/test/docx/check noted.docx
run python3 {tree}/test/docx/show noted.docx
  out "pages: landscape; language: en-GB; head rows: 1"
  out /\nThematic list of recommendations\nTurkmenistan\n/
  out "As of: 11 July 2025"            # in Ashgabat, where the next day has begun
  out "Filters: UPR position: Noted"
  out "Recommendation / Position / Full list of themes"
  out "Theme: "
  out /126\.2 Sample: Consider acceding to the Optional Protocol to the Convention against Torture\. ~ Recommending States: Chile, Denmark ~ Document: SAMPLE\/UPR\/4/
  out "/ Noted /"

# the same rights as the page: what a ministry does not see is not in its file
as fp in ru
GET /recommendations/export?format=docx
  status 200
  store mine.docx
run python3 {tree}/test/docx/check mine.docx
run python3 {tree}/test/docx/show mine.docx
  out "language: ru-RU"
  out "По состоянию на: 11 июля 2025 г."
run ygrar export recommendation --format docx --lang en -o all.docx
run python3 {tree}/test/docx/check all.docx
run cmp -s mine.docx all.docx
  exit 1

# in another language than the page's
as sec in en
GET /recommendations/export?format=docx&lang=tk
  store tk.docx
run python3 {tree}/test/docx/check tk.docx
run python3 {tree}/test/docx/show tk.docx
  out "language: tk-TM"
  out "2025-nji ýylyň 11-nji iýuly"
GET /recommendations/export?format=docx&lang=xx
  status 400
GET /institutions/export?format=docx
  status 400
GET /institutions
  lacks "(DOCX)"

# an order that somebody chose stays, and then there are no headings
GET /recommendations/export?format=docx&order=-deadline
  store order.docx
run sh -c "python3 {tree}/test/docx/show order.docx | grep -c Theme:"
  exit 1
GET /recommendations/export?format=docx&q=nothing+is+called+so
  status 200
  store empty.docx
run python3 {tree}/test/docx/check empty.docx

# programs
api sec GET /api/v1/recommendations/export?format=docx&lang=en&position=noted
  status 200
  header Content-Type ~ /wordprocessingml/
  store api.docx
run python3 {tree}/test/docx/show api.docx
  out "/ Noted /"
api sec GET /api/v1/recommendations/export?format=json&position=noted
  status 200
  json [0].position == "noted"
api sec GET /api/v1/recommendations/export?format=pdf
  status 400
api nobody GET /api/v1/recommendations/export?format=docx
  status 401
run ygrar export institution --format docx -o {dir}/no.docx
  exit 1
  err "This list is no text document"
