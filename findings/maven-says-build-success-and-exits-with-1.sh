#!/usr/bin/env bash
# Guess:    what an AbstractMavenLifecycleParticipant throws in afterSessionEnd makes the build a failure, in words and
#           exit status; with --fail-never modules that need a failed one are left out; the current project is the last one.
# Seen:     the words come first: BUILD SUCCESS is printed before afterSessionEnd runs, and stays the last summary of a
#           Maven that exits with 1, whether the participant throws a MavenExecutionException, throws a runtime exception
#           or adds one to the result. With --fail-never it is the other way round, BUILD FAILURE and exit 0, and the
#           module that depends on the failed one is built. getCurrentProject() is null there, with -T the first module.
# Versions: Maven 3.6.3, 3.9.9 and 4.0.0-rc-4 (JDK 17).
# Matters:  what is sent at the end of a build cannot be told from the words of the log, which people and log scanners
#           read; the exit status counts, except for --fail-never.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for version in 3.6.3 3.9.9 4.0.0-rc-4; do
  mvn -q -B -Dmaven.repo.local="$work/m2" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack \
    -Dartifact=org.apache.maven:apache-maven:$version:zip:bin -DoutputDirectory="$work"
done
chmod +x apache-maven-*/bin/mvn
mkdir -p end/META-INF/plexus project/{broken,dependent}
cat > end/End.java <<'E'
import org.apache.maven.*;
import org.apache.maven.execution.MavenSession;
public class End extends AbstractMavenLifecycleParticipant {
    @Override public void afterSessionEnd(MavenSession session) throws MavenExecutionException {
        var built = new StringBuilder();
        for (var project : session.getProjects())
            if (session.getResult().getBuildSummary(project) != null) built.append(' ').append(project.getArtifactId());
        var current = session.getCurrentProject();
        System.out.println("END current " + (current == null ? "null" : current.getArtifactId()) + ", built" + built);
        var failure = new MavenExecutionException("not delivered", (Throwable) null);
        switch (session.getUserProperties().getProperty("end", "")) {
            case "throws": throw failure;
            case "runtime": throw new IllegalStateException(failure);
            case "result": session.getResult().addException(failure); break;
            default: break;
        }
    }
}
E
javac -d end -cp "$(echo apache-maven-3.9.9/lib/*.jar | tr ' ' :)" end/End.java
cat > end/META-INF/plexus/components.xml <<'E'
<component-set><components><component><role>org.apache.maven.AbstractMavenLifecycleParticipant</role>
  <role-hint>end</role-hint><implementation>End</implementation></component></components></component-set>
E
jar cf end.jar -C end End.class -C end META-INF
pom() { # FOLDER ARTIFACT-ID REST
  echo "<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>$2</artifactId><version>1</version>
    <packaging>pom</packaging>$3</project>" > "$1/pom.xml"
}
pom project root '<modules><module>broken</module><module>dependent</module></modules>'
pom project/broken broken '<build><plugins><plugin><artifactId>maven-enforcer-plugin</artifactId><version>3.5.0</version>
  <executions><execution><phase>validate</phase><goals><goal>enforce</goal></goals><configuration><rules>
  <requireProperty><property>whole</property></requireProperty></rules></configuration></execution></executions>
  </plugin></plugins></build>'
pom project/dependent dependent '<dependencies><dependency><groupId>x</groupId><artifactId>broken</artifactId>
  <version>1</version><type>pom</type></dependency></dependencies>'
for version in 3.6.3 3.9.9 4.0.0-rc-4; do
  for options in -Dwhole '-Dwhole -T2' '-Dwhole -Dend=throws' '-Dwhole -Dend=runtime' '-Dwhole -Dend=result' \
    --fail-at-end --fail-never; do
    status=0
    # shellcheck disable=SC2086
    "apache-maven-$version/bin/mvn" -B -f project -Dmaven.repo.local="$work/m2" -Dmaven.ext.class.path="$work/end.jar" \
      $options validate > said.out 2>&1 < /dev/null || status=$?
    echo "$version $options: $(sed -n 's/.*END //p' said.out), $(grep -o 'BUILD [A-Z]*' said.out), exit $status"
  done
done | tee seen.out
for version in 3.6.3 3.9.9 4.0.0-rc-4; do
  cat <<E
$version -Dwhole: current null, built broken dependent root, BUILD SUCCESS, exit 0
$version -Dwhole -T2: current broken, built broken dependent root, BUILD SUCCESS, exit 0
$version -Dwhole -Dend=throws: current null, built broken dependent root, BUILD SUCCESS, exit 1
$version -Dwhole -Dend=runtime: current null, built broken dependent root, BUILD SUCCESS, exit 1
$version -Dwhole -Dend=result: current null, built broken dependent root, BUILD SUCCESS, exit 1
$version --fail-at-end: current null, built broken root, BUILD FAILURE, exit 1
$version --fail-never: current null, built broken dependent root, BUILD FAILURE, exit 0
E
done | diff seen.out -
echo "As recorded."
