story: a mail that was acknowledged survives kill -9, and one that was on its way goes again under the same number
given: sample
now: 2026-06-24T12:00:00+05:00

as fp in en
GET /me
  save fp from /data-user="(\d+)"/
press "Save"
  form mail = fp@mfa.example
  status 303
run {tree}/test/mail/server {dir}/mails
  save port from /(\d+)/
run ygrar set mail_server 127.0.0.1
run ygrar set mail_port {port}
run ygrar set mail_encryption none
run ygrar set mail_from ygrar@mfa.example
run ygrar set reminder_hour 23
sql INSERT INTO deadline (id, version, state, classification, institution, created_at, created_by, updated_at, updated_by, parts, name, kind, basis, rule, due, status, side, owner) SELECT 901, 1, 'open', 'internal', institution, 1, 0, 1, 0, 0, 'late', 'report', 'DL-20', 'DL-20', '2026-06-20', 'stated', 'external', {fp} FROM account WHERE id = {fp}
write mails/behave
  slow 8
run ygrar remind
  out /[1-9]\d* reminders/
run {tree}/test/mail/server {dir}/mails await 1
server kill                        # the mail server has it, and we were not told
write mails/behave
  slow 0
sql UPDATE outbox SET lease_until = 1 WHERE state = 'sending'
server start
run {tree}/test/mail/server {dir}/mails await 2
run {tree}/test/mail/server {dir}/mails show
  out /Number: <(\S+)>[\s\S]*Number: <\1>/
