story: an import that is killed while it saves leaves nothing visible, and comes in whole afterwards
tags: both
given: reference

write table.py
  print("State under review,SUR region,SUR orgs,Recommendation,Recommending state,Rec region,Rec orgs,Response,Action,Issues,Session,Cycle,Source row")
  row = "Turkmenistan,Asia,CIS,Made up for the story: wish number %d,France,WEOG,EU,Accepted,5,Other,16,2,story:%d"
  print("\n".join(row % (n, n) for n in range(3000)))
run sh -c "python3 table.py > table.csv"
# killed at another moment each time: afterwards there are none, or all
write kill.sh
  import() { "$1" import table.csv --db "$2" --key-file "$3"; }
  count() { "$1" export recommendation --format csv --db "$2" --key-file "$3" | grep -c "wish number"; }
  one() { import "$@" >/dev/null 2>&1 & sleep $4; pkill -9 -P $!; kill -9 $!; wait $!; n=$(count "$@"); echo seen $n; [ $n = 0 ] || [ $n = 3000 ]; }
  for s in 0.05 0.1 0.15 0.2 0.3 0.4 0.5 0.6 0.8 1; do one "$1" "$2" "$3" $s || exit 1; done
  exit 0
run sh kill.sh {ygrar} {db} {key}
  out "seen 0"
run ygrar import table.csv
run ygrar import --json table.csv
  json .read == 3000
  json .unchanged == 3000
sql SELECT count(*) FROM text WHERE body LIKE 'Made up for the story: wish number %'
  source /^3000\b/
run ygrar verify
