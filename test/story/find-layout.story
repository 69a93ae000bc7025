story: a list is a table, blocks or lines, as its address says or as its reader chose last
given: sample

as sec in en
GET /recommendations?position=supported
  source /<table class="list"/
press "Compact"
  status 303
  header Location = /recommendations?position=supported&layout=compact
  follow
  source /<ul class="lines" aria-label="Recommendations: /
  lacks "Text and labels"
GET /institutions
  source /<ul class="lines"/
GET /institutions?layout=list
  source /<ul class="work"/
  contains "Kind: "
GET /recommendations?layout=list
  source /<ul class="work"/
  source /<input type="checkbox" name="id"/
  contains "Lead body: "
GET /recommendations?layout=table
  source /<table class="list"/
GET /me
  field layout = compact
GET /recommendations?layout=none
  status 200
  source /<ul class="lines"/
