#!/usr/bin/env bash
# Guess:    the counts of a <testsuite> that Surefire writes are those of its test cases, and a test that did not run is
#           there as skipped or as an error.
# Seen:     of a class with a @Nested class 3.5.4 writes tests="0" failures="0", while four test cases are in it, two of
#           them with a failure. Where an assumption ends @BeforeAll, nothing is there, no test and none skipped. With
#           rerunFailingTestsCount a class of two tests, one of them failed, has tests="1"; a start that failed once and
#           then succeeded has failures="0" and a failure. 3.6.1 counts all of these. In both a failed @BeforeAll of two
#           tests is one test without a name.
# Versions: maven-surefire-plugin 3.5.4 and 3.6.1, JUnit 5.13.4 (JDK 17).
# Matters:  a summary that adds up the counts of the suites says that nothing failed; one that counts test cases says
#           something else, and both go out as the report of the same build.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir -p src/test/java
cat > pom.xml <<'E'
<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version>
  <properties><maven.compiler.release>17</maven.compiler.release>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding></properties>
  <dependencies><dependency><groupId>org.junit.jupiter</groupId><artifactId>junit-jupiter</artifactId>
    <version>5.13.4</version><scope>test</scope></dependency></dependencies>
  <build><plugins>
    <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.14.0</version></plugin>
    <plugin><artifactId>maven-surefire-plugin</artifactId><version>${surefire}</version></plugin>
  </plugins></build></project>
E
class() { # NAME BODY
  echo "import org.junit.jupiter.api.*; class $1 { $2 }" > "src/test/java/$1.java"
}
class PlainTest '@Test void good() {} @Test void bad() { Assertions.fail("x"); }'
class NestedTest '@Test void good() {} @Test void bad() { Assertions.fail("x"); }
  @Nested class Inner { @Test void inner() {} @Test void innerBad() { Assertions.fail("x"); } }'
class OnlyNestedTest '@Nested class Inner { @Test void inner() {} @Test void innerBad() { Assertions.fail("x"); } }'
class StartTest '@BeforeAll static void start() { throw new IllegalStateException("x"); }
  @Test void one() {} @Test void two() {}'
class AssumptionTest '@BeforeAll static void start() { Assumptions.assumeTrue(false, "no network"); }
  @Test void one() {} @Test void two() {}'
class DisabledTest '@BeforeEach void start() { Assumptions.assumeTrue(false, "no network"); }
  @Test void one() {} @Test void two() {}'
class FlakyTest 'static int runs; @Test void good() {}
  @Test void flaky() { if (runs++ == 0) Assertions.fail("x"); }'
class FlakyStartTest 'static int runs; @BeforeAll static void start() { if (runs++ == 0) Assertions.fail("x"); }
  @Test void one() {} @Test void two() {}'
