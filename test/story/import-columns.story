story: what was recognised of a table is shown with samples, corrected by choosing, and remembered for the next file
tags: both
given: sample

write list.csv
	Перечень (пример, выдуман);;;;;
	№ п/п;Документ ООН;Пункт;Что рекомендовано;Заметки отдела;Статус выполнения
	1;A/HRC/39/3;114.1;Пример: продолжить укрепление института омбудсмена;31.12.2026;Выполняется
	2;A/HRC/39/3;114.2;Пример: принять национальный план действий;31.12.2027;В пути
	Итого: 2;;;;;

as sec in en
GET /imports
press "Look at it first"
  file file = {dir}/list.csv
  status 303
  save look from header Location /(.*)/
GET {look}
  within 30 s
  contains "What was recognised"
  contains "The header is in row 2."
  contains "2 recommendations"
link "Correct what was recognised"
  contains "Пример: принять национальный план действий"
  contains "Итого: 2"
  contains "В пути"
press "Keep it and look again"
  form header = the second
  form column:5 = deadline
  form status.1 = in_progress
  status 422
  contains "Say the number of a row"
  field header = the second
  field column:5 = deadline
  field status.1 = in_progress

# nothing that was chosen is lost when the language is changed
press "Русский"
  form column:5 = mechanism
  status 303
  follow
  source /<html lang="ru"/
  field header = the second
  field column:5 = mechanism
  field status.1 = in_progress
press "English"
  status 303
  follow
  contains "It is not saved yet."
  field column:5 = mechanism
press "Keep it and look again"
  form header = 2
  form column:5 = deadline
  form status.1 = in_progress
  status 303
GET {look}
  within 30 s
  contains "Bring it in: 2"
GET {look}/table
  field column:5 = deadline
GET {look}
press "Bring it in: 2"
  status 303
GET {look}
  within 30 s
  status 303
  follow
  contains "31 Dec 2027"

# the next file with this header is read the same way
GET /imports
press "Look at it first"
  file file = {dir}/list.csv
  status 303
  save look from header Location /(.*)/
GET {look}
  within 30 s
  contains "said of this header"
  contains "Nothing would change."
run ygrar verify
