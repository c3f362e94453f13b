#!/usr/bin/env bash
# Guess:    an instant that is written with setTimestamp or as an OffsetDateTime comes back as it was where the column
#           stands for instants: MariaDB's TIMESTAMP, timestamp with time zone elsewhere. A column without fractions
#           cuts them off.
# Seen:     in Germany the hour from two to three comes twice on 25 October. MariaDB's and MySQL's drivers move the
#           first one an hour later, although TIMESTAMP is kept in UTC, for they send the local time. H2 moves the
#           second one an hour earlier if setTimestamp wrote it, in a column with time zone, too. So faxes of
#           2:30+02:00 and 2:30+01:00 have the same time, which one depends on the database. Without fractions
#           PostgreSQL and H2 round up: 23:59:59.7 on New Year's Eve is 1 January 2027. MariaDB cuts, and MySQL's
#           driver cuts before it sends, for a column of three digits, too.
# Versions: MariaDB 10.11.19 with mariadb-java-client 3.5.1 and mysql-connector-j 9.1.0, PostgreSQL 15.18 with pgjdbc
#           42.7.4, H2 2.3.232 (JDK 17, Europe/Berlin).
# Matters:  the time in the evidence is wrong by an hour, the order of two faxes is lost, and one that was in time is
#           dated after its deadline.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
. "$support/databases.sh"
trap 'stop_databases; rm -rf "$work"' EXIT
cd "$work"
export TZ=Europe/Berlin
drivers org.postgresql:postgresql:42.7.4 org.mariadb.jdbc:mariadb-java-client:3.5.1 \
  com.mysql:mysql-connector-j:9.1.0 com.h2database:h2:2.3.232
start_mariadb
start_postgresql
cat > Times.java <<'E'
import java.sql.*;
import java.time.*;
class Times {
    static String kept(Connection db, Instant sent, boolean isTimestamp) throws SQLException {
        try (PreparedStatement insert = db.prepareStatement("insert into fax values(?)")) {
            if (isTimestamp) insert.setTimestamp(1, Timestamp.from(sent));
            else insert.setObject(1, sent.atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
        try (Statement sql = db.createStatement()) {
            String read;
            try (ResultSet row = sql.executeQuery("select at from fax")) {
                row.next();
                read = row.getTimestamp(1).toInstant().toString();
            }
            sql.execute("delete from fax");
            return read;
        }
    }

    public static void main(String[] args) throws Exception {
        for (int i = 0; i < args.length; i += 3) {
            System.out.println(args[i]);
            try (Connection db = DriverManager.getConnection(args[i + 1]); Statement sql = db.createStatement()) {
                for (String type : args[i + 2].split(",")) {
                    sql.execute("drop table if exists fax");
                    sql.execute("create table fax(at " + type + " null)");
                    for (String time : new String[] {"2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z",
                            "2026-12-31T22:59:59.700Z"}) {
                        Instant sent = Instant.parse(time);
                        String first = kept(db, sent, true), second = kept(db, sent, false);
                        if (!first.equals(time) || !second.equals(time))
                            System.out.println("  " + type + ", " + time + ": " + first
                                    + (second.equals(first) ? "" : ", OffsetDateTime " + second));
                    }
                }
            }
        }
    }
}
E
java -cp 'lib/*' Times.java "MariaDB's driver" "$mariadb" "timestamp,timestamp(3)" \
  "MySQL's driver" "$mysql&user=root" "timestamp(3)" \
  PostgreSQL "$postgresql" "timestamp with time zone,timestamp(0) with time zone" \
  H2 "jdbc:h2:mem:ledger" "timestamp with time zone,timestamp(0) with time zone" | tee seen.out
diff seen.out - <<'E'
MariaDB's driver
  timestamp, 2026-10-25T00:30:00Z: 2026-10-25T01:30:00Z
  timestamp, 2026-12-31T22:59:59.700Z: 2026-12-31T22:59:59Z
  timestamp(3), 2026-10-25T00:30:00Z: 2026-10-25T01:30:00Z
MySQL's driver
  timestamp(3), 2026-10-25T00:30:00Z: 2026-10-25T01:30:00Z
  timestamp(3), 2026-12-31T22:59:59.700Z: 2026-12-31T22:59:59Z
PostgreSQL
  timestamp(0) with time zone, 2026-12-31T22:59:59.700Z: 2026-12-31T23:00:00Z
H2
  timestamp with time zone, 2026-10-25T01:30:00Z: 2026-10-25T00:30:00Z, OffsetDateTime 2026-10-25T01:30:00Z
  timestamp(0) with time zone, 2026-10-25T01:30:00Z: 2026-10-25T00:30:00Z, OffsetDateTime 2026-10-25T01:30:00Z
  timestamp(0) with time zone, 2026-12-31T22:59:59.700Z: 2026-12-31T23:00:00Z
E
echo "As recorded."
