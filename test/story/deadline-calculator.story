story: the calculator's page answers in three languages without script, and says beside the field what cannot be
tags: both
given: sample
now: 2026-06-12T09:00:00+05:00

as fp
GET /calendar
link "Deadline calculator"
  status 200
  contains "Holidays"
  contains "DL-13"
press "Choose the rule"
  form rule = DL-03
  status 200
  contains "Deposited on"
press "Compute"
  form instrument = CEDAW
  form deposit = 01.05.1997
  status 200
  contains "31 May 1997"
  contains "ygrar deadline DL-03 instrument=CEDAW deposit=01.05.1997"
  field deposit = 01.05.1997
press "Compute"
  form deposit = 01.05.1979
  status 422
  contains "The instrument was adopted on"
  source /aria-invalid="true"/
  field deposit = 01.05.1979
GET /deadlines/calculator?rule=DL-13&due=2025-10-30
  status 200
  contains "Kick-off"
  contains "moved from 3 May 2025"
GET /deadlines/calculator?rule=DL-02&stated.en=2025-11-30&stated.ru=2025-10-30
  contains "sources in conflict"
  contains "30 October 2025"
GET /deadlines/calculator?rule=DL-77
  status 422
  contains "There is no rule"
as fp in ru on second
GET /deadlines/calculator?rule=DL-08&committee=CRC&adopted=2024-09-13
  status 200
  contains "нет письменной процедуры"
as fp in tk on third
GET /deadlines/calculator?rule=DL-19&timing=her%20%C3%BDyl
  status 200
  contains "2026-njy ýylyň 31-nji dekabry"
as nobody
GET /deadlines/calculator
  status 303
