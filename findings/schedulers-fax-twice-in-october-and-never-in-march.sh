#!/usr/bin/env bash
# Guess:    "30 2 * * *" in Europe/Berlin runs once each night, also when the clock goes back at three and forward at
#           two; schedulers were made for this.
# Seen:     on 25 October 2026 Spring and later run it twice, an hour apart. Quartz and cron4j run it at the second
#           half past two, cron-utils, cron, cron-parser and croner at the first. On 29 March Spring, Quartz,
#           cron-utils and later leave the night out; cron and croner run it at 3:00, the others at 3:30. "*/30 2 * *
#           *" runs four times in the one night with cron-utils and croner, too, and not at all in the other with
#           croner.
# Versions: spring-context 6.2.1, quartz 2.5.0, cron-utils 9.2.1, cron4j 2.2.5 (JDK 17); later 1.2.0, cron 4.4.0,
#           cron-parser 5.10.5, croner 11.0.0 (Node.js 20).
# Matters:  the nightly report is faxed and billed twice, and once a year it is missing; no build fails.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
. "$support/databases.sh"
trap 'rm -rf "$work"' EXIT
cd "$work"
drivers org.springframework:spring-context:6.2.1 org.quartz-scheduler:quartz:2.5.0 com.cronutils:cron-utils:9.2.1 \
  it.sauronsoftware.cron4j:cron4j:2.2.5
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" \
  later@1.2.0 cron@4.4.0 cron-parser@5.10.5 croner@11.0.0
export TZ=Europe/Berlin
cat > Nights.java <<'E'
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import it.sauronsoftware.cron4j.Predictor;
import java.time.*;
import java.util.*;
import java.util.function.UnaryOperator;
import org.quartz.CronExpression;
class Nights {
    static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    static final TimeZone LEGACY = TimeZone.getTimeZone(ZONE);

    static void runs(String name, LocalDate night, UnaryOperator<ZonedDateTime> next) {
        var times = new StringJoiner(" ");
        for (var time = next.apply(night.atStartOfDay(ZONE)); time.toLocalDate().equals(night); time = next.apply(time))
            times.add(time.toOffsetDateTime().toString().substring(11));
        System.out.println("  " + name + ": " + (times.length() == 0 ? "-" : times));
    }

    public static void main(String[] args) throws Exception {
        for (String night : new String[] {"2026-10-25", "2026-03-29"}) {
            for (String cron : new String[] {"30 2 * * *", "*/30 2 * * *"}) {
                LocalDate day = LocalDate.parse(night);
                System.out.println(night + " " + cron);
                var spring = org.springframework.scheduling.support.CronExpression.parse("0 " + cron);
                runs("Spring", day, spring::next);
                var quartz = new CronExpression("0 " + cron.replaceFirst("\\*$", "?"));
                quartz.setTimeZone(LEGACY);
                runs("Quartz", day, time -> quartz.getNextValidTimeAfter(Date.from(time.toInstant())).toInstant()
                        .atZone(ZONE));
                var utils = ExecutionTime.forCron(new CronParser(
                        CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX)).parse(cron));
                runs("cron-utils", day, time -> utils.nextExecution(time).orElseThrow());
                var cron4j = new Predictor(cron, day.atStartOfDay(ZONE).toInstant().toEpochMilli());
                cron4j.setTimeZone(LEGACY);
                runs("cron4j", day, time -> Instant.ofEpochMilli(cron4j.nextMatchingTime()).atZone(ZONE));
            }
        }
    }
}
E
cat > nights.js <<'E'
const later = require('later'), { CronTime } = require('cron'), { CronExpressionParser } = require('cron-parser')
const { Cron } = require('croner'), zone = 'Europe/Berlin'
const clock = new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short' })
const hour = new Intl.DateTimeFormat('sv', { timeZone: zone, timeStyle: 'short' })
const offset = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
later.date.localTime()
function runs (name, night, next) {
  const times = []
  let time = new Date(night + 'T00:00:00')
  while (clock.format(time = next(time)) === night)
    times.push(hour.format(time) + offset.format(time).replace(/.*GMT/, ''))
  console.log(`  ${name}: ${times.join(' ') || '-'}`)
}
for (const night of ['2026-10-25', '2026-03-29']) {
  for (const cron of ['30 2 * * *', '*/30 2 * * *']) {
    console.log(night + ' ' + cron)
    const schedule = later.schedule(later.parse.cron(cron))
    runs('later', night, time => schedule.next(1, new Date(+time + 1000)))
    const cronTime = new CronTime(cron, zone)
    runs('cron', night, time => cronTime.getNextDateFrom(time, zone).toJSDate())
    const parser = CronExpressionParser.parse(cron, { currentDate: new Date(night + 'T00:00:00'), tz: zone })
    runs('cron-parser', night, () => parser.next().toDate())
    const croner = new Cron(cron, { timezone: zone })
    runs('croner', night, time => croner.nextRun(time))
  }
}
E
{
  java -cp 'lib/*' Nights.java
  node nights.js
} | tee seen.out
diff seen.out - <<'E'
2026-10-25 30 2 * * *
  Spring: 02:30+02:00 02:30+01:00
  Quartz: 02:30+01:00
  cron-utils: 02:30+02:00
  cron4j: 02:30+01:00
2026-10-25 */30 2 * * *
  Spring: 02:00+02:00 02:30+02:00 02:00+01:00 02:30+01:00
  Quartz: 02:00+01:00 02:30+01:00
  cron-utils: 02:00+02:00 02:30+02:00 02:00+01:00 02:30+01:00
  cron4j: 02:00+01:00 02:30+01:00
2026-03-29 30 2 * * *
  Spring: -
  Quartz: -
  cron-utils: -
  cron4j: 03:30+02:00
2026-03-29 */30 2 * * *
  Spring: -
  Quartz: -
  cron-utils: -
  cron4j: 03:00+02:00
2026-10-25 30 2 * * *
  later: 02:30+02:00 02:30+01:00
  cron: 02:30+02:00
  cron-parser: 02:30+02:00
  croner: 02:30+02:00
2026-10-25 */30 2 * * *
  later: 02:00+02:00 02:30+02:00 02:00+01:00 02:30+01:00
  cron: 02:00+02:00 02:30+02:00
  cron-parser: 02:00+02:00 02:30+02:00
  croner: 02:00+02:00 02:30+02:00 02:00+01:00 02:30+01:00
2026-03-29 30 2 * * *
  later: -
  cron: 03:00+02:00
  cron-parser: 03:30+02:00
  croner: 03:00+02:00
2026-03-29 */30 2 * * *
  later: -
  cron: 03:00+02:00
  cron-parser: 03:00+02:00 03:30+02:00
  croner: -
E
echo "As recorded."
