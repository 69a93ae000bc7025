story: recommendations to other States come in beside ours, and our lists begin with ours
tags: both

write upr-info.csv
	State under review,SUR region,SUR orgs,Recommendation,Recommending state,Rec region,Rec orgs,Response,Action,Issues,Session,Cycle
	Slovenia,,,Made up: hear them,Croatia,,,Accepted,5,,20,2
	Slovenia,,,Made up: hear them,Croatia,,,Noted,5,,4,1
	Turkmenistan,,,Made up: listen to them,France,,,Accepted,5,,16,2
write index.json
	[{"AnnotationId": "11111111-aaaa-4bbb-8ccc-222222222222", "Symbol": "A/HRC/28/15", "PublicationDate": "2014-12-10",
	"Body": ["UPR"], "AnnotationType": ["Recommendations"], "Countries": ["Slovenia"], "Themes": ["Right to health", "Dragons"],
	"AffectedPersons": ["Children"], "Sdgs": ["3 - GOOD HEALTH AND WELL-BEING"], "Text": "115.7 Made up: hear them (Croatia);"}]

run ygrar import --dry-run --json {dir}/upr-info.csv
  json .format == "upr-info"
  json .new == 3
sql SELECT 'made ' || count(*) FROM review_cycle WHERE state_under_review IS NOT NULL
  out "made 0"
run ygrar import --json {dir}/upr-info.csv
  json .new == 3
run ygrar import --json {dir}/upr-info.csv
  json .unchanged == 3
run ygrar import --json {dir}/index.json
  json .format == "uhri"
  json .new == 1
  json .unknown has 1
  json .unknown[0].label == "Dragons"
run ygrar export review_cycle --format csv
  out "SVN-UPR-1"
  out "SVN-UPR-2"
run ygrar export document --format csv
  out "A/HRC/28/15"
  out "2014-12-10"

user sec MFA SEC
api sec GET /api/v1/recommendations?limit=4
  status 200
  json .recommendations[0].text.en.body == "Made up: listen to them"
  json .recommendations[1].text.en.body == "Made up: hear them"
as sec
GET /recommendations
  status 200
  contains "UPR 2nd cycle"
  contains "Slovenia: UPR 2nd cycle"
GET /review_cycles
  status 200
  lacks "Slovenia: UPR 1st cycle"         # behind all of ours
GET /review_cycles?q=Slovenia
  status 200
  contains "Slovenia: UPR 1st cycle"

# The filter offers the reviews that documents are of, and how many there are.
GET /documents/facet?facet=cycle&find=slovenia
  status 200
  contains "Slovenia: UPR 2nd cycle1"
write more.csv
	State under review,SUR region,SUR orgs,Recommendation,Recommending state,Rec region,Rec orgs,Response,Action,Issues,Session,Cycle
	Albania,,,Made up: hear them,France,,,Accepted,5,,16,2
	Algeria,,,Made up: hear them,France,,,Accepted,5,,16,2
	Angola,,,Made up: hear them,France,,,Accepted,5,,16,2
	Armenia,,,Made up: hear them,France,,,Accepted,5,,16,2
	Austria,,,Made up: hear them,France,,,Accepted,5,,16,2
	Bahrain,,,Made up: hear them,France,,,Accepted,5,,16,2
	Belgium,,,Made up: hear them,France,,,Accepted,5,,16,2
	Benin,,,Made up: hear them,France,,,Accepted,5,,16,2
	Bhutan,,,Made up: hear them,France,,,Accepted,5,,16,2
	Brazil,,,Made up: hear them,France,,,Accepted,5,,16,2
	Bulgaria,,,Made up: hear them,France,,,Accepted,5,,16,2
run ygrar import --json {dir}/more.csv
  json .new == 11
sql SELECT id FROM review_cycle WHERE code = 'SVN-UPR-2'
  save review from /(\d+)/
GET /documents?cycle={review}
  status 200
  contains "A/HRC/28/15"
  contains "Slovenia: UPR 2nd cycle"
run ygrar verify
