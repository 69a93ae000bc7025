story: names, codes and symbols are proposed while one types, to scripts, to people without script and to programs
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00

as sec in en
GET /recommendations
  source /<input id="search" name="q" type="search" list="search-list" autocomplete="off" hx-get="\/complete\?as=words&amp;field=q"/
  source /<datalist id="search-list"><\/datalist>/

# a script gets options: of the box in the head their words, of a reference its key
GET /complete?as=words&field=q&q=turkmenist
  send HX-Request: true
  status 200
  source /<option value="Turkmenistan">/
  lacks "<!doctype"
GET /complete?as=keys&type=country&field=x&x=turkmenist
  send HX-Request: true
  source /<option value="TKM">Turkmenistan<\/option>/
GET /complete?as=lines&type=country&field=states&states=Turkmenist
  send HX-Request: true
  source /<li>Turkmenistan <span class="ref">TKM<\/span><\/li>/
GET /recommendations/new
  source /hx-get="\/complete\?as=lines&amp;field=states_under_review&amp;type=country"/
  source /href="\/complete\?type=country" target="_blank"/

# bodies and symbols of documents
GET /complete?as=words&field=q&q=ministry+of+ed
  send HX-Request: true
  source "Ministry of Education"
GET /complete?as=words&field=q&q=SAMPLE%2FUPR
  send HX-Request: true
  source "SAMPLE/UPR/4"

# a page for people without script
GET /complete?type=country
  title "Look up"
press "Look up"
  form q = türkm
  status 200
  contains "Turkmenistan"
  contains "TKM"
GET /complete?type=country&q=zzzz
  contains "Nothing begins so."
GET /complete?type=nothing
  status 404
as sec in tk
GET /complete?type=theme&q=bilim
  contains "Bilim"

# programs
api sec GET /api/v1/complete?type=country&q=turkmenist
  status 200
  json .items has 1
  json .items[0].key == "TKM"
  json .items[0].label == "Türkmenistan"
api sec GET /api/v1/complete?q=
  json .items has 0

# whatever is typed
as sec in en
each words in %28%28 %22 %25 *%20- %D0%B6 %5C
  GET /complete?q={words}
    status 200
as nobody
GET /complete?q=a
  status 303|401|403
