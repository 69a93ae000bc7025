story: any list of recommendations comes in, what it says of itself beside it
tags: both

write list.csv
	ПЕРЕЧЕНЬ РЕКОМЕНДАЦИЙ (пример, выдуман);;;;;
	№ п/п;Документ ООН;Пункт;Рекомендация;Срок исполнения;Статус выполнения
	1;A/HRC/39/3;114.1;Пример: продолжить укрепление института омбудсмена;31.12.2026;Выполняется
	2;A/HRC/39/3;114.2;Пример: принять национальный план действий;до конца 2027 года;В пути
	Итого: 2;;;;;
run ygrar import --dry-run --json {dir}/list.csv
  json .format == "table"
  json .read == 2
  json .new == 2
  json .errors has 0
  json .unknown has 1
  json .unknown[0].label == "В пути"
run ygrar import --json {dir}/list.csv
  json .new == 2
run ygrar import --json {dir}/list.csv
  json .new == 0
  json .unchanged == 2
run ygrar export recommendation --format csv
  out "114.1"
  out "2027"
  out "in_progress"
  out "В пути"
write export.csv
	Title [database:title],Reference [database:reference],Accepted [database:accepted]
	Made up: keep the words as they are,R/1,TRUE
run ygrar import --dry-run --json {dir}/export.csv
  json .format == "impact-oss"
  json .new == 1
run ygrar verify
