story: a report's paragraphs are proposals with their page, and joined with UPR Info's rows only where a person says so
tags: both
needs: ../shared/data/upr-wg-reports/turkmenistan2013.pdf

user sec2 MFA SEC
run ygrar import {shared}/data/upr-info-2015/turkmenistan.csv
as sec2 in en
GET /imports
press "Look at it first"
  file file = {shared}/data/upr-wg-reports/turkmenistan2013.pdf
  status 303
  save look from header Location /(.*)/
GET {look}
  within 60 s
  contains "Nothing is taken yet."          # and nothing is brought in
  lacks "Bring it in:"
  contains "Page 14"
  source /href="\/attachments\/\d+#page=14"/
  contains "100 % alike"
link "Paragraph 112.1"
  contains "112.1. Consider the ratification of the UNESCO Convention"
  contains "Open the page in the file, in a new tab"

# one is another, the others that are alike are the same
GET {look}
press "It is another"
  status 303
  follow
  contains "You say: another one."
  contains "You say: take it."
press "They are the same"
  form score = 950
  status 303
  follow
  contains "You say: the same."
press "Look again"
  status 303
GET {look}
  within 60 s
  contains /New\s+1\b|1\s+New/
  contains "Bring it in:"
GET {look}?show=updated
  contains "112.2"
  source /<dd>[^<]*<del>[^<]+<\/del> <ins>[^<]+<\/ins>[^<]+</
GET {look}
press "Bring it in:"
  status 303
GET {look}
  within 60 s
  status 303
  follow
  contains "turkmenistan2013.pdf"
  contains "Left out"

# a record of both files shows what stood in each
GET /recommendations?q=Concentrate+on+the+implementation
link "Concentrate on the implementation"
  contains "112.2"
  contains "turkmenistan.csv, Row"
  contains "turkmenistan2013.pdf, Paragraph"
  source /#page=14"/
run ygrar verify
