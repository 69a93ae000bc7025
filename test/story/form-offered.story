story: a form offers all reviews while they are few, then those of the own State, and takes the others by their code
tags: both

write make.py
	import csv
	rows = list(csv.DictReader(open("countries.csv", encoding="utf-8-sig")))
	print("State under review,SUR region,SUR orgs,Recommendation,Recommending state,Rec region,Rec orgs,Response,Action,Issues,Session,Cycle")
	others = [row["name.en"] for row in rows if row["iso3"] not in ("TKM", "SVN")][:130]
	print("\n".join('"' + name + '",,,Made up: hear them,Slovenia,,,Accepted,5,,16,2' for name in others))
write few.csv
	State under review,SUR region,SUR orgs,Recommendation,Recommending state,Rec region,Rec orgs,Response,Action,Issues,Session,Cycle
	Slovenia,,,Made up: hear them,Croatia,,,Accepted,5,,20,2
	Turkmenistan,,,Made up: listen to them,France,,,Accepted,5,,16,2

user sec MFA SEC
run ygrar import --json {dir}/few.csv
  json .new == 2
sql SELECT id FROM review_cycle WHERE code = 'SVN-UPR-2'
  save theirs from /(\d+)/
sql SELECT id FROM review_cycle WHERE code = 'UPR-2'
  save ours from /(\d+)/
sql SELECT r.id FROM recommendation r JOIN review_cycle c ON c.id = r.cycle WHERE c.code = 'SVN-UPR-2'
  save about from /(\d+)/

# few: all are there
as sec
GET /recommendations/new
  source /<select[^>]*name="cycle"/
  source /<option value="{ours}"/
  source /<option value="{theirs}"/

# many: ours alone, and a record about another State keeps its own, by code
run ygrar export country --format csv -o countries.csv
run sh -c "python3 make.py > many.csv"
run ygrar import --json {dir}/many.csv
  json .new == 130
GET /recommendations/new
  source /<select[^>]*name="cycle"/
  source /<option value="{ours}"/
  lacks "Slovenia: UPR 2nd cycle"
GET /recommendations/{about}/edit
  source /<input[^>]*name="cycle"/
  field cycle = SVN-UPR-2
press "Save"
  form cycle = UPR-99
  status 422
  field cycle = UPR-99
press "Save"
  form cycle = SVN-UPR-2
  form regions = Lebap
  status 303
sql SELECT cycle FROM recommendation WHERE id = {about}
  out "{theirs}"
GET /recommendations/{about}/edit
press "Save"
  form cycle = UPR-2
  status 303
sql SELECT cycle FROM recommendation WHERE id = {about}
  out "{ours}"

# what is chosen now is offered again
GET /recommendations/{about}/edit
  source /<select[^>]*name="cycle"/
  source /<option value="{ours}" selected/
run ygrar verify
