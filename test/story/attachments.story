story: a file hangs on its record, is sent as what it is, and is guarded as its record is
tags: both
given: sample

write paper.pdf
  %PDF-1.4
  the paper of the story
write page.html
  <script>alert(1)</script>
as sec
GET /documents/new
press "Save"
  form symbol = STORY/1
  form title.en = A paper of the story
  form kind = other
  form versions.0.language = en
  file versions.0.file = {dir}/paper.pdf
  status 303
  follow
  contains "paper.pdf"
  save file from /\/attachments\/(\d+)/
GET /attachments/{file}
  status 200
  header Content-Type = application/pdf
  header Content-Disposition ~ /^inline; filename\*=UTF-8''paper\.pdf/
  header Content-Security-Policy = sandbox; default-src 'none'; frame-ancestors 'none'
  header X-Content-Type-Options = nosniff
  source "the paper of the story"
as nobody
GET /attachments/{file}
  status 303|401
as adm
GET /attachments/{file}
  status 404|403
as sec
GET /attachments/12345
  status 404
GET /documents/new
press "Save"
  form symbol = STORY/2
  form title.en = What only looks like a paper
  form kind = other
  form versions.0.language = en
  file versions.0.file = {dir}/page.html
  status 303
  follow
  save page from /\/attachments\/(\d+)/
GET /attachments/{page}                    # never run by a browser
  header Content-Type ~ /^text\/plain/
  header Content-Security-Policy ~ /sandbox/
# a picture, for which the browser makes a page of its own
run python3 -c "open('dot.png', 'wb').write(b'\x89PNG\r\n\x1a\n' + bytes(20))"
GET /documents/new
press "Save"
  form symbol = STORY/3
  form title.en = A picture
  form kind = other
  form versions.0.language = en
  file versions.0.file = {dir}/dot.png
  status 303
  follow
  save picture from /\/attachments\/(\d+)/
GET /attachments/{picture}
  header Content-Type = image/png
  header Content-Security-Policy = sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'
# reading the file of a restricted record is logged as reading the record is
sql SELECT record FROM attachment WHERE id = {file}
  save document from /(\d+)/
sql SELECT id FROM account WHERE login = 'sec'
  save sec from /(\d+)/
api sec GET /api/v1/documents/{document}
  save version from .version
api sec PATCH /api/v1/documents/{document}
  if-match {version}
  json {"classification": "restricted", "readers": ["{sec}"]}
  status 200
GET /attachments/{file}
  status 200
  source "the paper of the story"
sql SELECT count(*), min(who) FROM change WHERE kind = 'read' AND step = 'attachment' AND record = {document}
  out /[1-9]\d*.{sec}/                     # once for each reading
as ch
GET /attachments/{file}
  status 404
run ygrar verify
sql DELETE FROM attachment_chunk WHERE attachment = {file}
run ygrar verify
  exit 1
  out "{file}"
