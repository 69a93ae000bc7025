story: a run of numbered paragraphs becomes recommendations that a person has confirmed
tags: both
given: sample

as sec
GET /recommendations/paste
press "Find the paragraphs"
  form symbol = SAMPLE/CCPR/3
  form paragraphs =
  status 422
press "Find the paragraphs"
  form symbol = NO/SUCH/DOCUMENT
  form paragraphs = 9. Publish the statistics.
  status 422
press "Find the paragraphs"
  form symbol = SAMPLE/CCPR/3
  form paragraphs =
    71. Publish the statistics of the story.
    72. Train the judges of the story.
    73. This is no recommendation.
  status 200
  contains "Publish the statistics of the story."
  field p1.locator = 72
press "Enter the ones ticked"
  form p2.enter -
  status 303
  follow
  contains "Publish the statistics of the story."
  contains "Train the judges of the story."
  lacks "This is no recommendation."
run ygrar verify
