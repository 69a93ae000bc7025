story: a list that words, facets of the search and an order have made is given out as it is shown, in every format, and worked on as a whole
tags: both
given: sample

as sec in en
GET /recommendations?q=text:women+-detention&order=relevance
  contains "6 in all"
each format in csv json xlsx docx
  GET /recommendations/export?q=text:women+-detention&order=relevance&format={format}
    status 200
    store list.{format}
run sh -c "grep -c '' list.csv"
  out "7"
run python3 -c "import json; rows = json.load(open('list.json')); print(len(rows), ' '.join(r['locator'] for r in rows))"
  out /^6 /

# in the order of the page
GET /recommendations?q=text:women+-detention&order=relevance&layout=compact
  save first from /id="r\d+"><span class="ref">([^<]+)</
run python3 -c "import json; print(json.load(open('list.json'))[0]['locator'] == '{first}')"
  out "True"
GET /recommendations/export?q=text:women+-detention&order=-deadline&format=json&lang=tk
  store list.json
run python3 -c "import json; d = [r.get('deadline', '') for r in json.load(open('list.json'))]; print(d == sorted(d, reverse=True), len(d))"
  out "True 6"
GET /recommendations/export?overdue=yes&format=csv
  store list.csv
run sh -c "grep -c '' list.csv"
  out "3"
api sec GET /api/v1/recommendations/export?q=text:women+-detention&format=json
  status 200
  json has 6
GET /recommendations/export?q=women&nothing=1&format=csv
  status 400

# all that the search finds, and nothing else
GET /recommendations?q=text:women+-detention
link "Assign all that the filters find…"
  title "Assign 6 recommendations"
  contains "text:women -detention"
GET /recommendations/assign?overdue=yes
  title "Assign 2 recommendations"
  contains "Overdue: yes"
run ygrar verify
