story: a new house lets in whoever holds the code from its console, once
tags: both
given: reference

server restart
  says /"code": ?"([0-9a-z-]+)"/ as code
as nobody
GET /
  status 303
  follow
GET /first
  status 200
press /administrator|admin|Continue|Create/
  form code = wrong-wrong-wrong-wrong
  form login = first
  form institution = MFA
  form name = First Administrator
  form password = sample-password
  status 401|403|422|429
wait 1.2
GET /first
press /administrator|admin|Continue|Create/
  form code = {code}
  form login = first
  form institution = MFA
  form name = First Administrator
  form password = short
  status 422
press /administrator|admin|Continue|Create/
  form code = {code}
  form login = first
  form institution = MFA
  form name = First Administrator
  form password = sample-password
  status 303
as first
GET /
  status 200
as nobody on another
GET /first
  status 303|404

# samples would stand beside real records, and every password would be that of the sample
run ygrar init --reference turkmenistan --sample
  exit 1
  err "There are users in this database"
sql SELECT count(*) FROM account
  out "1"
run ygrar verify
