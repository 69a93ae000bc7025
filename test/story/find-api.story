story: programs search and count as people do, over one type and over all, and read what the command line says
tags: both
given: sample

api sec GET /api/v1/recommendations?q=text:women+-detention&facets=position,theme,overdue&order=relevance&limit=2
  status 200
  json .total == 6
  json .recommendations has 2
  json .facets.position[0].count exists
  json .understood ~ /women/
  json .next == "2"
api sec GET /api/v1/recommendations?q=text:women+-detention&order=relevance&limit=2&after=2
  json .recommendations has 2
  json .next == "4"
api sec GET /api/v1/recommendations?q=text:women+-detention&limit=2&offset=4
  json .recommendations has 2
  json .next == null
api sec GET /api/v1/recommendations?overdue=yes&facets=overdue&order=deadline
  json .facets.overdue[0].value == "yes"
  json .total == 2
  json .recommendations has 2
api sec GET /api/v1/recommendations?position=supported&facets=position
  json .total == 15
  json .facets.position[0].label exists
api sec GET /api/v1/recommendations?position=supported&limit=3
  json .total absent
  json .recommendations has 3
api sec GET /api/v1/recommendations?q=womne
  json .recommendations has 0
api sec GET /api/v1/recommendations?facets=nothing
  status 400

api sec GET /api/v1/search?q=women&facets=type&limit=3
  status 200
  json .items has 3
  json .items[0].snippet exists
  json .items[0].marks[0] has 2
  json .facets.type[0].value exists
api sec GET /api/v1/search?q=women&type=recommendation&position=supported&limit=1
  json .total == 2
api sec GET /api/v1/search?q=womne&type=recommendation
  json .total == 0
  json .instead == "women"
api sec GET /api/v1/search?q=women&limit=500
  status 400
api sec GET /api/v1/search?q=women&order=nothing
  status 400
api sec GET /api/v1/search?nothing=1
  status 400
api nobody GET /api/v1/search?q=women
  status 401
run ygrar search --json --type recommendation "text:women -detention"
  json .total == 6

# what a ministry is told is what it may read
api ma GET /api/v1/search?q=women&type=recommendation
  status 200
  json .total < 6
