story: mail goes encrypted to a server whose certificate is known, and to another one nothing is said
tags: both
given: sample
now: 2026-06-24T12:00:00+05:00

each who in fp ma
  as {who} in en
  GET /me
    save {who} from /data-user="(\d+)"/
  press "Save"
    form mail = {who}@mfa.example
    form wanted = 1
    status 303
run {tree}/test/mail/server {dir}/mails starttls
  save port from /(\d+)/
write password
  sample secret
run ygrar set mail_server 127.0.0.1
run ygrar set mail_port {port}
run ygrar set mail_encryption starttls
run ygrar set mail_user ygrar
run ygrar set mail_from ygrar@mfa.example
run ygrar set reminder_hour 23
# Deadlines follow from records; this one is put there past the program, to have a known date.
sql INSERT INTO deadline (id, version, state, classification, institution, created_at, created_by, updated_at, updated_by, parts, name, kind, basis, rule, due, status, side, owner) SELECT 901, 1, 'open', 'internal', institution, 1, 0, 1, 0, 0, 'soon', 'report', 'DL-20', 'DL-20', '2026-07-01', 'stated', 'external', id FROM account WHERE login = 'fp'
server restart --mail-password {dir}/password
run ygrar remind
  out /[1-9]\d* reminders/
as adm in en
GET /mail                                 # nobody has said whose certificate that is
  within 20 s
  contains "certificate problem"
  contains "waits"
run {tree}/test/mail/server {dir}/mails heard
  out /open STARTTLS/
  lacks /MAIL FROM|AUTH|secret/
server restart --mail-password {dir}/password --mail-authorities {dir}/mails/certificate.pem
sql UPDATE outbox SET next_at = 0
run {tree}/test/mail/server {dir}/mails await 1
run {tree}/test/mail/server {dir}/mails show
  out "To: fp@mfa.example"
run {tree}/test/mail/server {dir}/mails heard
  out /tls +ygrar sample secret/
  out "tls MAIL FROM"
  lacks /open (?!EHLO|STARTTLS|QUIT)/
GET /mail
  within 20 s
  contains "250 kept"

# Encrypted from the beginning, by another server with a certificate of its own.
run {tree}/test/mail/server {dir}/direct tls
  save port from /(\d+)/
run ygrar set mail_port {port}
run ygrar set mail_encryption tls
sql UPDATE deadline SET due = '2026-06-20' WHERE id = 901
run ygrar remind
  out /[1-9]\d* reminders/
GET /mail                                 # the certificate that is known is not this one
  within 20 s
  contains "certificate problem"
  contains "waits"
run {tree}/test/mail/server {dir}/direct heard
  out "nothing was heard"
run ygrar set mail_server localhost       # a name that the certificate does not have
server restart --mail-password {dir}/password --mail-authorities {dir}/direct/certificate.pem
sql UPDATE outbox SET next_at = 0
GET /mail
  within 20 s
  contains "no alternative certificate subject name matches target host name 'localhost'"
  contains "waits"
run {tree}/test/mail/server {dir}/direct heard
  out "nothing was heard"
run ygrar set mail_server 127.0.0.1
sql UPDATE outbox SET next_at = 0
run {tree}/test/mail/server {dir}/direct await 1
run {tree}/test/mail/server {dir}/direct show
  out "To: ma@mfa.example"
run {tree}/test/mail/server {dir}/direct heard
  out /tls +ygrar sample secret/
  lacks "open "
