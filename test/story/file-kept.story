story: a file that was chosen is not lost when the save is refused or meets another, the session has run out or the language is switched, and nobody else gets it meanwhile
tags: both
given: sample

write letter.txt
  The text of the letter.
write second.txt
  Another text.

as sec in en
GET /documents/new
press "Save"
  form title.en =
  form kind = other
  form versions.0.id = 0
  form versions.0.language = en
  file versions.0.file = {dir}/letter.txt
  status 422
  contains "letter.txt"
  save upload from field versions.0.file
GET /attachments/{upload}
  status 200
  contains "The text of the letter."
as fp in en
GET /attachments/{upload}
  status 404

# the draft knows it, too
as sec
GET /documents/new?draft=1
  contains "letter.txt"
  field versions.0.file = {upload}
press "Save"
  form title.en = A letter with its file
  form kind = other
  status 303
  save document from header Location /(.*)/
GET {document}
  contains "A letter with its file"
  contains "letter.txt"
GET /attachments/{upload}
  contains "The text of the letter."

# the session had run out when the form was sent
GET /documents/new
sql UPDATE session SET ends_at = 1 WHERE account IN (SELECT id FROM account WHERE login = 'sec')
press "Save"
  form title.en = Sent too late
  form kind = other
  form versions.0.id = 0
  form versions.0.language = en
  file versions.0.file = {dir}/letter.txt
  status 303
  header Location ~ /^\/sign-in/
  follow
press "Sign in"
  form login = sec
  form password = sample-password
  status 303
GET /documents/new?draft=1
  contains "letter.txt"
  field title.en = Sent too late
  save late from field versions.0.file
GET /attachments/{late}
  contains "The text of the letter."
as fp in en
GET /attachments/{late}
  status 404

# the language is switched while a file is chosen in place of that one
as sec
GET /documents/new?draft=1
press "Русский"
  file versions.0.file = {dir}/second.txt
  status 303
  header Location ~ /^\/documents\/new\?draft=1/
  follow
  source /<html lang="ru"/
  contains "second.txt"
  lacks "letter.txt"
  field title.en = Sent too late
press "English"
  status 303
  follow
  contains "second.txt"
press "Save"
  status 303
  follow
  contains "Sent too late"
  contains "second.txt"
  save switched from /\/attachments\/(\d+)/
GET /attachments/{switched}
  contains "Another text."
# one that is too large for an attachment goes, what was typed stays
run ygrar set attachment_megabytes 1
GET /documents/new
sql UPDATE session SET ends_at = 1 WHERE account IN (SELECT id FROM account WHERE login = 'sec')
run sh -c "head -c 1500000 /dev/zero > large.txt"
press "Save"
  form title.en = With too large a file
  form versions.0.id = 0
  form versions.0.language = en
  file versions.0.file = {dir}/large.txt
  status 303
  follow
press "Sign in"
  form login = sec
  form password = sample-password
  status 303
GET /documents/new?draft=1
  field title.en = With too large a file
  lacks "large.txt"
press "Throw the draft away"
  status 303

# somebody else's upload cannot be taken
user sec2 MFA SEC
as sec2 in en
GET /documents/new
press "Save"
  form title.en = Taken from another
  form kind = other
  form versions.0.id = 0
  form versions.0.language = en
  form versions.0.file = 1
  status 422
  contains "no longer kept"

# two saves that meet
as sec
GET {document}/edit
as sec2
GET {document}/edit
press "Save"
  form issued_by = Somebody else
  status 303
as sec
press "Save"
  form versions.1.id = 0
  form versions.1.language = ru
  file versions.1.file = {dir}/second.txt
  status 409
  contains /Take what I typed.*Russian; File: second.txt/
press "Save as chosen"
  status 303
  follow
  contains "second.txt"
  contains "letter.txt"
  contains "Somebody else"
GET {document}/history
  contains /Language: Russian; File: second.txt/

# what was replaced has its name in the history, too
GET {document}/edit
press "Save"
  file versions.1.file = {dir}/letter.txt
  status 303
GET {document}/history
  contains /File: second.txt.*File: letter.txt/
run ygrar verify
