story: ygrar due lists every open deadline, how it was found, and what is late as of a day
tags: both

run ygrar due
  out "DL-08 committee=CEDAW adopted=2024-02"
  out "Feb 2024 + 24 months → Feb 2026"
run ygrar due --json --as-of 2025-10-30
  json [0].basis ~ /^DL-/
  out /"due":"2025-10-30","precision":"day"[^}]*"status":"conflict"[^}]*"overdue":false/
  out /"due":null[^}]*"status":"awaiting"[^}]*"overdue":false/
run ygrar due --json --as-of 2025-10-31
  out /"due":"2025-10-30","precision":"day"[^}]*"status":"conflict"[^}]*"overdue":true/
# what is voluntary is never late
run ygrar due --json --as-of 2030-01-01
  out /"kind":"mid_term"[^}]*"overdue":false,"voluntary":true,"risk":null/
run ygrar due --as-of 2025-10
  exit 1
  err "Write a day as 2025-10-30."
run ygrar due --as-of soon
  exit 1
