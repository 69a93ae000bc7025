story: a ministry enters figures of its indicator, another person there confirms them, and a correction takes their place without overwriting
tags: both
given: sample
now: 2026-05-05T09:00:00+05:00

sql SELECT id FROM institution WHERE code = 'MOE'
  save moe from /(\d+)/
as fp
GET /indicators
  contains "SAMPLE-EDU-1"
  lacks "SAMPLE-YOUTH-1"
  save id from /\/indicators\/(\d+)/
GET /indicators/{id}
  source /svg viewBox="0 0 736 226" role="group"/
  contains "baseline 28"
  contains "target 40"
  contains "Table behind the charts"
  contains "Urban or rural"
  source /2024: 34.0 %, provisional/
  lacks "Confirm the selected values"

# what is wrong stands beside its input, and then nothing is entered
press "Enter"
  form period = 2025
  form value.- = 134
  form value.urban = many
  form value.rural = 31.9
  status 422
  contains "134 cannot be a value of SAMPLE-EDU-1 (%, from 0 to 100)."
  contains "“many” is no number"
  field value.rural = 31.9
press "Enter"
  form value.- =
  form value.urban =
  form value.rural =
  status 422
  contains "Give at least one figure."
GET /indicators/{id}
press "Enter"
  form period = 2025
  form value.- = 35.5
  form value.urban = 39.7
  form value.rural = 31.9
  form origin = Of the story: letter 12-04/7
  status 303
  follow
  source /2025: 35.5 %, provisional/
  contains "to be confirmed by another person"

# who entered it does not confirm it; nor does the secretariat, nor another ministry
as sec
GET /indicators/{id}
  lacks "Confirm the selected values"
as ma2
GET /indicators/{id}
  status 404
as ma
GET /indicators/{id}
press "Confirm the selected values"
  status 303
  follow
  contains "Confirmed: 6"
  source /2025: 35.5 %"/
  lacks "To be confirmed"

# a correction stands beside it until it is confirmed
as fp
GET /indicators/{id}
press "Enter"
  form period = 2025
  form value.- = 35.5
  status 422
  contains "This value is on record already."
press "Enter"
  form value.- = 35.8
  status 303
  follow
  source /2025: 35.5 %"/
  contains "To be confirmed"
api sec GET /api/v1/indicator_values?indicator={id}&state=provisional
  save value from /"id":"(\d+)"/
as ma
GET /indicator_values/{value}/steps/confirm
press "Confirm"
  status 303
GET /indicators/{id}
  source /2025: 35.8 %"/
api sec GET /api/v1/indicator_values?indicator={id}&state=superseded
  contains "{value}"
api sec PATCH /api/v1/indicator_values/{value}
  json {"value": "36"}
  status 422|428

# the secretariat defines what is measured
as sec
GET /indicators/new
press "Save"
  form code = STORY-1
  form name.en = Of the story: days of waiting
  form kind = process
  form unit_kind = rate
  form baseline = 12
  form source_body = MOE
  form periodicity = quarter
  status 422
  contains "Of which year is the baseline?"
press "Save"
  form baseline_year = 2024
  status 303
  follow
  contains "Nothing was measured yet."
  contains "Q2 2026"

# of two breakdowns at once: what is chosen holds for all figures of the form
api sec POST /api/v1/indicators
  json {"code": "STORY-2", "name": {"en": "Of the story: children in nurseries"}, "kind": "outcome", "unit_kind": "percent", "periodicity": "year", "source_body": "{moe}", "disaggregations": [{"dimension": "sex"}, {"dimension": "region"}]}
  status 201
  save both from .id
as fp in en
GET /indicators/{both}
  contains "Several breakdowns at once"
press "Enter"
  form period = 2025
  form by.sex = female
  form value.ASHGABAT = 61
  form value.male = 58
  status 422
  contains "one group is chosen for the whole form"
  field by.sex = female
  field value.ASHGABAT = 61
press "Enter"
  form value.male =
  form value.- = 52
  status 303
  follow
  contains "Female, City of Ashgabat"
api sec GET /api/v1/indicator_values?indicator={both}
  json .indicator_values has 2
sql SELECT id FROM indicator WHERE code = 'STORY-1'
  save plain from /(\d+)/
GET /indicators/{plain}
  contains "Enter values"
  lacks "Several breakdowns at once"       # it has none

# a table of values
write values.csv
  Indicator;Period;Value;Urban or rural
  SAMPLE-EDU-1;2021;38,1;urban
  SAMPLE-EDU-1;2021;38,1;nowhere
  STORY-1;2025-Q4;11,5;
run ygrar import --lang ru --json {dir}/values.csv
  exit 0|1
  json .new == 2
  json .errors has 1
run ygrar import --lang ru --json {dir}/values.csv
  exit 0|1
  json .new == 0
  json .unchanged == 2
as aud in ru
GET /indicators/{id}
  contains "Таблица к графикам"
as mj in tk
GET /indicators/{id}
  contains "Görkeziji"
run ygrar verify
