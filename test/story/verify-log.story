story: a byte changed in the log, or in a value beside it, is found and the link is named
tags: both
given: sample

server stop
run ygrar verify
sql UPDATE change SET at = at + 1 WHERE seq = 7
run ygrar verify
  exit 1
  out "Link 7 of the change log was altered"
sql UPDATE change SET at = at - 1 WHERE seq = 7
run ygrar verify
sql SELECT max(seq) FROM change WHERE id IN (SELECT change FROM change_value WHERE value IS NOT NULL)
  save seq from /(\d+)/
sql UPDATE change_value SET value = '"tampered"' WHERE change = (SELECT id FROM change WHERE seq = {seq})
run ygrar verify
  exit 1
  out /\b{seq}\b/
sql DELETE FROM change WHERE seq = 9
run ygrar verify
  exit 1
  out "Link 9 of the change log is missing"
