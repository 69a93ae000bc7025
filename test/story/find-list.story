story: words, facets with exact counts, order and page of a list are one address; what is found is told, marked and counted for each reader
tags: both
given: sample

as sec in en
GET /recommendations?q=text:women+-detention
  status 200
  contains "Searched for: “women” in the text, without “detention”"
  contains "6 in all"
  source /<mark>women<\/mark>/
  source /name="theme" value="[^"]+"><span>Discrimination against women<\/span><i>2<\/i>/

# a word that nobody wrote: the nearest one, and no error whatever is typed
GET /recommendations?q=womne
  contains "Did you mean: women"
link "women"
  contains "Searched for: “women” or labelled “Women”"
each words in %28%28%28 -- OR %22unclosed *: %5C %29-%28 status: title:%28
  GET /recommendations?q={words}
    status 200
GET /recommendations?q=%FF
  status 400

# facets: several values are any of them, several facets all of them; the counts say what a click gives
GET /recommendations?position=supported&position=noted
  contains "19 in all"
  source /name="position" value="supported" checked><span>Supported<\/span><i>15<\/i>/
  source /name="position" value="pending"><span>Pending<\/span><i>4<\/i>/
GET /recommendations?position=pending&position=supported&position=noted
  contains "23"
GET /recommendations?overdue=yes
  contains "Overdue: yes"
  source /name="overdue" value="yes" checked/
GET /recommendations?missing=lead
  contains "Missing: Lead body"
GET /recommendations?theme=education&lead=-
  status 200
  contains "Themes: Right to education"
GET /recommendations?nothing=1
  status 400

# dates are the database's, and narrow the counts all the same
GET /recommendations?deadline%3E=2027-01-01&q=sample&order=deadline
  status 200
  contains "Deadline ≥ 1 Jan 2027"
  contains "Restricted records are not among what was searched."
GET /recommendations?q=sample&limit=10&offset=10
  contains "11–20 of "
link "Next page"
  contains "21–30 of "
link "Previous page"
  contains "11–20 of "
GET /recommendations?q=sample&order=-deadline&limit=10
  contains "10 shown of "
link "Next page"
  contains "10 shown of "
GET /recommendations?q=sample&offset=99999
  status 400

# all values of a facet, which can be searched
GET /recommendations?position=supported
  source /href="\/recommendations\/facet\?position=supported&amp;facet=theme"/
GET /recommendations/facet?position=supported&facet=sdg&find=women
  title "SDG target"
  contains "women"
  lacks "13.3"
  source /<input type="hidden" name="position" value="supported">/
GET /recommendations/facet?facet=nothing
  status 400

# restricted records are in no index; a named reader searches hers when she asks for it, and that is logged
sql SELECT min(id) FROM recommendation WHERE classification = 'restricted'
  save id from /(\d+)/
GET /recommendations
  contains "Restricted records: "
GET /recommendations?q=sample
  contains "Restricted records are not among what was searched."
  source "/recommendations?q=sample&amp;restricted=1"
link "Search those that you are a named reader of"
  status 200
  contains "Restricted records that you are a named reader of"

# a ministry sees and counts its own
as ma in en
GET /recommendations?q=women
  status 200
  source /<i>\d+<\/i>/
  lacks "6 in all"

# everything at once
as sec in en
GET /search?q=education
  title "Search"
  contains "Go on in the list"
  source /name="type" value="recommendation"/
GET /search?q=education&type=theme
  contains "2 in all"
as nobody
GET /search?q=education
  status 303|401|403

# nobody's words are in the log of the server
run sh -c "test -s {dir}/server.log && ! grep -Eq 'womne|unclosed|detention' {dir}/server.log"
