#!/usr/bin/env bash
# Guess:    rows of a timestamp column compare by time, whichever way the time got in, and getTimestamp gives the
#           instant back or fails.
# Seen:     SQLite has no such type. setTimestamp writes milliseconds; default current_timestamp and java.time objects
#           write text, and a text is greater than every number. So "at < ?" never finds those rows, of no year, and
#           order by puts them behind all others. getTimestamp reads current_timestamp's text, which is UTC, in the
#           zone of the JVM: an hour or two too early in Germany. What setObject took of an Instant, OffsetDateTime,
#           LocalDateTime or LocalDate it cannot read at all.
# Versions: sqlite-jdbc 3.46.1.3 (JDK 17).
# Matters:  a clean-up by age keeps such entries for ever, "faxes since midnight" counts them all, and the time in the
#           report is another than that of the fax.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
. "$support/databases.sh"
trap 'rm -rf "$work"' EXIT
cd "$work"
drivers org.xerial:sqlite-jdbc:3.46.1.3
cat > Times.java <<'E'
import java.sql.*;
import java.time.*;
class Times {
    public static void main(String[] args) throws Exception {
        Instant sent = Instant.parse("2026-07-01T10:00:00Z");
        try (Connection db = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement sql = db.createStatement()) {
            sql.execute("create table fax(way text, at timestamp default current_timestamp)");
            sql.execute("insert into fax(way) values('current_timestamp')");
            // As if the line above had run at that time.
            sql.execute("update fax set at = '2026-07-01 10:00:00' where typeof(at) = 'text'");
            try (PreparedStatement insert = db.prepareStatement("insert into fax values(?, ?)")) {
                for (Object time : new Object[] {Timestamp.from(sent), sent, sent.atOffset(ZoneOffset.UTC),
                        sent.atZone(ZoneId.systemDefault()).toLocalDateTime(), LocalDate.of(2026, 7, 1)}) {
                    insert.setString(1, time.getClass().getSimpleName());
                    insert.setObject(2, time);
                    insert.executeUpdate();
                }
            }
            try (ResultSet rows = sql.executeQuery("select way, typeof(at), at from fax order by rowid")) {
                while (rows.next()) {
                    String read;
                    try {
                        read = rows.getTimestamp(3).toInstant().toString();
                    } catch (SQLException e) {
                        read = e.getMessage();
                    }
                    System.out.println(rows.getString(1) + ": " + rows.getString(2) + ", read as " + read);
                }
            }
            for (String year : new String[] {"2026", "2027", "2999"}) {
                try (PreparedStatement older = db.prepareStatement("select group_concat(way) from fax where at < ?")) {
                    older.setTimestamp(1, Timestamp.from(Instant.parse(year + "-01-01T00:00:00Z")));
                    try (ResultSet rows = older.executeQuery()) {
                        rows.next();
                        System.out.println("older than " + year + ": " + rows.getString(1));
                    }
                }
            }
        }
    }
}
E
java -Duser.timezone=Europe/Berlin -cp 'lib/*' Times.java | tee seen.out
diff seen.out - <<'E'
current_timestamp: text, read as 2026-07-01T08:00:00Z
Timestamp: integer, read as 2026-07-01T10:00:00Z
Instant: text, read as Error parsing time stamp
OffsetDateTime: text, read as Error parsing time stamp
LocalDateTime: text, read as Error parsing time stamp
LocalDate: text, read as Error parsing time stamp
older than 2026: null
older than 2027: Timestamp
older than 2999: Timestamp
E
echo "As recorded."
