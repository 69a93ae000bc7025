story: a plan comes in from a table: guessed, looked at, put right, brought in; the same file again changes nothing
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00

# the table is made up, and says so
write plan.csv
	Национальный план (выдуман для проверки);;;;
	№ п/п;Мероприятия;Исполнители;Срок исполнения;Показатели
	1;2;3;4;5
	Раздел I. Образование (выдумано);;;;
	1.1;Обновить учебники (выдумано);Министерство образования, МВД;2-й квартал 2026 г.;Число школ
	1.2;Обучить учителей (выдумано);Министерство образования Туркменистана;когда-нибудь;
	Раздел II. Право (выдумано);;;;
	2.1;Принять закон (выдумано);Министерство адалат (юстиции), местные жители;ежегодно;
write other.csv
	Madeup;Nothing
	a;b
write words.pdf
	%PDF-1.4 made up
as sec in en
sql SELECT id FROM plan WHERE code = 'SAMPLE-PLAN'
  save sample from /(\d+)/
GET /plans
  contains "Bring in a plan"
GET /plans/import
  contains "DOCX, XLSX, XLS or CSV"
  contains "At most 3000 rows."

# what cannot be stands beside its field
press "Look at it first"
  status 422
  contains "Choose a file that is not empty."
press "Look at it first"
  file file = {dir}/plan.csv
  form plan = new
  status 422
  contains "Something has to be put right"
  contains "Title of the plan is missing."
  contains "Chosen: plan.csv"                # it is not to be chosen again
press "Look at it first"
  form plan = new
  form code = MADE-UP-2026
  form title = A made-up plan
  form kind = national_plan
  form period_from = 2026
  form period_to = 2025
  status 422
  contains "The plan ends before it begins."

# it is looked at
press "Look at it first"
  form plan = new
  form code = MADE-UP-2026
  form title = A made-up plan
  form kind = national_plan
  form period_from = 2026
  form period_to = 2030
  form lang = ru
  status 303
  save look from header Location /(.*)/
GET {look}
  contains "Nothing has been done yet."
  contains "A made-up plan"
  contains "new, made with it"
  contains "Обновить учебники (выдумано)"
  contains "Образование (выдумано)"
  contains "kept as words of the result"
  contains "1 Apr 2026"                      # how the term was read
  contains "“когда-нибудь” names no period that is known here."
  contains "“местные жители” is no body that is known here."
  contains "Executors that nobody is called: 1"
  contains "Bring it in: 1"
sql SELECT count(*) FROM plan WHERE code = 'MADE-UP-2026'
  source /^0\b/
GET {look}?show=wrong
  contains "Принять закон"
  lacks "1 Apr 2026"
as fp in en                                  # it is its owner's alone
GET {look}
  status 404
as sec in en

# the name is decided once, the cell is put right
GET {look}
press "Keep and look again"
  form who.0 = partner
  status 303
GET {look}
  contains "Executors that nobody is called: 0"
  contains "Bring it in: 2"
  save row from /href="([^"]*\/rows\/\d+)">Row 6/
GET {row}
  contains "когда-нибудь"
  contains "goes on with the measure above"
press "Keep and look again"
  form cell.3 = continuously
  status 303
GET {row}
  contains "Corrected"
  contains "когда-нибудь"                    # what the file itself says
GET {look}
  contains "Bring it in: 3"
  contains "Continuous"
press "Bring it in: 3"
  form seen = something else
  status 303
  header Location = {look}
GET {look}
  contains "Look at it again first."
press "Bring it in: 3"
  status 303
  save came from header Location /(.*)/
GET {came}
  contains "What came of it"
  contains "plan.csv"
link "To the plan"
  status 200
  contains "A made-up plan"
  contains "Обучить учителей (выдумано)"
  contains "Образование (выдумано)"
  save plan from /plans\/(\d+)\/edit/
GET {look}
  status 303
  header Location = {came}
sql SELECT count(*) FROM measure_places WHERE plan = {plan}
  source /^3\b/

# brought in twice: nothing is doubled
GET /plans/import?plan={plan}
press "Look at it first"
  file file = {dir}/plan.csv
  status 303
  save look from header Location /(.*)/
GET {look}
  contains "This very file was brought into this plan before."
  contains "Unchanged"
  lacks "Bring it in: 3"
press "Keep and look again"
  form who.0 = partner
  status 303
GET {look}?show=unchanged
  contains "Обновить учебники"
sql SELECT count(*) FROM measure_places WHERE plan = {plan}
  source /^3\b/
press "Throw this away"
  status 303
GET {look}
  status 404

# no table at all, and a table of something else
GET /plans/import?plan={plan}
press "Look at it first"
  file file = {dir}/words.pdf
  status 422
  contains "The file"
press "Look at it first"
  file file = {dir}/other.csv
  status 303
  save look from header Location /(.*)/
GET {look}
  contains "Nothing would change."
  contains "lacks a column"
  contains "Is taken as"
GET /plans/import
  contains "other.csv"
as ma in en                                  # who may not enter measures brings none in
GET /plans/import
  status 403
as sec in tk
GET {look}
  lacks "Nothing would change."
as sec in ru
GET {look}
  lacks "Nothing would change."
run ygrar verify
