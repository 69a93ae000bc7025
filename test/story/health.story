story: machines that watch the server are told how it is, and nothing about people
given: sample

as nobody
GET /healthz
  status 200
GET /metrics
  status 200
  header Content-Type ~ /^text\/plain/
  source /(?m)^# TYPE \w+ counter$/
  source /(?m)^ygrar_landlock_version \d+$/
  lacks "MFA"
  lacks "sample"
