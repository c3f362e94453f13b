#!/usr/bin/env bash
# Guess:    a value reaches a goal as it is written; only ${...} is replaced, so that a password with two dollar signs
#           needs no care.
# Seen:     every $$ in the configuration of a plugin is halved: a$$b becomes a$b, a$$$$b a$$b, a single $ stays. A text
#           with an expression that has no value, such as ${none}, keeps them. It is the place that counts, not the
#           value: -Dline=a$$b is a$$b for a parameter with that property, and a$b where the POM says ${line}. In
#           settings.xml a server's password keeps both. The start script of 4.0.0-rc-4 makes a number of the $$ of its
#           command line, in apostrophes, too.
# Versions: Maven 3.6.3, 3.9.9 and 4.0.0-rc-4, a goal made with plugin-tools 3.15.1 (JDK 17).
# Matters:  a password or subject with $$ is another one in the POM than on the command line: a login fails, or a prefix
#           "US$$" is printed as "US$". Write $$$$, or read such values by settings.xml or the environment.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for version in 3.6.3 3.9.9 4.0.0-rc-4; do
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
    <dependency><groupId>org.apache.maven</groupId><artifactId>maven-core</artifactId>
      <version>3.9.9</version><scope>provided</scope></dependency>
    <dependency><groupId>org.apache.maven</groupId><artifactId>maven-plugin-api</artifactId>
      <version>3.9.9</version><scope>provided</scope></dependency>
    <dependency><groupId>org.apache.maven.plugin-tools</groupId><artifactId>maven-plugin-annotations</artifactId>
      <version>3.15.1</version><scope>provided</scope></dependency>
  </dependencies>
  <build><plugins><plugin><artifactId>maven-plugin-plugin</artifactId><version>3.15.1</version></plugin>
  </plugins></build></project>
E
cat > plugin/src/main/java/ShowMojo.java <<'E'
import java.util.*;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugins.annotations.*;
@Mojo(name = "show")
public class ShowMojo extends AbstractMojo {
    @Parameter Map<String, String> map;
    @Parameter(property = "line") String line;
    @Parameter(property = "fromProperty") String fromProperty;
    @Parameter(defaultValue = "${session}") MavenSession session;

    public void execute() {
        map.forEach((name, text) -> System.out.println("seen: " + name + " -> " + text));
        System.out.println("seen: -Dline=a$$b -> " + line);
        System.out.println("seen: parameter with this property -> " + fromProperty);
        System.out.println("seen: settings.xml, server -> " + session.getSettings().getServers().get(0).getPassword());
    }
}
E
apache-maven-3.9.9/bin/mvn -q -B -f plugin -Dmaven.repo.local="$work/m2" install > install.log
cat > project/pom.xml <<'P'
<project><modelVersion>4.0.0</modelVersion><groupId>y</groupId><artifactId>y</artifactId><version>1</version>
  <packaging>pom</packaging><properties><fromProperty>a$$b</fromProperty></properties>
  <build><plugins><plugin><groupId>x</groupId><artifactId>x-maven-plugin</artifactId><version>1</version>
    <configuration><map><one>a$b</one><two>a$$b</two><three>a$$$b</three><four>a$$$$b</four>
      <expression>a$$b ${project.version}</expression><unknown>a$$b ${none}</unknown><escaped>a$${none}</escaped>
      <property>${fromProperty}</property><command-line>${line}</command-line></map></configuration>
  </plugin></plugins></build></project>
P
echo '<settings><servers><server><id>s</id><password>a$$b</password></server></servers></settings>' > settings.xml
for version in 3.6.3 3.9.9 4.0.0-rc-4; do
  (cd project && "../apache-maven-$version/bin/mvn" -B -s ../settings.xml -Dmaven.repo.local="$work/m2" \
    x:x-maven-plugin:1:show '-Dline=a$$b' > "../$version.log" 2>&1 < /dev/null) || { cat "$version.log" >&2; exit 1; }
  sed -nE 's/.*seen: //; T; s/a[0-9]{2,}b/a<number>b/; p' "$version.log" > "$version.out"
done
echo "Maven 3.9.9:"
cat 3.9.9.out
diff 3.9.9.out - <<'E'
command-line -> a$b
escaped -> a${none}
expression -> a$b 1
four -> a$$b
one -> a$b
property -> a$b
three -> a$$b
two -> a$b
unknown -> a$$b ${none}
-Dline=a$$b -> a$$b
parameter with this property -> a$$b
settings.xml, server -> a$$b
E
echo "differences in 3.6.3 (none seen):"
diff 3.9.9.out 3.6.3.out
echo "differences in 4.0.0-rc-4:"
diff 3.9.9.out 4.0.0-rc-4.out | tee differences || true
diff differences - <<'E'
1c1
< command-line -> a$b
---
> command-line -> a<number>b
10c10
< -Dline=a$$b -> a$$b
---
> -Dline=a$$b -> a<number>b
E
echo "As recorded."
