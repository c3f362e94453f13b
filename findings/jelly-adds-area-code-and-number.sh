#!/usr/bin/env bash
# Guess:    in a Jelly script ${area + number} joins two texts, as + of a text does in Groovy, Java and JavaScript. Only
#           numbers are added.
# Seen:     Jelly's JEXL adds texts that look like numbers: 030 + 23125016 is 23125046, '+49' + '30' is 79. A blank or a
#           hyphen between them makes it join again, an empty text does not. JEXL 2 does the same, JEXL 3 joins; EL, as
#           in JSP and JSF, adds. MVEL, OGNL and SpEL join. None of them takes 030 and 30 for equal.
# Versions: commons-jelly 1.0.1 with its commons-jexl 1.0, commons-jexl 1.1 and 2.1.1, commons-jexl3 3.5.0,
#           tomcat-embed-el 10.1.34, mvel2 2.5.2.Final, ognl 3.4.3, spring-expression 6.2.1 (JDK 17).
# Matters:  Jenkins's views and mail templates are written in Jelly, whose JEXL there does the same: a fax number put
#           together so is somebody else's, and one with a hyphen, in the test, is right.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/databases.sh"
drivers commons-jelly:commons-jelly:1.0.1 > maven.log
mkdir jelly
mv lib/commons-* lib/dom4j-* jelly
rm -r lib
drivers commons-jexl:commons-jexl:1.1 org.apache.commons:commons-jexl:2.1.1 org.apache.commons:commons-jexl3:3.5.0 \
  org.apache.tomcat.embed:tomcat-embed-el:10.1.34 org.mvel:mvel2:2.5.2.Final ognl:ognl:3.4.3 \
  org.springframework:spring-expression:6.2.1 > maven.log
rm lib/spring-jcl-*
ls jelly lib | grep -E 'jelly-|jexl|el-|mvel|ognl|expression' | xargs
cat > Jelly.java <<'E'
import java.io.*;
import org.apache.commons.jelly.*;
class Jelly {
    public static void main(String[] args) throws Exception {
        var text = new StringWriter();
        var output = XMLOutput.createXMLOutput(text);
        new JellyContext().runScript(new File("fax.jelly"), output);
        output.flush();
        System.out.println("Jelly: " + text.toString().trim());
    }
}
E
cat > fax.jelly <<'E'
<j:jelly xmlns:j="jelly:core"><j:set var="area" value="030"/><j:set var="number" value="23125016"/>
${area + number}, ${area + '' + number}, ${area + '-' + number}, ${area}${number}, ${'+49' + '30'}</j:jelly>
E
cat > Others.java <<'E'
import java.util.*;
class Others {
    public static void main(String[] args) throws Exception {
        System.setProperty("org.apache.commons.logging.Log", "org.apache.commons.logging.impl.NoOpLog");
        Map<String, Object> names = new TreeMap<>(Map.of("area", "030", "number", "23125016", "brief", "30"));
        String sum = "area + number", same = "area == brief";
        var one = org.apache.commons.jexl.JexlHelper.createContext();
        one.getVars().putAll(names);
        print("JEXL 1", org.apache.commons.jexl.ExpressionFactory.createExpression(sum).evaluate(one),
            org.apache.commons.jexl.ExpressionFactory.createExpression(same).evaluate(one));
        var two = new org.apache.commons.jexl2.MapContext(names);
        var jexl2 = new org.apache.commons.jexl2.JexlEngine();
        print("JEXL 2", jexl2.createExpression(sum).evaluate(two), jexl2.createExpression(same).evaluate(two));
        var three = new org.apache.commons.jexl3.MapContext(names);
        var jexl3 = new org.apache.commons.jexl3.JexlBuilder().create();
        print("JEXL 3", jexl3.createExpression(sum).evaluate(three), jexl3.createExpression(same).evaluate(three));
        var el = new jakarta.el.ELProcessor();
        for (String name : names.keySet()) el.defineBean(name, names.get(name));
        print("EL", el.eval(sum), el.eval(same));
        print("MVEL", org.mvel2.MVEL.eval(sum, names), org.mvel2.MVEL.eval("area == '30'", names));
        print("OGNL", ognl.Ognl.getValue(sum, names), ognl.Ognl.getValue("area == \"30\"", names));
        var spel = new org.springframework.expression.spel.standard.SpelExpressionParser();
        var context = new org.springframework.expression.spel.support.StandardEvaluationContext();
        context.setVariables(names);
        print("SpEL", spel.parseExpression("#area + #number").getValue(context),
            spel.parseExpression("#area == #brief").getValue(context));
    }
    static void print(String name, Object sum, Object same) {
        System.out.println(name + ": " + sum + ", " + sum.getClass().getSimpleName() + ", 030 == 30: " + same);
    }
}
E
{
  java -cp 'jelly/*' Jelly.java
  java -cp 'lib/*' Others.java
} 2> java.log | tee seen.out
diff seen.out - <<'E'
Jelly: 23125046, 23125046, 030-23125016, 03023125016, 79
JEXL 1: 23125046, Long, 030 == 30: false
JEXL 2: 23125046, Integer, 030 == 30: false
JEXL 3: 03023125016, String, 030 == 30: false
EL: 23125046, Long, 030 == 30: false
MVEL: 03023125016, String, 030 == 30: false
OGNL: 03023125016, String, 030 == 30: false
SpEL: 03023125016, String, 030 == 30: false
E
echo "As recorded."
