story: before the half-year review a ministry on a closed network fills in its pack; what was changed here meanwhile is decided field by field, and a pack that was altered is refused (SC-10)
tags: both
given: sample
now: 2026-07-07T09:00:00+05:00

sql SELECT id FROM measure WHERE number = 'SAMPLE-M3'
  save measure from /(\d+)/
sql SELECT id FROM institution WHERE code = 'MOE'
  save moe from /(\d+)/
# the secretariat finds it where it looks: at the institution, and on its start page
as sec
GET /
  contains "Ministry packs"
  contains "Download pack"
GET /institutions/{moe}
  contains "Download pack"
GET /packs?institution={moe}
  contains "Download a pack"
press "Download pack"
  form institution = {moe}
  form language = en
  status 200
  header Content-Type ~ /spreadsheetml/
  header Content-Disposition ~ /MOE-2026-07-07-[0-9a-f]{6}\.xlsx/
  store pack.xlsx
GET /packs
  contains "MOE-2026-07-07-"
  contains "Issued"
# she brings nothing back: reports are written by the ministry
GET /packs/back
  status 403
# another ministry may not issue it, nor see that it is there
as fp2
POST /packs
  form institution = {moe}
  form language = en
  status 403
GET /packs
  lacks "MOE-2026-07-07-"
# meanwhile the measure is reported on here, too
as fp
GET /measures/{measure}/steps/report
press "Save"
  form done.en = Of the story: written here
  status 303
  save update from header Location /progress_updates\/(\d+)/
# what came of it is known to the ministry alone
run /usr/bin/python3 {tree}/test/story/fill_pack.py pack.xlsx filled.xlsx "1!H@Train teachers=Of the story: =1+1 teachers were trained" "1!I@Train teachers=Of the story: they teach it" "1!L@Train teachers=In progress" "1!N@Train teachers=30"
as fp2
GET /packs/back
press "Look at it first"
  file file = {dir}/filled.xlsx
  status 422
  contains "This pack is of another institution"
as fp
GET /
  contains "Bring back a pack"
GET /packs/back
press "Look at it first"
  status 422
  contains "Choose a file that is not empty."
run /usr/bin/python3 {tree}/test/story/fill_pack.py filled.xlsx altered.xlsx "1!D2=Another measure"
press "Look at it first"
  file file = {dir}/altered.xlsx
  status 422
  contains "row 2: something was changed that is not to be filled in"
run /usr/bin/python3 {tree}/test/story/fill_pack.py filled.xlsx forged.xlsx "4!B4=4711"
press "Look at it first"
  file file = {dir}/forged.xlsx
  status 422
  contains "The signature does not fit"
run /usr/bin/python3 {tree}/test/story/fill_pack.py filled.xlsx old.xlsx "4!B2=0"
press "Look at it first"
  file file = {dir}/old.xlsx
  status 422
  contains "This pack is of another version of the program"
write no-pack.xlsx
  a,b
press "Look at it first"
  file file = {dir}/no-pack.xlsx
  status 422
  contains "This is no ministry pack"
# what it would change: nothing is saved yet, and what was written here is not overwritten silently
press "Look at it first"
  file file = {dir}/filled.xlsx
  status 303
  save pack from header Location /packs\/(\d+)/
  follow
  title "What would change"
  contains "Changed here, too: choose"
  contains "Of the story: written here"
  contains "Of the story: =1+1 teachers were trained"
  contains "When the pack was issued"
sql SELECT state FROM pack WHERE id = {pack}
  out "brought_back"
sql SELECT COUNT(*) FROM progress_update WHERE percent = 30
  out "0"
GET /
  contains "Packs to be decided on"
# a colleague saves meanwhile: whoever has not seen it, decides on nothing
GET /packs/{pack}/back
as fp on another
GET /measures/{measure}
GET /progress_updates/{update}/steps/write
press "Save"
  form next_step.en = Of the story: the colleague's
  status 303
as fp
press "Save as drafts"
  status 409
  contains "Somebody saved something since you looked"
press "Save as drafts"
  status 303
  follow
  contains "Saved as drafts: 1. They are not sent yet."
  contains "Taken in"
# what is saved here has stayed, and the rest of the pack has come
GET /progress_updates/{update}
  contains "Of the story: written here"
  contains "Of the story: they teach it"
  contains "Of the story: the colleague's"
  lacks "=1+1"
# thought over: the file is kept
GET /packs/{pack}
link "What would change"
  contains "Changed here, too: choose"
  save choice from /name="(c\.[0-9]+\.done)"/
press "Save as drafts"
  form {choice} = pack
  status 303
GET /progress_updates/{update}
  contains "Of the story: =1+1 teachers were trained"
GET /packs/{pack}/back
  contains "Nothing would change."
# the usual ladder follows
GET /progress_updates/{update}/steps/submit
press "Send for approval"
  form difficulties.en = none
  status 303
as ma
GET /progress_updates/{update}/steps/approve
press "Approve"
  status 303
as sec
GET /progress_updates/{update}/steps/accept
press "Accept"
  status 303
GET /packs/{pack}
  contains "Taken in"
# a pack that comes back after the report was locked changes nothing of it
run /usr/bin/python3 {tree}/test/story/fill_pack.py pack.xlsx late.xlsx "1!H@Train teachers=Of the story: too late"
as fp
GET /packs/back
press "Look at it first"
  file file = {dir}/late.xlsx
  status 303
  follow
  contains "Closed meanwhile: nothing is taken"
  contains "Of the story: too late"
# a newer pack is there: the older one says so
GET /packs
press "Download pack"
  status 200
GET /packs/{pack}/back
  contains "This is not the newest pack."
run ygrar verify
# the half-year review itself (SC-10): the plan's figures of the day, each a link; the chair extends
sql SELECT id FROM plan WHERE code = 'SAMPLE-PLAN'
  save plan from /(\d+)/
server stop
server start
  env YGRAR_NOW=2026-07-11T09:00:00+05:00
as sec
GET /plans/{plan}
  contains "In progress"
  contains "Train teachers in human rights"
GET /progress_updates/{update}
  contains "Accepted, locked"
sql SELECT id FROM measure WHERE number = 'SAMPLE-M2'
  save other from /(\d+)/
as sec
GET /measures/{other}/steps/extend
  status 403
as ch
GET /measures/{other}/steps/extend
press "Set another term"
  form timing = 2027
  form _reason = Decided at the half-year review
  status 303
sql SELECT due FROM measure WHERE id = {other}
  out "2027-12-31"
later: the list by executor with days overdue, orders for a written explanation, and the figures of the public page (SC-10)
