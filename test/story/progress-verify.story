story: “implemented” rests on evidence that was checked; it is verified by somebody else and closed by the chair; the auditor sees the whole chain; evidence withdrawn sets it back (SC-16)
tags: both
given: sample
now: 2026-07-07T09:00:00+05:00

user sec2 MFA SEC
write order.pdf
  %PDF-1.4 Of the story: order no. 12
sql SELECT id FROM institution WHERE code = 'MOE'
  save moe from /(\d+)/
as sec
GET /recommendations/new
press "Save"
  form locator = 126.3
  form text.en = Of the story: make the order public.
  form text.original = en
  form kind = recommendation
  form asks_for = both
  status 303
  save id from header Location /recommendations\/(\d+)/
GET /recommendations/{id}/steps/triage
press "Triage"
  status 303
GET /recommendations/{id}/steps/assign
press "Assign"
  form lead = {moe}
  status 303
as ma
GET /recommendations/{id}/steps/accept
press "Accept"
  status 303
# the secretariat cannot call it implemented on its word
as sec
GET /recommendations/{id}/steps/set_status
press "Set the State’s status"
  form status = implemented
  form _reason = we say so
  status 422
  contains "needs accepted evidence"
# the focal point reports it, with a file
as fp
GET /recommendations/{id}
  contains "Report progress"
link "Report progress"
press "Send for approval"
  form done.en = The order was published
  form result.en = Everybody can read it
  form difficulties.en = none
  form next_step.en = none
  form status = implemented
  status 422
  contains "“Implemented” needs evidence"
press "Send for approval"
  form title.en = Order no. 12 (sample)
  form type = document
  file file = {dir}/order.pdf
  form date_of_fact = 02.03.2026
  status 303
  follow
  contains "Order no. 12"
  contains "Not checked yet"
  contains "SHA-256"
  save update from /progress_updates\/(\d+)/
sql SELECT id FROM evidence WHERE file IS NOT NULL
  save proof from /(\d+)/
as ma
GET /progress_updates/{update}/steps/approve
press "Approve"
  status 303
as sec
GET /progress_updates/{update}/steps/accept
press "Accept"
  status 422
  contains "needs accepted evidence"
as ma
GET /evidence/{proof}/steps/accept
  status 403                              # the ministry does not check its own evidence
as sec
GET /evidence/{proof}
  contains "SHA-256 of the file"
link "Accept"
press "Accept"
  status 303
# it asks for practice, too: a file alone is not enough
GET /progress_updates/{update}/steps/accept
press "Accept"
  status 422
  contains "The recommendation asks for practice"
GET /progress_updates/{update}/steps/send_back
press "Return to the ministry"
  form _reason = what changed in practice? give a number
  status 303
sql SELECT id FROM indicator WHERE code = 'SAMPLE-EDU-1'
  save indicator from /(\d+)/
as fp
GET /progress_updates/{update}/steps/submit
  contains "what changed in practice?"
press "Add the value of an indicator"
  status 200
press "Send for approval"
  form values.0.indicator = {indicator}
  form values.0.value = 340
  status 422
  contains "SAMPLE-EDU-1"
press "Send for approval"
  form values.0.value = 34
  status 303
as ma
GET /progress_updates/{update}/steps/approve
press "Approve"
  status 303
as sec
GET /progress_updates/{update}/steps/accept
press "Accept"
  status 303
GET /recommendations/{id}
  contains "Implemented"
  contains "Reported, to be verified"
# whoever accepted it does not verify it
GET /recommendations/{id}/steps/verify
  contains "Nobody verifies what he reported, approved or accepted himself"
as sec2
GET /recommendations/{id}/steps/verify
press "Verify"
  status 303
as ch
GET /recommendations/{id}/steps/close
press "Close"
  status 303
# the auditor sees who did what, and can change nothing
as aud
GET /progress_updates/{update}
  status 200
  contains "Sample: Ayna Berdiyeva"
  contains "Sample: Bagtyyar Hojamyradov"
  contains "Sample: Leyla Sahedova"
  contains "SHA-256"
GET /progress_updates/{update}/steps/write
  status 403
GET /recommendations/{id}/history
  contains "Verify"
  contains "sec2"
GET /evidence/{proof}/steps/withdraw
  status 403
# evidence withdrawn after verification: what rested on it alone is set back, and says why
as fp
GET /evidence/{proof}/steps/withdraw
  contains "on it alone is set back"
press "Withdraw"
  form _reason = the order was repealed
  status 303
GET /recommendations/{id}
  contains "No information"
  contains "Order no. 12"
  contains "Worked on"
api sec GET /api/v1/recommendations/{id}
  json .state == "in_progress"
  json .status == "no_information"
run ygrar verify
