story: reminders go out as one mail in the reader's language, a server that is away is waited for, and an address that refuses is left alone
tags: both
given: sample
now: 2026-06-24T12:00:00+05:00

as fp in ru
GET /me
  save fp from /data-user="(\d+)"/
press "Сохранить"
  form mail = not an address
  form wanted = 1
  status 422
  contains "Это не адрес электронной почты."
press "Сохранить"
  form mail = fp@mfa.example
  form wanted = 1
  status 303
as adm in en
GET /mail
  contains "Mail is off."
run {tree}/test/mail/server {dir}/mails
  save port from /(\d+)/
GET /settings
press "Save settings"
  form mail_server = 127.0.0.1/elsewhere
  status 422
press "Save settings"
  form mail_server = 127.0.0.1
  form mail_port = {port}
  form mail_encryption = none
  form mail_from = ygrar@mfa.example
  form address = https://ygrar.mfa.example
  form reminder_hour = 0
  status 303
GET /mail
  contains "Mail is on."
write mails/behave
  mail 550
# Deadlines follow from records; this one is put there past the program, to have a known date.
sql INSERT INTO deadline (id, version, state, classification, institution, created_at, created_by, updated_at, updated_by, parts, name, kind, basis, rule, due, status, side, owner) SELECT 901, 1, 'open', 'internal', institution, 1, 0, 1, 0, 0, 'late', 'report', 'DL-20', 'DL-20', '2026-06-20', 'stated', 'external', {fp} FROM account WHERE id = {fp}
run ygrar remind
  out /[1-9]\d* reminders/
GET /mail                          # it is us whom the server does not want: the mail waits
  within 20 s
  contains "550 not from you"
  contains "waits"
write mails/behave
  slow 0
sql UPDATE outbox SET next_at = 0
run {tree}/test/mail/server {dir}/mails await 1
run {tree}/test/mail/server {dir}/mails show
  out "To: fp@mfa.example"
  out "Language: ru"
  out "Subject: Сроки: просрочено 1, скоро 0"
  out "https://ygrar.mfa.example/deadlines/901"
  out "https://ygrar.mfa.example/inbox"
GET /mail
  within 20 s
  contains "250 kept"
  contains "sent"
run ygrar remind                   # and nothing goes twice
wait 3
run {tree}/test/mail/server {dir}/mails count
  out /^1$/
as sec in en
GET /mail
press "Send nothing there"
  form login = nobody-here
  form why = 550 mailbox unknown
  status 422
  contains "There is no such user."
press "Send nothing there"
  form login = fp
  form why = 550 mailbox unknown
  status 303
GET /inbox
  contains "Mail that does not arrive"
  contains "550 mailbox unknown"
press "It is in order again"
  status 303
GET /inbox
  lacks "Mail that does not arrive"
as fp in en
GET /mail
  status 403