count() { grep -oE "<$1[ >/]" "$2" | wc -l; }
for run in '3.5.4 0' '3.5.4 1' '3.6.1 0' '3.6.1 1'; do
  read -r release reruns <<< "$run"
  rm -rf target/surefire-reports
  mvn -B -ntp -Dmaven.repo.local="$work/m2" -Dsurefire=$release -Dsurefire.rerunFailingTestsCount=$reruns \
    -Dmaven.test.failure.ignore test > mvn.log 2>&1 || { cat mvn.log >&2; exit 1; }
  echo "Surefire $release, reruns: $reruns"
  for file in target/surefire-reports/TEST-*.xml; do
    name=${file##*/TEST-}
    echo "${name%.xml}:" "$(grep -oE '(tests|errors|skipped|failures)="[0-9]+"' "$file" | head -4 | xargs)," \
      "in it $(count testcase "$file"): $(count failure "$file") failure, $(count error "$file") error," \
      "$(count skipped "$file") skipped, $(count flakyFailure "$file") flaky"
  done
  grep -E '^\[(ERROR|INFO|WARNING)\] Tests run: [^T]*$' mvn.log | tail -1
done | tee seen.out
diff seen.out - <<'E'
Surefire 3.5.4, reruns: 0
AssumptionTest: tests=0 errors=0 skipped=0 failures=0, in it 0: 0 failure, 0 error, 0 skipped, 0 flaky
DisabledTest: tests=2 errors=0 skipped=2 failures=0, in it 2: 0 failure, 0 error, 2 skipped, 0 flaky
FlakyStartTest: tests=1 errors=0 skipped=0 failures=1, in it 1: 1 failure, 0 error, 0 skipped, 0 flaky
FlakyTest: tests=2 errors=0 skipped=0 failures=1, in it 2: 1 failure, 0 error, 0 skipped, 0 flaky
NestedTest: tests=0 errors=0 skipped=0 failures=0, in it 4: 2 failure, 0 error, 0 skipped, 0 flaky
OnlyNestedTest: tests=0 errors=0 skipped=0 failures=0, in it 2: 1 failure, 0 error, 0 skipped, 0 flaky
PlainTest: tests=2 errors=0 skipped=0 failures=1, in it 2: 1 failure, 0 error, 0 skipped, 0 flaky
StartTest: tests=1 errors=1 skipped=0 failures=0, in it 1: 0 failure, 1 error, 0 skipped, 0 flaky
[ERROR] Tests run: 14, Failures: 6, Errors: 1, Skipped: 2
Surefire 3.5.4, reruns: 1
AssumptionTest: tests=0 errors=0 skipped=0 failures=0, in it 0: 0 failure, 0 error, 0 skipped, 0 flaky
DisabledTest: tests=2 errors=0 skipped=2 failures=0, in it 2: 0 failure, 0 error, 2 skipped, 0 flaky
FlakyStartTest: tests=2 errors=0 skipped=0 failures=0, in it 3: 1 failure, 0 error, 0 skipped, 0 flaky
FlakyTest: tests=1 errors=0 skipped=0 failures=0, in it 2: 0 failure, 0 error, 0 skipped, 1 flaky
NestedTest: tests=0 errors=0 skipped=0 failures=0, in it 4: 2 failure, 0 error, 0 skipped, 0 flaky
OnlyNestedTest: tests=0 errors=0 skipped=0 failures=0, in it 2: 1 failure, 0 error, 0 skipped, 0 flaky
PlainTest: tests=1 errors=0 skipped=0 failures=1, in it 2: 1 failure, 0 error, 0 skipped, 0 flaky
StartTest: tests=1 errors=1 skipped=0 failures=0, in it 1: 0 failure, 1 error, 0 skipped, 0 flaky
[ERROR] Tests run: 16, Failures: 5, Errors: 1, Skipped: 2, Flakes: 1
Surefire 3.6.1, reruns: 0
AssumptionTest: tests=2 errors=0 skipped=2 failures=0, in it 2: 0 failure, 0 error, 2 skipped, 0 flaky
DisabledTest: tests=2 errors=0 skipped=2 failures=0, in it 2: 0 failure, 0 error, 2 skipped, 0 flaky
FlakyStartTest: tests=1 errors=0 skipped=0 failures=1, in it 1: 1 failure, 0 error, 0 skipped, 0 flaky
FlakyTest: tests=2 errors=0 skipped=0 failures=1, in it 2: 1 failure, 0 error, 0 skipped, 0 flaky
NestedTest: tests=4 errors=0 skipped=0 failures=2, in it 4: 2 failure, 0 error, 0 skipped, 0 flaky
OnlyNestedTest: tests=2 errors=0 skipped=0 failures=1, in it 2: 1 failure, 0 error, 0 skipped, 0 flaky
PlainTest: tests=2 errors=0 skipped=0 failures=1, in it 2: 1 failure, 0 error, 0 skipped, 0 flaky
StartTest: tests=1 errors=1 skipped=0 failures=0, in it 1: 0 failure, 1 error, 0 skipped, 0 flaky
[ERROR] Tests run: 16, Failures: 5, Errors: 2, Skipped: 4
Surefire 3.6.1, reruns: 1
AssumptionTest: tests=2 errors=0 skipped=2 failures=0, in it 2: 0 failure, 0 error, 2 skipped, 0 flaky
DisabledTest: tests=2 errors=0 skipped=2 failures=0, in it 2: 0 failure, 0 error, 2 skipped, 0 flaky
FlakyStartTest: tests=3 errors=0 skipped=0 failures=0, in it 3: 0 failure, 0 error, 0 skipped, 1 flaky
FlakyTest: tests=2 errors=0 skipped=0 failures=0, in it 2: 0 failure, 0 error, 0 skipped, 1 flaky
NestedTest: tests=4 errors=0 skipped=0 failures=2, in it 4: 2 failure, 0 error, 0 skipped, 0 flaky
OnlyNestedTest: tests=2 errors=0 skipped=0 failures=1, in it 2: 1 failure, 0 error, 0 skipped, 0 flaky
PlainTest: tests=2 errors=0 skipped=0 failures=1, in it 2: 1 failure, 0 error, 0 skipped, 0 flaky
StartTest: tests=1 errors=1 skipped=0 failures=0, in it 1: 0 failure, 1 error, 0 skipped, 0 flaky
[ERROR] Tests run: 17, Failures: 4, Errors: 1, Skipped: 4, Flakes: 2
E
echo "As recorded."
