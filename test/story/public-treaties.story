story: the public reads of treaties what was approved for it, as copies; never notes on sources, what is not approved, or what is restricted
tags: both
given: sample
now: 2026-11-20T09:00:00+05:00

# nobody signed in: the copies, from the public page, and nothing of the records
as nobody
GET /public
link "What the State signed and ratified"
  status 200
  title "What the State signed and ratified"
  contains "SAMPLE-TREATY"
  contains "16 May 2021"                    # in force for the State since
  lacks "CEDAW"                             # taken from a table: nobody has approved it
GET /public/treaties.csv
  status 200
  header Content-Type ~ /^text\/csv/
  source "SAMPLE-TREATY"
  lacks "CEDAW"
GET /public/treaties?action=declaration
  save declaration from /href="\/public\/treaties\/(\d+)"/
GET /public/treaties/{declaration}
  status 200
  contains "The document’s words"
  contains "Sample: an invented declaration."
  lacks "Certainty"
GET /public/treaties?action=ratification
  save ratification from /href="\/public\/treaties\/(\d+)"/
GET /public/treaties/{ratification}
  status 200
  contains "SAMPLE-1"
  lacks "The document’s words"
each page in /treaties /instruments /instrument_statuses /instrument_statuses/{ratification} /obligations /provisions /calendar /deadlines
  GET {page}
    status 303
    header Location ~ /^\/sign-in/

# who signs in as a reader of the public finds both ways in the menu, and no record
as pub in en
GET /
  contains "Recommendations to the State"
link "What the State signed and ratified"
  status 200
  contains "SAMPLE-TREATY"
GET /treaties
  lacks "Sample: an invented signature"
GET /instrument_statuses/{ratification}
  status 403|404
api pub GET /api/v1/instrument_statuses/{ratification}
  status 403|404
as sec
GET /
  lacks "What the State signed and ratified"

# what nobody has approved cannot be published
sql SELECT s.id FROM instrument_status s JOIN instrument i ON i.id = s.instrument WHERE i.code = 'CEDAW' AND s.action = 'accession'
  save cedaw from /(\d+)/
GET /instrument_statuses/{cedaw}
  status 200
  lacks "Propose publication"
api sec POST /api/v1/publication_requests
  json {"subject": {"type": "instrument_status", "id": "{cedaw}"}}
  status 422
  contains "It can be published at these stages"
GET /instrument_statuses/{cedaw}/steps/confirm
press "Confirm"
  status 303
as ch
GET /instrument_statuses/{cedaw}/steps/approve
press "Approve"
  status 303
as nobody
GET /public/treaties/{cedaw}
  status 404
as sec
GET /instrument_statuses/{cedaw}
link "Propose publication"
press /[Pp]ropose/
  status 303
  follow
  save request from /publication_requests\/(\d+)/
as ch
GET /publication_requests/{request}
  contains "What the public would read"
GET /publication_requests/{request}/steps/publish
press "Publish"
  status 303
as nobody
GET /public/treaties/{cedaw}
  status 200
  contains "1 May 1997"
GET /public/treaties
  contains "CEDAW"

# an approval that is taken back takes its copy with it, and so does a restriction
as sec
GET /instrument_statuses/{cedaw}/steps/take_up
press "Put right"
  form _reason = The national act was wrong
  status 303
as nobody
GET /public/treaties/{cedaw}
  status 404
api sec GET /api/v1/instrument_statuses/{declaration}
  save version from .version
sql SELECT id FROM account WHERE login = 'sec'
  save sec from /(\d+)/
api sec PATCH /api/v1/instrument_statuses/{declaration}
  if-match {version}
  json {"classification": "restricted", "readers": ["{sec}"]}
  status 200|422
as nobody
GET /public/treaties/{declaration}
  status 404
GET /public/treaties.csv
  lacks "an invented declaration"
run ygrar verify
