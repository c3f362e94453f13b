#!/usr/bin/env bash
# Guess:    a list in a POM replaces the one that pluginManagement, a parent POM, the plugin or a profile has, or the
#           entries of both are in it; text (a,b) and elements are two ways to write the same list.
# Seen:     the first entry gets what the first entry of the other list has and it has not, the second what the second
#           has; of a longer inherited list the rest is dropped, unless its elements have other names: those are added.
#           An empty element does not take the inherited value away in Maven 3. Where the parent writes the list as text
#           and the child as elements, a goal in Maven 3 gets the parent's list, and the child's counts for nothing; in
#           Maven 4 it gets the child's.
# Versions: Maven 3.9.9 and 4.0.0-rc-4, a goal made with plugin-tools 3.15.1 (JDK 17).
# Matters:  a fax goes out with the name that the company's POM has at the same place, or to the company's recipients in
#           place of the project's.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for version in 3.9.9 4.0.0-rc-4; do
  mvn -q -B -Dmaven.repo.local="$work/m2" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack \
    -Dartifact=org.apache.maven:apache-maven:$version:zip:bin -DoutputDirectory="$work"
done
chmod +x apache-maven-*/bin/mvn
mkdir -p plugin/src/main/java parent
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
import java.util.List;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugins.annotations.*;
@Mojo(name = "show")
public class ShowMojo extends AbstractMojo {
    public static class To {
        String number, name;

        public void set(String text) {
            number = text;
        }

        @Override
        public String toString() {
            return number + (name == null ? "" : " " + name);
        }
    }

    @Parameter List<To> list;

    public void execute() {
        System.out.println("list " + list);
    }
}
E
apache-maven-3.9.9/bin/mvn -q -B -f plugin -Dmaven.repo.local="$work/m2" install
plugin() { # CONFIGURATION [CONFIGURATION-OF-EXECUTION]
  echo "<plugins><plugin><groupId>x</groupId><artifactId>x-maven-plugin</artifactId><version>1</version>" \
    "<configuration>$1</configuration><executions><execution><id>own</id><phase>validate</phase><goals><goal>show</goal>" \
    "</goals>${2:+<configuration>$2</configuration>}</execution></executions></plugin></plugins>"
}
project() { # NAME PARENT BUILD [PROFILES]
  echo "<project><modelVersion>4.0.0</modelVersion>$2<groupId>y</groupId><artifactId>$1</artifactId>" \
    "<version>1</version><packaging>pom</packaging><build>$3</build>${4:-}</project>"
}
own="<parent><groupId>y</groupId><artifactId>p</artifactId><version>1</version><relativePath>parent</relativePath></parent>"
two="<list><to><number>016</number><name>Anna</name></to><to><number>017</number><name>Berta</name></to></list>"
one="<list><to><number>018</number></to></list>"
shown() { # WHAT
  "apache-maven-$version/bin/mvn" -q -B -Dmaven.repo.local="$work/m2" validate > said.log 2>&1 < /dev/null ||
    { cat said.log >&2; exit 1; }
  echo "$1: $(sed -n 's/.*list \[\(.*\)\].*/\1/p' said.log)"
}
inherited() { # WHAT PARENT CHILD
  project p "" "$(plugin "$2")" > parent/pom.xml
  project a "$own" "$(plugin "$3")" > pom.xml
  shown "$1"
}
for version in 3.9.9 4.0.0-rc-4; do
  {
    project a "" "<pluginManagement>$(plugin "$two")</pluginManagement>$(plugin "$one")" > pom.xml
    shown "plugin over pluginManagement"
    project a "" "$(plugin "$two" "$one")" > pom.xml
    shown "execution over plugin"
    project a "" "$(plugin "$two")" "<profiles><profile><id>p</id><activation><activeByDefault>true</activeByDefault>
      </activation><build>$(plugin "$one")</build></profile></profiles>" > pom.xml
    shown "profile over plugin"
    inherited "child over parent" "$two" "$one"
    inherited "with an empty name" "$two" "${one/<\/to>/<name\/><\/to>}"
    inherited "with another element" "$two" "${one//to>/fax>}"
    inherited "two over one" "$one" "$two"
    inherited "elements over text" "<list>019</list>" "$one"
    inherited "text over elements" "$one" "<list>019</list>"
    inherited "override" "$two" "${one/<list/<list combine.self=\"override\"}"
    inherited "append" "$two" "${one/<list/<list combine.children=\"append\"}"
  } > "$version.out"
  echo "Maven $version:"
  cat "$version.out"
done
diff 3.9.9.out - <<'E'
plugin over pluginManagement: 018 Anna
execution over plugin: 018 Anna
profile over plugin: 018 Anna
child over parent: 018 Anna
with an empty name: 018 Anna
with another element: 018, 016 Anna, 017 Berta
two over one: 016 Anna, 017 Berta
elements over text: 019
text over elements: 019
override: 018
append: 016 Anna, 017 Berta, 018
E
sed -e 's/empty name: 018 Anna/empty name: 018/' -e 's/elements over text: 019/elements over text: 018/' 3.9.9.out |
  diff - 4.0.0-rc-4.out
echo "As recorded."
