story: two language versions state two dates: the earlier counts, both are shown, and a named decision moves all that follows
tags: both
given: sample
now: 2025-06-02T09:00:00+05:00

sql SELECT id FROM document WHERE symbol = 'E/C.12/TKM/Q/3'
  save list from /(\d+)/
sql SELECT id FROM review_cycle WHERE code = 'CESCR-3'
  save review from /(\d+)/
as sec in en
GET /documents/new
press "Save"                              # one symbol is one document
  form symbol = e/c.12/tkm/q/3
  form title.en = A second one
  status 422
  contains "another record has this already"
GET /documents/{list}
  contains "Its language versions state different dates: English: 30 Nov 2025; Russian: 30 Oct 2025."
  contains "30 Oct 2025 counts until somebody decides, with the reason."
  contains "sources disagree"
GET /review_cycles/{review}
  contains "Replies to a list of issues"
  contains "Expected next"
  contains "Due on 30 Oct 2025"
press "Plan the report"                   # DL-13 from the earlier date
  status 303
  save plan from header Location /(.*)/
  follow
  contains "1 Aug 2025"
  contains "16 Oct 2025"
as ch in en                               # who is told, and may not decide
GET /documents/{list}
  contains "30 Oct 2025 counts until somebody decides"
  lacks "Decide which date counts"
GET /documents/{list}/resolve
  status 403
each who in ch dc sec                     # those who look after all deadlines find it in their inbox
  as {who} in en
  GET /inbox
    contains /Two versions state two dates[\s\S]*30 Oct 2025[\s\S]*Replies to a list of issues/
    lacks "Your inbox is empty."
each who in fp ma omb aud adm             # and nobody else
  as {who} in en
  GET /inbox
    status 200
    lacks "Two versions state two dates"
    lacks "30 Oct 2025"
run ygrar remind --dry-run --as-of 2025-09-29
  lacks /2025-10-30 [^\n]* Replies to a list of issues\n/
run ygrar remind --dry-run --as-of 2025-09-30
  out /2025-10-30 +owner_first [^\n]* Replies to a list of issues\n/
run ygrar remind --dry-run --as-of 2025-10-31
  out /2025-10-30 +approver [^\n]* Replies to a list of issues\n/
as sec in en
GET /documents/{list}/resolve
press "Decide"
  form stated_due = 2025-11-30
  form resolution =
  status 422
  contains "Say why this date counts."
press "Decide"
  form stated_due =
  form resolution = The note verbale of 2 June
  status 422
  contains "Choose one of the dates that were stated."
press "Decide"
  form stated_due = 2025-11-30
  form resolution = The note verbale of 2 June confirms the English text
  status 303
  follow
  lacks "counts until somebody decides, with the reason"
  contains "sources disagreed"
  contains "The note verbale of 2 June confirms the English text"
GET /review_cycles/{review}
  contains "Due on 30 Nov 2025"
GET {plan}                                # what is not done has moved
  contains "1 Sep 2025"
  lacks "1 Aug 2025"
each who in ch dc sec                     # it has left the inbox
  as {who} in en
  GET /inbox
    lacks "Two versions state two dates"
run ygrar remind --dry-run --as-of 2025-10-30    # and the reminders are those of the date that was decided
  lacks /2025-1[01]-30 [^\n]* Replies to a list of issues\n/
run ygrar remind --dry-run --as-of 2025-10-31
  out /2025-11-30 +owner_first [^\n]* Replies to a list of issues\n/
  lacks /2025-10-30 [^\n]* Replies to a list of issues\n/
run ygrar remind --dry-run --as-of 2025-11-30
  out /2025-11-30 +owner_last [^\n]* Replies to a list of issues\n/
  lacks /2025-11-30 +approver [^\n]* Replies to a list of issues\n/
run ygrar remind --dry-run --as-of 2025-12-01
  out /2025-11-30 +approver [^\n]* Replies to a list of issues\n/
api sec GET /api/v1/documents/{list}
  json .stated_due == "2025-11-30"
  json .conflicts[0].value_a == "2025-10-30"
  json .conflicts[0].value_b == "2025-11-30"
  json .conflicts[0].resolution == "The note verbale of 2 June confirms the English text"
api sec GET /api/v1/documents/{list}/history
  json .changes[0].reason == "The note verbale of 2 June confirms the English text"
run ygrar verify
