story: each command explains itself and answers 0, 1 or 2
tags: both
given: sample

each command in init serve import export search reindex user token verify erase backup restore migrate set keys dump
  run ygrar {command} --help
    exit 0
    out "{command}"
  run ygrar {command} --no-such-option
    exit 2
    err "--no-such-option"
run ygrar nonsense
  exit 2
run ygrar init --reference turkmenistan     # a second time changes nothing
run ygrar init --sample
  out "The sample data is there already."
run ygrar init --reference nowhere
  exit 1
  err "nowhere"
run ygrar dump nothing
  exit 2
each what in schema api permissions strings
  run ygrar dump {what}
    out /./
run ygrar user add sec9 --institution NOWHERE --role SEC --password-stdin
  stdin a-password-that-is-long
  exit 1
  err "NOWHERE"
run ygrar user add sec9 --institution MFA --role KING --password-stdin
  stdin a-password-that-is-long
  exit 1|2
  err "KING"
run ygrar user add sec9 --institution MFA --role SEC --password-stdin
  stdin short
  exit 1
run ygrar user add sec --institution MFA --role SEC --password-stdin
  stdin a-password-that-is-long
  exit 1                           # the login is taken
run ygrar --role fp,ma user add sec9 --institution MFA --password-stdin
  stdin a-password-that-is-long
  exit 0|2
run ygrar export recommendation --format csv
  out /(?m)^/
run ygrar export nothing --format csv
  exit 1|2
run ygrar export recommendation --format csv --where colour=red
  exit 1|2
  err "colour"
run ygrar export recommendation --format csv --as fp2
run ygrar export recommendation --format csv --as nobody-of-that-name
  exit 1
run ygrar set
  out "time_zone"
run ygrar set time_zone Nowhere/Land
  exit 1
run ygrar token add sec --scope everything --days 1
  exit 1|2
run ygrar token add sec --scope read --days 100000
  exit 1|2
run ygrar verify --db sqlite:/nowhere/at/all.db --key-file {key}
  exit 1
