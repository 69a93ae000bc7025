story: what was exported comes in again unchanged
tags: both
given: sample

each format in csv json
  run ygrar export institution --format {format} -o {dir}/institutions.{format}
  run ygrar import --json {dir}/institutions.{format}
    json .new == 0
    json .updated == 0
    json .errors has 0
run ygrar export recommendation --format xlsx -o {dir}/list.xlsx
run python3 -c "import zipfile; zipfile.ZipFile('list.xlsx').testzip()"
run ygrar export recommendation --format csv --lang tk -o {dir}/tk.csv
run ygrar export recommendation --format csv --lang ru -o {dir}/ru.csv
run cmp -s {dir}/tk.csv {dir}/ru.csv
  exit 1
