story: a report of the Working Group and concluding observations are proposals, which nobody brings in without looking
tags: both
needs: ../shared/data/upr-wg-reports/turkmenistan2013.pdf ../shared/data/upr-ohchr-matrix/c2_g1510722.pdf

run ygrar import --dry-run --json {shared}/data/upr-wg-reports/turkmenistan2013.pdf
  json .format == "wg-report"
  json .read == 183
  json .new == 183
  json .errors has 0
  json .unknown has 0
  json .proposals has 183
  json .proposals[0].page == 14
  json .proposals[0].record.locator == "112.1"
  json .proposals[0].record.position == "supported"
  json .proposals[0].record.position_locator == "112"
  json .proposals[182].record.locator == "114.8"
  json .proposals[182].record.position == "noted"
run ygrar import --dry-run --json {shared}/data/upr-wg-reports/turkmenistan2009.pdf
  json .read == 43
  json .proposals[0].record.locator == "69.1"
run ygrar import --json {shared}/data/upr-wg-reports/turkmenistan2013.pdf
  exit 1
  json .new == 0
  json .left == 183
run ygrar export recommendation --format json
  lacks "113.6"
run ygrar import {shared}/data/upr-ohchr-matrix/c3_Letter-OHCHR-HC-Slovenia.pdf
  exit 1
  err "it was scanned"
run ygrar import --format wg-report {shared}/data/upr-ohchr-matrix/c2_g1510722.pdf
  exit 1
  err "The document has no chapter of conclusions and recommendations."
run ygrar verify
