story: two institutions become one: duties and users move in one recorded step, and the old one keeps its name
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00

sql SELECT id FROM institution WHERE code = 'MOE'
  save moe from /(\d+)/
sql SELECT id FROM institution WHERE code = 'STAT'
  save stat from /(\d+)/
api fp GET /api/v1/recommendations?limit=200
  json .recommendations has 9
  save duty from .recommendations[0].id
as sec
GET /reorganisations/new
press "Save"
  form kind = merge
  form date = 11.07.2025
  form institutions = {moe}
  form successors = {moe}
  form act = Act of the story
  status 422                               # it cannot succeed itself
press "Save"
  form kind = merge
  form date = 11.07.2025
  form institutions = {moe}
  form successors = {stat}
  form act = Act of the story
  status 303
  follow
  status 200
  save reorganisation from /reorganisations\/(\d+)/
GET /institutions/{moe}                    # a plan moves nothing
  lacks "Existed until 10"
GET /reorganisations/{reorganisation}/steps/carry_out
press "Carry out"
  status 303
api sec GET /api/v1/reorganisations/{reorganisation}
  json .state == "carried_out"
  json .moved exists
api sec GET /api/v1/institutions/{moe}
  json .active_to == "2025-07-10"
  json .successors[0] == "{stat}"
api sec GET /api/v1/recommendations?lead={moe}&state=assigned
  json .recommendations has 0
# her account acts for the successor, and her work is there
as fp on another day
GET /recommendations/{duty}
  status 200
as sec
GET /reorganisations/{reorganisation}
  contains "Carried out"
  source /^(?!.*\/edit")/               # nothing is offered that is refused
GET /reorganisations/{reorganisation}/edit
press "Save"
  form act = Another act
  status 422                               # what was carried out stands
run ygrar verify
