story: a deadline is computed at the command line by the words of the rules, and what cannot be is refused beside its key
tags: both
now: 2026-06-12T09:00:00+05:00

run ygrar deadline DL-03 instrument=CEDAW deposit=1997-05-01 --json
  json .rule == "DL-03"
  json .due == "1997-05-31"
  json .precision == "day"
  json .status == "computed"
  json .explanation ~ /30 days/
  json .steps absent
# options stand before or after the keys
run ygrar deadline --json DL-12 review=2023-11-06
  json .due == null
  json .from == "2028-05-06"
  json .to == "2029-05-06"
run ygrar deadline DL-13 --json due=2025-10-30
  json .due == "2025-10-30"
  json .steps has 11
  json .steps[0].name == "kick_off"
  json .steps[0].date == "2025-05-05"
  json .steps[0].rolled_from == "2025-05-03"
  json .steps[1].rolled_from absent
run ygrar deadline DL-02 stated.en=2025-11-30 stated.ru=2025-10-30 --json
  json .status == "conflict"
  json .due == "2025-10-30"
run ygrar deadline DL-06 committee=CRC adopted=2024-09-13 stated=to_be_communicated --json
  json .status == "awaiting"
  json .due == null
  json .precision absent
run ygrar deadline DL-06b adopted=2018-10 period=5 --json
  json .due == "2023-10-31"
  json .precision == "month"
run ygrar deadline DL-19 "timing=IV çärýek 2023" --json
  json .due == "2023-12-31"
run ygrar deadline DL-03 instrument=ICCPR deposit=1992-10-06 action=succession --json
  json .status == "none"
  json .due == null
  json .explanation ~ /enter the date on which the State became bound/
run ygrar deadline DL-03 instrument=CEDAW deposit=1997-05-01 --lang ru
  contains "30 дней"
run ygrar deadline --list
  contains "DL-06b"
  contains "stage"
run ygrar deadline --list --json
  json .[0].rule == "DL-01"
  json .[0].keys == "date months"
run ygrar deadline DL-03 instrument=CEDAW deposit=1979-01-01
  exit 1
  err "deposit"
run ygrar deadline DL-03 instrument=CEDAW deposit=1979-01-01 --lang tk
  exit 1
run ygrar deadline DL-03 instrument=CEDAW colour=red
  exit 1
  err "colour"
run ygrar deadline DL-77
  exit 1
  err "DL-77"
run ygrar deadline
  exit 2
run ygrar deadline DL-01 --list
  exit 2
