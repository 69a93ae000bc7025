story: an officer looks at what a file would bring, and then brings it in
tags: both
given: sample
needs: ../shared/data/upr-info-2015/turkmenistan.csv ../shared/data/upr-ohchr-matrix/c2_AdvancedQuestionsSlovenia.doc

as sec
GET /imports
  contains "drop it here"
  contains ".doc"
press "Look at it first"
  status 422
  contains "Choose a file"
press "Look at it first"
  file file = {shared}/data/upr-info-2015/turkmenistan.csv
  status 303
  header Location ~ /^\/imports\/looks\/\d+$/
  save look from header Location /(.*)/
GET {look}
  within 30 s
  contains "What would come of it"
  contains "turkmenistan.csv"
  contains /275\s+Rows read|Rows read\s+275/
  contains "Implement the provisions of the Palermo Protocols"
GET /recommendations?q=Palermo             # nothing has been done yet
  lacks "Palermo Protocols"
GET /imports
  contains "Looked at and not brought in yet"
  contains "turkmenistan.csv"
GET {look}?show=new                        # a page of them, and the next
  contains "Row 2"
  contains "Next page"
link "Next page"
  status 200
  lacks /Row 2\b/
  contains "Row 27"
GET {look}
press "Bring it in: 275"
  status 303
GET {look}
  within 30 s
  status 303                               # it is done
  follow
  contains "275"
  lacks "What would come of it"
GET /recommendations?q=Palermo
  contains "Palermo Protocols"
link "Palermo"
  status 200
  contains "In the files it came from"     # with the cells as they stood there
  contains "turkmenistan.csv, Row"
  contains "Recommending state"
GET /imports
  contains "turkmenistan.csv"
  lacks "Looked at and not brought in yet"
sql SELECT count(*) FROM staged
  source /^0\b/

# what cannot be is said beside its field, and what no format knows by name
as sec in en
GET /imports
press "Look at it first"
  file file = {shared}/data/upr-ohchr-matrix/c2_AdvancedQuestionsSlovenia.doc
  form state = Atlantis
  status 303
  save old from header Location /(.*)/
GET {old}
  contains "There is no State “Atlantis”."  # beside the field, and the file need not be chosen again
  field state = Atlantis
press "Look again"
  form state = Slovenia
  status 303
GET {old}
  within 30 s
  contains "The file could not be read."
  contains "in no format that the program knows"
as fp
GET /imports
  status 403
run ygrar verify
