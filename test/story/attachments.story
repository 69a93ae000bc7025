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
  header Content-Security-Policy ~ /sandbox/
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
run ygrar verify
sql DELETE FROM attachment_chunk WHERE attachment = {file}
run ygrar verify
  exit 1
  out "{file}"
