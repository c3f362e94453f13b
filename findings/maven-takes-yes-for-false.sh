#!/usr/bin/env bash
# Guess:    a goal's boolean parameter takes true and false and fails with anything else, as numbers and enums do; a
#           list on the command line is trimmed as in the POM, and empty entries are dropped.
# Seen:     -Dflag=yes, =1, "= true" (a blank) and -Dflag= (an empty variable of a CI system) are all false, without a
#           word; -Dflag alone is true. " 7" for an int and "run" for the enum RUN end the build. Of -Dlist="a, b,,c"
#           the goal gets "a", " b" with its blank, null and "c"; in the POM <i> b </i> is "b", an empty element null.
#           -Dtext= is an empty text, <text/> the default value; -Dfile= is the project's folder.
# Versions: Maven 3.9.9 and 4.0.0-rc-4, a goal made with plugin-tools 3.15.1 (JDK 17).
# Matters:  -DdryRun=yes sends; a list of numbers copied with blanks holds other texts than the same list in the POM.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for version in 3.9.9 4.0.0-rc-4; do
  mvn -q -B -Dmaven.repo.local="$work/m2" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack \
    -Dartifact=org.apache.maven:apache-maven:$version:zip:bin -DoutputDirectory="$work"
done
chmod +x apache-maven-*/bin/mvn
mkdir -p plugin/src/main/java project
cat > plugin/pom.xml <<'E'
<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x-maven-plugin</artifactId>
  <version>1</version><packaging>maven-plugin</packaging>
  <properties><maven.compiler.release>17</maven.compiler.release>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding></properties>
  <dependencies>
    <dependency><groupId>org.apache.maven</groupId><artifactId>maven-plugin-api</artifactId>
      <version>3.9.9</version><scope>provided</scope></dependency>
    <dependency><groupId>org.apache.maven.plugin-tools</groupId><artifactId>maven-plugin-annotations</artifactId>
      <version>3.15.1</version><scope>provided</scope></dependency>
  </dependencies>
  <build><plugins><plugin><artifactId>maven-plugin-plugin</artifactId><version>3.15.1</version></plugin>
  </plugins></build></project>
E
cat > plugin/src/main/java/ShowMojo.java <<'E'
import java.io.File;
import java.util.*;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugins.annotations.*;
@Mojo(name = "show", requiresProject = false)
public class ShowMojo extends AbstractMojo {
    enum Mode { RUN, OFF }
    @Parameter(property = "list") List<String> list;
    @Parameter(property = "text", defaultValue = "default") String text;
    @Parameter(property = "number", defaultValue = "5") int number;
    @Parameter(property = "flag", defaultValue = "true") boolean flag;
    @Parameter(property = "file") File file;
    @Parameter(property = "mode", defaultValue = "RUN") Mode mode;

    public void execute() {
        var entries = new ArrayList<String>();
        if (list != null) for (String entry : list) entries.add(entry == null ? "null" : "[" + entry + "]");
        System.out.println("flag " + flag + ", number " + number + ", mode " + mode + ", text [" + text + "], file "
                + (file == null ? "null" : "[" + file.getName() + "]") + ", list " + entries);
    }
}
E
apache-maven-3.9.9/bin/mvn -q -B -f plugin -Dmaven.repo.local="$work/m2" install
show() { # FIELD OPTION
  (cd project && "../apache-maven-$version/bin/mvn" -q -B -Dmaven.repo.local="$work/m2" x:x-maven-plugin:1:show \
    ${2:+"$2"}) > said.out 2>&1 < /dev/null || true
  echo "${2:-POM} -> $(grep -m1 -oE "$1 \[\[.*|Cannot convert '[^']*'|$1 (\[[^]]*\]|[a-zA-Z0-9]+)" said.out | head -1)"
}
for version in 3.9.9 4.0.0-rc-4; do
  {
    rm -f project/pom.xml
    for option in -Dflag -Dflag=yes -Dflag=1 "-Dflag= true" -Dflag=; do show flag "$option"; done
    show number "-Dnumber= 7"
    show mode -Dmode=run
    show text -Dtext=
    show file -Dfile=
    show list "-Dlist=a, b,,c"
    cat > project/pom.xml <<'P'
<project><modelVersion>4.0.0</modelVersion><groupId>y</groupId><artifactId>y</artifactId><version>1</version>
  <packaging>pom</packaging><build><plugins><plugin><groupId>x</groupId><artifactId>x-maven-plugin</artifactId>
    <version>1</version><configuration><list><i>a</i><i> b </i><i/></list><text/><flag/></configuration>
  </plugin></plugins></build></project>
P
    show flag; show text; show list
  } > "$version.out"
done
echo "Maven 3.9.9:"
cat 3.9.9.out
echo "differences in 4.0.0-rc-4 (none seen):"
diff 3.9.9.out 4.0.0-rc-4.out
diff 3.9.9.out - <<'E'
-Dflag -> flag true
-Dflag=yes -> flag false
-Dflag=1 -> flag false
-Dflag= true -> flag false
-Dflag= -> flag false
-Dnumber= 7 -> Cannot convert ' 7'
-Dmode=run -> Cannot convert 'run'
-Dtext= -> text []
-Dfile= -> file [project]
-Dlist=a, b,,c -> list [[a], [ b], null, [c]]
POM -> flag true
POM -> text [default]
POM -> list [[a], [b], null]
E
echo "As recorded."
