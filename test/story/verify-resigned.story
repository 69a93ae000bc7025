story: who writes another head without the key is found by its signature
tags: both
given: sample

server stop
run ygrar verify
sql SELECT max(seq) FROM change
  save last from /(\d+)/
# what somebody without the key can do: cut off the end and make head and log agree
sql UPDATE chain_head SET seq = {last} - 5, hash = (SELECT hash FROM change WHERE seq = {last} - 5)
sql DELETE FROM change WHERE seq > {last} - 5
run ygrar verify
  exit 1
  out "was written by somebody without the key"
run ygrar init --db sqlite:{dir}/another.db --key-file {dir}/another.key
run ygrar verify --key-file {dir}/another.key
  exit 1
