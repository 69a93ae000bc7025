story: a workbook says of each record where it comes from: document, symbol, paragraph, date and address
tags: both
given: sample
now: 2025-07-10T22:30:00+00:00
needs: ../shared/data/upr-ohchr-matrix/c3_UPR34_Slovenia_Thematic_list_of_Recommendations.docx

write rows.py
  import sys, zipfile
  from xml.etree import ElementTree
  S = chr(123) + "http://schemas.openxmlformats.org/spreadsheetml/2006/main" + chr(125)
  book = zipfile.ZipFile(sys.argv[1])
  sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet%s.xml" % sys.argv[2]))
  cell = lambda c: "".join(t.text or "" for t in c.iter(S + "t")) or "".join(v.text or "" for v in c.iter(S + "v"))
  print("frozen" if sheet.find(".//" + S + "pane") is not None else "", "filters" if sheet.find(S + "autoFilter") is not None else "")
  print("\n".join(" / ".join(cell(c) for c in row.iter(S + "c")) for row in sheet.iter(S + "row")))

run ygrar import --state SVN --json {shared}/data/upr-ohchr-matrix/c3_UPR34_Slovenia_Thematic_list_of_Recommendations.docx
  json .new == 215
as sec in en
GET /recommendations/export?format=xlsx&state=imported&q=Enforced+Disappearance
  status 200
  header Content-Type ~ /spreadsheetml/
  store list.xlsx
run python3 rows.py list.xlsx 2
  out "frozen filters"
  out "Record / Supports / Document / Symbol / Paragraph / Date / Address / Certainty / Remark / Identifier"
  out /A\/HRC\/43\/15 121\.1 \/ Document \/ [^\n]* \/ A\/HRC\/43\/15 \/ 121\.1 \/ https:\/\/undocs\.org\/A\/HRC\/43\/15 \/ \d+/
  out "OHCHR, Thematic list of recommendations"
run python3 rows.py list.xlsx 3
  out "As of / 11 Jul 2025 03:30"
  out "Filters / Stage: Imported; Words: Enforced Disappearance"
run python3 rows.py list.xlsx 1
  out "frozen filters"
# what is nobody's source: a sample's symbol is no address
GET /recommendations/export?format=xlsx&state=accepted&lang=ru
  store sample.xlsx
run python3 rows.py sample.xlsx 2
  out "SAMPLE/"
run sh -c "python3 rows.py sample.xlsx 2 | grep -c undocs.org/SAMPLE"
  exit 1
