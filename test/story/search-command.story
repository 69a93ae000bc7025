story: ygrar search finds by words in any form, counts by facets, and the index is always there again
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00

api sec POST /api/v1/recommendations
  json {"text": {"en": "Prevent the ill-treatment of women in pre-trial detention", "ru": "Предотвращать жестокое обращение с женщинами"}, "kind": "recommendation", "locator": "126.13"}
  status 201
  save id from .id
run ygrar search --json woman pretrial
  exit 2
run ygrar search --json "woman AND detentions"
  json .total == 1
  json .items has 1
  json .items[0].type == "recommendation"
  json .items[0].id == "{id}"
  json .items[0].reference ~ /126.13/
  json .items[0].title ~ /^Prevent/
  json .items[0].snippet ~ /women/
  json .items[0].marks has 2
  json .facets == {}
run ygrar search --json --facets kind,missing,state "женщина обращение"
  json .total == 1
  json .facets.kind[0].value == "recommendation"
  json .facets.kind[0].label == "Recommendation"
  json .facets.kind[0].count == 1
  json .facets.missing has 3
run ygrar search --json --lang ru --facets position --where state=entered,imported --where position=- --type recommendation 126.13
  json .total == 0
run ygrar search --json --lang ru --facets kind,position --where "state=entered|imported" --where position=- --type recommendation --limit 1 "126.13 detention"
  json .total == 1
  json .facets.kind[0].label == "Рекомендация"
  json .facets.position[0].value == "-"
run ygrar search --json "поддержано OR позиция по упо:поддержана"
  exit 0
run ygrar search --json --facets position --where position=supported ""
  save supported from /"total":(\d+)/
run ygrar search --json --lang tk position:Поддержана
  json .total == {supported}
run ygrar search "women pre-trial detentiom"
  out "Did you mean: women pre-trial detention"
run ygrar search "detention -women OR \"trial detention\""
  out "pre-**trial** **detention**"

# its own words are found, the old ones are not any more
api sec GET /api/v1/recommendations/{id}
  save version from header ETag /(\d+)/
api sec PATCH /api/v1/recommendations/{id}
  if-match {version}
  json {"text": {"en": {"body": "Prevent violence in kindergartens", "original": true}}}
  status 200
run ygrar search --json kindergarten
  json .total == 1
run ygrar search --json "woman detention"
  json .total == 0

# beside the server it is the server that makes the index anew; lost or damaged it comes back
run ygrar reindex --json
  json .records > 400
server stop
run sh -c "rm -f *-search; echo damaged > one-search"
run ygrar search --json kindergarten
  json .total == 1
run ygrar search --json --search {dir}/one-search kindergarten
  json .total == 1
run ygrar search --json --search {dir}/one-search kindergarten
  json .total == 1
run ygrar reindex --search {dir}/one-search
  out "records"
run sh -c "test $(stat -c %a one-search) = 600"
server start

# what is wrong is said
run ygrar search --where nonsense=1 x
  exit 1
  err "nonsense"
run ygrar search --facets nonsense x
  exit 1
  err "nonsense"
run ygrar search --type nonsense x
  exit 1
run ygrar search --limit 1000 x
  exit 1
run ygrar search "((((\" OR AND -"
run ygrar search --json ""
  json .total > 400
