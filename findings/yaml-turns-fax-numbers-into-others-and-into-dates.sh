#!/usr/bin/env bash
# Guess:    an unquoted fax number in YAML at worst loses its leading zero.
# Seen:     by YAML 1.1 a number without 8 and 9 is octal: 03023125016 (Berlin) becomes 407677454, a number of its own;
#           with an 8 SnakeYAML keeps it as text. Area code 0202 (Wuppertal) with an extension in dashes is a day of the
#           year 202, and month 12, day 34 becomes 3 January 203 without an error, in SnakeYAML, js-yaml 4 and yaml's
#           version 1.1. Heidelberg's 06221:45 counts in base 60 in one of them; an extension with E is a float in four.
#           js-yaml 4 and yaml, which else follow 1.2, take the zeros. Only SnakeYAML Engine keeps all as written.
# Versions: SnakeYAML 2.5, SnakeYAML Engine 2.10, js-yaml 4.1.0, yaml 2.8.1.
# Matters:  numbers stand in pipelines, Helm values and configuration as code; what is dialled depends on the parser
#           and on whether the number has an 8.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for artifact in org.yaml:snakeyaml:2.5 org.snakeyaml:snakeyaml-engine:2.10; do
  mvn -q -B -Dmaven.repo.local="$work/m2" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact="$artifact" -DoutputDirectory="$work"
done
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" js-yaml@4.1.0 yaml@2.8.1
cat > numbers <<'E'
03023125016
03023125018
030_23125016
0049302312501
06221:45
0202-12-24
0202-12-34
0711E4
"03023125016"
E
cat > Load.java <<'E'
import java.nio.file.*;
import java.util.Date;
import java.util.function.UnaryOperator;
class Load {
    public static void main(String[] args) throws Exception {
        for (String number : Files.readAllLines(Path.of("numbers")))
            System.out.println(number + " -> " + of(number, it -> shown(new org.yaml.snakeyaml.Yaml().load(it)))
                    + " | " + of(number, it -> shown(new org.snakeyaml.engine.v2.api.Load(
                            org.snakeyaml.engine.v2.api.LoadSettings.builder().build()).loadFromString(it))));
    }
    static String of(String number, UnaryOperator<String> parser) {
        try {
            return parser.apply(number);
        } catch (RuntimeException e) {
            return e.getClass().getSimpleName();
        }
    }
    static String shown(Object value) {
        return value instanceof Date date ? "date " + date.toInstant() : value.toString();
    }
}
E
cat > load.js <<'E'
const shown = value => value instanceof Date ? 'date ' + value.toISOString() : String(value)
for (const number of require('fs').readFileSync('numbers', 'utf8').trim().split('\n'))
  console.log(number + ' -> ' + [require('js-yaml').load(number), require('yaml').parse(number),
    require('yaml').parse(number, { version: '1.1' })].map(shown).join(' | '))
E
echo "SnakeYAML 2.5 | SnakeYAML Engine 2.10:"
java -cp snakeyaml-2.5.jar:snakeyaml-engine-2.10.jar Load.java | tee java.out
echo "js-yaml 4.1.0 | yaml 2.8.1 | the same with version 1.1:"
TZ=UTC node load.js | tee js.out
diff java.out - <<'E'
03023125016 -> 407677454 | 03023125016
03023125018 -> 03023125018 | 03023125018
030_23125016 -> 407677454 | 030_23125016
0049302312501 -> 0049302312501 | 0049302312501
06221:45 -> 06221:45 | 06221:45
0202-12-24 -> date 0202-12-24T00:00:00Z | 0202-12-24
0202-12-34 -> date 0203-01-03T00:00:00Z | 0202-12-34
0711E4 -> 7110000.0 | 0711E4
"03023125016" -> 03023125016 | 03023125016
E
diff js.out - <<'E'
03023125016 -> 3023125016 | 3023125016 | 407677454
03023125018 -> 3023125018 | 3023125018 | 3023125018
030_23125016 -> 3023125016 | 030_23125016 | 407677454
0049302312501 -> 49302312501 | 49302312501 | 49302312501
06221:45 -> 06221:45 | 06221:45 | 373305
0202-12-24 -> date 0202-12-24T00:00:00.000Z | 0202-12-24 | date 0202-12-24T00:00:00.000Z
0202-12-34 -> date 0203-01-03T00:00:00.000Z | 0202-12-34 | date 0203-01-03T00:00:00.000Z
0711E4 -> 7110000 | 7110000 | 7110000
"03023125016" -> 03023125016 | 03023125016 | 03023125016
E
echo "As recorded."
