#!/usr/bin/env bash
# Guess:    release:prepare -DdryRun=true changes nothing and runs nothing that goes out; what is bound to verify runs once
#           for a release.
# Seen:     the dry run runs "clean verify" in a Maven of its own, to which -DdryRun=true is not handed on; prepare runs it
#           again, and perform runs verify and deploy in a clone. What is bound to verify runs three times, also if the
#           release ends there; what is bound to deploy once.
# Versions: maven-release-plugin 3.1.1, Maven 3.9.9, maven-antrun-plugin 3.1.0 (JDK 17), git 2.39.
# Matters:  up to three faxes for one release, the first of them for a trial of it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mvn -q -B -Dmaven.repo.local="$work/m2" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack \
  -Dartifact=org.apache.maven:apache-maven:3.9.9:zip:bin -DoutputDirectory="$work"
chmod +x apache-maven-3.9.9/bin/mvn
export GIT_CONFIG_GLOBAL=$work/gitconfig GIT_CONFIG_NOSYSTEM=1
git config --global user.name x
git config --global user.email x@example.com
git config --global init.defaultBranch main
git init -q --bare origin.git
git clone -q origin.git project 2> git.log
execution() { # PHASE
  echo "<execution><id>$1</id><phase>$1</phase><goals><goal>run</goal></goals><configuration><target>" \
    "<echo file='$work/sent' append='true'>$1 of \${project.version}, dryRun \${dryRun};</echo></target></configuration>" \
    "</execution>"
}
cat > project/pom.xml <<E
<project><modelVersion>4.0.0</modelVersion><groupId>y</groupId><artifactId>y</artifactId><version>1-SNAPSHOT</version>
  <packaging>pom</packaging><properties><dryRun>not set</dryRun></properties>
  <scm><developerConnection>scm:git:file://$work/origin.git</developerConnection><tag>HEAD</tag></scm>
  <distributionManagement><repository><id>r</id><url>file://$work/repository</url></repository></distributionManagement>
  <build><plugins>
    <plugin><artifactId>maven-release-plugin</artifactId><version>3.1.1</version></plugin>
    <plugin><artifactId>maven-antrun-plugin</artifactId><version>3.1.0</version>
      <executions>$(execution verify)$(execution deploy)</executions></plugin>
  </plugins></build></project>
E
echo "target/" > project/.gitignore
git -C project add .
git -C project commit -q -m first
git -C project push -q origin main
released() { # GOAL OPTION...
  : > sent
  (cd project && "$work/apache-maven-3.9.9/bin/mvn" -B -ntp -Dmaven.repo.local="$work/m2" "$@" \
    -Darguments="-Dmaven.repo.local=$work/m2") > said.log 2>&1 < /dev/null || { tail -40 said.log >&2; exit 1; }
  echo "$*: $(sed 's/;/; /g' sent | xargs)"
}
{
  released release:prepare -DdryRun=true
  released release:clean
  released release:prepare
  released release:perform
} | tee seen.out
diff seen.out - <<'E'
release:prepare -DdryRun=true: verify of 1-SNAPSHOT, dryRun not set;
release:clean: 
release:prepare: verify of 1, dryRun not set;
release:perform: verify of 1, dryRun not set; deploy of 1, dryRun not set;
E
echo "As recorded."
