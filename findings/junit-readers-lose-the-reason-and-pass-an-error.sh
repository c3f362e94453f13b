#!/usr/bin/env bash
# Guess:    readers of JUnit XML agree on the elements that Surefire and Jenkins have used for twenty years: error is
#           worse than failure, skipped has a message, time may have thousands separators as Jenkins reads them.
# Seen:     junit-cli-report-viewer shows a test with error as passed and counts it nowhere. junit-to-ctrf drops the
#           message of skipped, and reads 1,234.500 seconds as one second; junit2json hands that time on as a text
#           among numbers.
# Versions: junit-cli-report-viewer 3.0.0, junit-to-ctrf 0.0.14, junit2json 4.0.0 (Node.js 20).
# Matters:  "may have arrived, not confirmed" written as error turns green, and "not sent, because" loses its reason;
#           failure with the text in the body is what all readers show.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" \
  junit-cli-report-viewer@3.0.0 junit-to-ctrf@0.0.14 junit2json@4.0.0
cat > TEST-fax.xml <<'E'
<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="fax" tests="4" failures="1" errors="1" skipped="1" time="1287.7">
  <testcase classname="fax" name="slow" time="1,234.500"/>
  <testcase classname="fax" name="busy" time="53.2"><failure message="busy" type="BUSY">busy, 5 calls</failure>
  </testcase>
  <testcase classname="fax" name="lost" time="0"><error message="not confirmed" type="LOST">may have arrived</error>
  </testcase>
  <testcase classname="fax" name="late" time="0"><skipped message="not sent: too late"/></testcase>
</testsuite>
E
bin=node_modules/.bin
echo "junit-cli-report-viewer 3.0.0:"
"$bin/junit-cli-report-viewer" TEST-fax.xml 2>&1 | sed 's/\x1b\[[0-9;]*m//g' | grep . | tee viewer.out
echo "junit-to-ctrf 0.0.14:"
"$bin/junit-to-ctrf" TEST-fax.xml -o ctrf.json > ctrf.log 2>&1
node -p 'JSON.parse(require("fs").readFileSync("ctrf.json")).results.tests.map(t => JSON.stringify(t)).join("\n")' \
  | tee ctrf.out
echo "junit2json 4.0.0:"
"$bin/junit2json" TEST-fax.xml > json.out
node -e 'const suite = JSON.parse(require("fs").readFileSync("json.out"))
  for (const test of suite.testcase) console.log(test.name, typeof test.time)' | tee types.out
grep -q '✔ lost' viewer.out
grep -q '✖ busy' viewer.out
grep -Eq 'failed tests: +1' viewer.out
grep -q '"name":"fax: slow","status":"passed","duration":1000,' ctrf.out
grep '"name":"fax: late","status":"skipped"' ctrf.out > late.out
[ "$(grep -c 'too late' ctrf.out)" = 0 ]
grep -q 'slow string' types.out
grep -q 'busy number' types.out
echo "As recorded."
