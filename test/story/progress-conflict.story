story: two officers of a ministry write one report; the second sees both versions, chooses per box, and nothing is lost, nor the file that was chosen
tags: both
given: sample
now: 2026-07-07T09:00:00+05:00

user fp9 MOE FP
write order.pdf
  %PDF-1.4 Of the story: order no. 12
sql SELECT id FROM measure WHERE number = 'SAMPLE-M3'
  save id from /(\d+)/
as fp
GET /measures/{id}/steps/report
press "Save"
  form done.en = Of the first
  form result.en = Result of the first
  status 303
  save update from header Location /progress_updates\/(\d+)/
# the second officer is led to the report that is begun
as fp9
GET /measures/{id}/steps/report
  status 303
  follow
  field done.en = Of the first
press "Save"
  form done.en = Of the second
  status 303
as fp
GET /progress_updates/{update}/steps/write
as fp9
GET /progress_updates/{update}/steps/write
press "Save"
  form done.en = Of the second, again
  form difficulties.en = Seen by the second
  status 303
as fp
press "Send for approval"
  form done.en = Of the first, again
  form next_step.en = By the first
  form title.en = Order no. 12 (sample)
  form type = document
  file file = {dir}/order.pdf
  status 409
  contains "Of the first, again"
  contains "Of the second, again"
  contains "fp9"
  field choose.done = mine
  field choose.difficulties = theirs
  field choose.next_step = mine
press "Save as chosen"
  form choose.done = theirs
  status 303
  follow
  contains "Of the second, again"
  contains "Seen by the second"
  contains "By the first"
  contains "Order no. 12"
GET /progress_updates/{update}/history
  contains "Of the second, again"
run ygrar verify
