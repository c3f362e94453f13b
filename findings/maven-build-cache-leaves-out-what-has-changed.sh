#!/usr/bin/env bash
# Guess:    the build cache leaves a goal out when nothing has changed that it gets: its parameters, the files that it
#           reads; and a build in which the goal was skipped is none in which it ran. What goes out, such as deploy, is
#           never left out.
# Seen:     only the POM, with its properties and environment variables filled in, and files below src/main and src/test
#           count, by default. A parameter that is given as -D alone does not: after a build with -Dmaven.antrun.skip=true
#           the one without says "Skipping plugin execution (cached)" and BUILD SUCCESS. The same after a change of
#           letter.txt or src/docs/letter.adoc. It is so for goals at the phase deploy, too.
# Versions: maven-build-cache-extension 1.2.1, Maven 3.9.9, maven-antrun-plugin 3.1.0 (JDK 17).
# Matters:  a fax that a build sends is lost after a dry run, and goes out once, however often its document changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mvn -q -B -Dmaven.repo.local="$work/m2" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack \
  -Dartifact=org.apache.maven:apache-maven:3.9.9:zip:bin -DoutputDirectory="$work"
chmod +x apache-maven-3.9.9/bin/mvn
mkdir -p .mvn src/main/resources src/docs
cat > .mvn/extensions.xml <<'E'
<extensions><extension><groupId>org.apache.maven.extensions</groupId>
  <artifactId>maven-build-cache-extension</artifactId><version>1.2.1</version></extension></extensions>
E
execution() { # PHASE
  echo "<execution><id>$1</id><phase>$1</phase><goals><goal>run</goal></goals><configuration><target>" \
    "<echo>$1 to \${to} \${env.CASE}</echo></target></configuration></execution>"
}
cat > pom.xml <<E
<project><modelVersion>4.0.0</modelVersion><groupId>y</groupId><artifactId>y</artifactId><version>1</version>
  <properties><project.build.sourceEncoding>UTF-8</project.build.sourceEncoding><to>016</to>
    <maven.install.skip>true</maven.install.skip><maven.deploy.skip>true</maven.deploy.skip></properties>
  <build><plugins><plugin><artifactId>maven-antrun-plugin</artifactId><version>3.1.0</version>
    <executions>$(execution verify)$(execution deploy)</executions></plugin></plugins></build></project>
E
built() { # WHAT OPTION...
  apache-maven-3.9.9/bin/mvn -B -ntp -Dmaven.repo.local="$work/m2" -Dmaven.build.cache.location="$work/cache" \
    "${@:2}" deploy > said.log 2>&1 < /dev/null || { cat said.log >&2; exit 1; }
  echo "$1: $(sed -n 's/.*\[echo\] *//p' said.log | sed 's/ [$].*//' | paste -sd, || true)" \
    "$(grep -o 'BUILD SUCCESS' said.log), left out: $(grep -c 'Skipping plugin execution (cached): antrun' said.log || true)"
}
echo letter > letter.txt
echo letter > src/docs/letter.adoc
echo text > src/main/resources/text.txt
{
  built "skipped by an option" -Dmaven.antrun.skip=true
  built "without the option"
  built "another recipient" -Dto=017
  CASE=7 built "another environment"
  echo another > letter.txt
  built "another letter.txt"
  echo another > src/docs/letter.adoc
  built "another src/docs/letter.adoc"
  echo another > src/main/resources/text.txt
  built "another src/main/resources/text.txt"
} | tee seen.out
diff seen.out - <<'E'
skipped by an option:  BUILD SUCCESS, left out: 0
without the option:  BUILD SUCCESS, left out: 2
another recipient: verify to 017,deploy to 017 BUILD SUCCESS, left out: 0
another environment: verify to 016 7,deploy to 016 7 BUILD SUCCESS, left out: 0
another letter.txt:  BUILD SUCCESS, left out: 2
another src/docs/letter.adoc:  BUILD SUCCESS, left out: 2
another src/main/resources/text.txt: verify to 016,deploy to 016 BUILD SUCCESS, left out: 0
E
echo "As recorded."
