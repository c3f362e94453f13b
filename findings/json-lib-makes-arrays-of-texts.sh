#!/usr/bin/env bash
# Guess:    a text that is put into a JSON object is written as a text, and a text that is read is the text.
# Seen:     json-lib looks into texts. put("subject", "[7]") writes the array [7], "{}" an object, "null" null, and
#           "function(a){}" comes out bare, which is no JSON; "[7] nightly" stays a text. fromObject(map) keeps brackets
#           as a text and not "null". The JSON text "null" is read as six characters, with its quotation marks. Jenkins'
#           own fork (2.4-jenkins) does none of this, so that a pipeline and a Groovy script on the same agent differ.
# Versions: net.sf.json-lib 2.4 (JDK 17), the library of HTTPBuilder and many Groovy scripts.
# Matters:  a fax with the build number in brackets as its subject is refused by the service, or its subject is "Array".
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > pom.xml <<'E'
<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version>
<dependencies><dependency><groupId>net.sf.json-lib</groupId><artifactId>json-lib</artifactId><version>2.4</version>
<classifier>jdk15</classifier></dependency></dependencies></project>
E
mvn -q -B -Dmaven.repo.local="$work/m2" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
  -DoutputDirectory=lib
cat > Texts.java <<'E'
import java.util.Map;
import net.sf.json.JSONObject;
class Texts {
    public static void main(String[] args) {
        for (String text : new String[] {"7", "[7]", "[7, 8]", "[7] nightly", "{}", "null", "function(a){}", "(a)"}) {
            var put = new JSONObject();
            put.put("s", text);
            Object read = JSONObject.fromObject("{\"s\":\"" + text + "\"}").get("s");
            System.out.println(text + " -> put " + put + ", map " + JSONObject.fromObject(Map.of("s", text))
                    + ", read " + (text.equals(read) ? "as it is" : "as " + read + ", " + read.toString().length()));
        }
    }
}
E
java -cp 'lib/*' Texts.java | tee seen.out
diff seen.out - <<'E'
7 -> put {"s":"7"}, map {"s":"7"}, read as it is
[7] -> put {"s":[7]}, map {"s":"[7]"}, read as it is
[7, 8] -> put {"s":[7,8]}, map {"s":"[7, 8]"}, read as it is
[7] nightly -> put {"s":"[7] nightly"}, map {"s":"[7] nightly"}, read as it is
{} -> put {"s":{}}, map {"s":"{}"}, read as it is
null -> put {"s":null}, map {"s":null}, read as "null", 6
function(a){} -> put {"s":function(a){}}, map {"s":function(a){}}, read as "function(a){}", 15
(a) -> put {"s":"(a)"}, map {"s":"(a)"}, read as it is
E
echo "As recorded."
