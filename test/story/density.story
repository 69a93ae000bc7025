story: the secretariat sees lists dense, ministries comfortable, and whoever chooses has it her way
given: sample

as fp
GET /me
  source /<body data-user/
as sec
GET /me
  source /<body data-density="dense"/
press "Choose looks"
  form density = comfortable
  status 303
GET /me
  field density = comfortable
  source /<body data-user/
press "Choose looks"
  form density = compact
  status 303
GET /me
  source /<body data-density="dense"/
