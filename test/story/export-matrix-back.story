story: our own thematic list, given out in any language and brought in again, finds every recommendation and changes none
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00
needs: ../shared/data/upr-ohchr-matrix/c3_UPR34_Slovenia_Thematic_list_of_Recommendations.docx ../shared/data/upr-info-2015/turkmenistan.csv

run ygrar import --json {shared}/data/upr-info-2015/turkmenistan.csv
  json .new == 275
run ygrar import --state SVN --json {shared}/data/upr-ohchr-matrix/c2_UPR20__Slovenia_ThematicListRecommendations_E.docx
  json .new == 163
run ygrar import --state SVN --json {shared}/data/upr-ohchr-matrix/c3_UPR34_Slovenia_Thematic_list_of_Recommendations.docx
  json .new == 215
each lang in en ru tk
  run ygrar export recommendation --format docx --lang {lang} -o {dir}/{lang}.docx
  run python3 {tree}/test/docx/check {lang}.docx
  run ygrar import --json {dir}/{lang}.docx
    json .format == "upr-matrix"
    json .read > 700
    json .new == 0
    json .updated == 0
    json .errors has 0
    json .unknown has 0
run python3 {tree}/test/docx/show en.docx
  out "State under review: Slovenia"
  out "State under review: Turkmenistan"
  out "Recommending States: "
run ygrar verify
