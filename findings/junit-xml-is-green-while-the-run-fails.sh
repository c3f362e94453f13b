#!/usr/bin/env bash
# Guess:    a run of tests that ends with exit status 1 has at least one failure or error in its JUnit XML.
# Seen:     jest-junit leaves out a file that does not load: 2 tests, 0 failures, 0 errors. The test case that it writes
#           for a failed afterAll has a failure, the counts have not. node:test has the file, but nothing of a failed
#           after: its suite has 1 test and 0 failures; its <testsuites> counts nothing at all. A failed test that is
#           marked as todo is skipped and a failure at once, with exit status 0. mocha-junit-reporter has both hooks.
# Versions: jest 30.5.2, jest-junit 17.0.0, mocha 11.7.5, mocha-junit-reporter 2.2.1, node:test of Node.js 20.
# Matters:  the report of a failed run, which is all that the recipient of a fax gets, says that all tests passed. Fail
#           on the exit status, or set reportTestSuiteErrors of jest-junit.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" jest@30.5.2 jest-junit@17.0.0 \
  mocha@11.7.5 mocha-junit-reporter@2.2.1
mkdir load after
echo "test('one', () => {}); test('two', () => {});" > load/a.test.js
echo "require('./missing'); test('three', () => {});" > load/b.test.js
echo "afterAll(() => { throw new Error('cleanup failed'); }); test('one', () => {});" > after/a.test.js
seen() { # NAME COMMAND...: exit status, and what the XML counts
  local name=$1 status=0
  shift
  "$@" > run.log 2>&1 || status=$?
  echo "$name: exit $status"
  sed -nE '/<(testsuites?)( |>)/{s/ (time|timestamp|hostname|file|disabled)="[^"]*"//g;s/^[[:space:]]*/  /;p}' "$xml"
  echo "  test cases: $(grep -c '<testcase' "$xml"), <failure>: $(grep -c '<failure' "$xml" || true)," \
    "<skipped>: $(grep -c '<skipped' "$xml" || true)"
}
{
  xml=junit.xml
  jest() { node_modules/.bin/jest --ci --rootDir "$1" --reporters=jest-junit; }
  seen "jest, a file that does not load" jest load
  seen "jest, afterAll fails" jest after
  xml=test-results.xml
  echo "describe('s', () => { after(() => { throw new Error('x'); }); it('one', () => {}); });" > mocha.js
  seen "mocha, after fails" node_modules/.bin/mocha --reporter mocha-junit-reporter mocha.js
  xml=run.log
  echo "import './missing.mjs';" > load.mjs
  seen "node:test, a file that does not load" node --test --test-reporter=junit load.mjs
  echo "import { describe, after, test } from 'node:test';
    describe('s', () => { after(() => { throw new Error('x'); }); test('one', () => {}); });" > after.mjs
  seen "node:test, after fails" node --test --test-reporter=junit after.mjs
  echo "import test from 'node:test';
    test('one', { todo: 'later' }, () => { throw new Error('x'); });" > todo.mjs
  seen "node:test, a failed todo" node --test --test-reporter=junit todo.mjs
} | tee seen.out
diff seen.out - <<'E'
jest, a file that does not load: exit 1
  <testsuites name="jest tests" tests="2" failures="0" errors="0">
  <testsuite name="undefined" errors="0" failures="0" skipped="0" tests="2">
  test cases: 2, <failure>: 0, <skipped>: 0
jest, afterAll fails: exit 1
  <testsuites name="jest tests" tests="1" failures="0" errors="0">
  <testsuite name="undefined" errors="0" failures="0" skipped="0" tests="1">
  test cases: 2, <failure>: 1, <skipped>: 0
mocha, after fails: exit 1
  <testsuites name="Mocha Tests" tests="1" failures="1">
  <testsuite name="Root Suite" tests="0" failures="0">
  <testsuite name="s" tests="1" failures="1">
  test cases: 2, <failure>: 1, <skipped>: 0
node:test, a file that does not load: exit 1
  <testsuites>
  test cases: 1, <failure>: 1, <skipped>: 0
node:test, after fails: exit 1
  <testsuites>
  <testsuite name="s" errors="0" tests="1" failures="0" skipped="0">
  test cases: 1, <failure>: 0, <skipped>: 0
node:test, a failed todo: exit 0
  <testsuites>
  test cases: 1, <failure>: 1, <skipped>: 1
E
echo "As recorded."
