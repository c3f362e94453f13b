#!/usr/bin/env bash
# Guess:    a scenario whose hook or background fails is failed in every report that is made of Cucumber's JSON.
# Seen:     cucumber-html-reporter shows "Failed Scenarios 0" for a run of five scenarios that exited with 1: one whose
#           @After hook failed is passed, those whose @Before hook or background failed are skipped, and the messages
#           of the hooks are nowhere in the page. multiple-cucumber-html-reporter calls a feature skipped whose only
#           scenario has a failed background. cucumber-reporting, which Jenkins has, counts four failed, the undefined
#           one with them.
# Versions: cucumber-java 7.20.1 wrote the JSON; cucumber-html-reporter 7.2.0, multiple-cucumber-html-reporter 3.10.0,
#           cucumber-reporting 5.8.4.
# Matters:  what is checked behind a scenario, such as that a fax was delivered, fails the build and is passed in the
#           report that is filed or faxed.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/databases.sh"
drivers io.cucumber:cucumber-java:7.20.1 net.masterthought:cucumber-reporting:5.8.4
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" cucumber-html-reporter@7.2.0 \
  multiple-cucumber-html-reporter@3.10.0
mkdir features classes json
cat > Steps.java <<'J'
package glue;
import io.cucumber.java.*;
import io.cucumber.java.en.Given;
public class Steps {
    @Given("a fax is sent") public void sent() {}
    @Given("the account is open") public void open() { throw new AssertionError("no account"); }
    @After("@delivered") public void delivered() { throw new AssertionError("not delivered"); }
    @Before("@ready") public void ready() { throw new AssertionError("no line"); }
}
J
cat > features/fax.feature <<'F'
Feature: Fax
  @delivered
  Scenario: hook behind it fails
    Given a fax is sent
  @ready
  Scenario: hook before it fails
    Given a fax is sent
  Scenario: undefined
    Given a fax is lost
  Scenario: passes
    Given a fax is sent
F
cat > features/account.feature <<'F'
Feature: Account
  Background:
    Given the account is open
  Scenario: background fails
    Given a fax is sent
F
javac -cp 'lib/*' -d classes Steps.java
status=0
java -cp 'classes:lib/*' io.cucumber.core.cli.Main -g glue --monochrome --plugin json:json/run.json \
  features > run.log 2>&1 ||
  status=$?
cat > Report.java <<'J'
import java.io.File;
import java.util.List;
import net.masterthought.cucumber.*;
class Report {
    public static void main(String[] args) {
        Reportable result = new ReportBuilder(List.of("json/run.json"), new Configuration(new File("jvm"), "fax"))
                .generateReports();
        System.out.println("cucumber-reporting: " + result.getPassedScenarios() + " passed, "
                + result.getFailedScenarios() + " failed");
    }
}
J
cat > report.js <<'J'
const fs = require('fs')
const log = console.log
console.log = () => {}
require('cucumber-html-reporter').generate({ theme: 'bootstrap', jsonFile: 'json/run.json', output: 'page.html',
  reportSuiteAsScenarios: true, launchReport: false })
require('multiple-cucumber-html-reporter').generate({ jsonDir: 'json', reportPath: 'pages', saveEnrichedJSON: true,
  saveCollectedJSON: true })
const page = fs.readFileSync('page.html', 'utf8').replace(/<(script|style)[^]*?<\/\1>/g, '').replace(/<[^>]*>/g, ' ')
  .replace(/\s+/g, ' ')
log('cucumber-html-reporter: ' + page.match(/All Scenarios.*?(?= Execution| Expand)/)[0]
  + '; "not delivered" in the page: ' + page.includes('not delivered') + ', "no line": ' + page.includes('no line'))
const features = JSON.parse(fs.readFileSync('pages/enriched-output.json')).features
for (const feature of features.sort((a, b) => a.name < b.name ? -1 : 1)) {
  const of = feature.scenarios
  log('multiple-cucumber-html-reporter, ' + feature.name + ': ' + of.passed + ' passed, ' + of.failed + ' failed, '
    + of.notDefined + ' not defined, ' + of.skipped + ' skipped')
}
J
{
  echo "cucumber: exit $status, $(grep -E '^[0-9]+ Scenarios' run.log)"
  java -cp 'lib/*' Report.java 2> /dev/null | grep '^cucumber-reporting:'
  node report.js
} | tee seen.out
diff seen.out - <<'D'
cucumber: exit 1, 5 Scenarios (3 failed, 1 undefined, 1 passed)
cucumber-reporting: 1 passed, 4 failed
cucumber-html-reporter: All Scenarios 5 Passed Scenarios 2 Failed Scenarios 0 Skipped Scenarios 2 Undefined Scenarios 1; "not delivered" in the page: false, "no line": false
multiple-cucumber-html-reporter, Account: 0 passed, 0 failed, 0 not defined, 1 skipped
multiple-cucumber-html-reporter, Fax: 1 passed, 2 failed, 1 not defined, 0 skipped
D
echo "As recorded."
