story: a symbol that fits no known form is kept, and whoever may change the document is told to look at it
given: sample

as sec in en
GET /documents/new
press "Save"
  form symbol = ODD SYMBOL 12
  form title.en = A paper with an odd symbol
  form kind = other
  status 303
  save document from header Location /(.*)/
  follow
  contains "This symbol fits no form that the program knows."
GET {document}/edit
  contains "This symbol fits no form that the program knows."
as aud in en
GET {document}
  lacks "This symbol fits no form"
as sec in en
GET {document}/edit
press "Save"
  form symbol = CEDAW/C/TKM/CO/99
  status 303
  follow
  lacks "This symbol fits no form"
