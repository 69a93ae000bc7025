story: who guesses passwords waits longer each time, and the account is never closed
given: sample

as nobody
GET /sign-in
each n in 1..3
  GET /sign-in
  press "Sign in"
    form login = fp
    form password = guess number {n}
    status 422
  press "Sign in"
    form login = fp
    form password = another guess
    status 429
    save seconds from /Wait (\d+) seconds/
  wait {seconds}
GET /sign-in
press "Sign in"
  form login = fp
  form password = guess number four
  status 422
press "Sign in"
  form login = fp
  form password = sample-password
  status 429
  contains /Wait (8|1\d) seconds/
  contains "not closed"
as sec                             # nobody else waits
GET /
  status 200
