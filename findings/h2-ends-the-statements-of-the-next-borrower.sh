#!/usr/bin/env bash
# Guess:    setQueryTimeout(1) counts for its statement and ends it after a second.
# Seen:     in H2 it counts for the connection from then on: other open statements report it, new ones too, and behind
#           HikariCP, which sets back what it knows of, the next borrower's query ends after a second that it never
#           asked for. SQLite's driver keeps the value and never ends a query by it; it counts for waiting for locks.
# Versions: H2 2.3.232, sqlite-jdbc 3.46.1.3, HikariCP 6.2.1 (JDK 17).
# Matters:  a short limit for a look at the ledger ends the next build's read before sending, now and then; with SQLite
#           the limit that should end a stuck build does nothing.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
. "$support/databases.sh"
trap 'rm -rf "$work"' EXIT
cd "$work"
drivers com.h2database:h2:2.3.232 org.xerial:sqlite-jdbc:3.46.1.3 com.zaxxer:HikariCP:6.2.1
cat > Timeout.java <<'E'
import com.zaxxer.hikari.HikariDataSource;
import java.sql.*;
class Timeout {
    /** A query of about two seconds at least. */
    static String run(Statement sql, int rows) {
        long start = System.nanoTime();
        try (ResultSet count = sql.executeQuery("with recursive n(i) as (select 1 union all select i + 1 from n"
                + " where i < " + rows + ") select count(*) from n")) {
            count.next();
            return count.getInt(1) == rows ? "complete" + (System.nanoTime() - start > 1_200_000_000L ? ", late" : "")
                    : "wrong";
        } catch (SQLException e) {
            return "ended, " + e.getSQLState();
        }
    }

    public static void main(String[] urls) throws Exception {
        for (String url : urls) {
            int rows = url.contains("h2") ? 20_000_000 : 60_000_000;
            var pool = new HikariDataSource();
            pool.setJdbcUrl(url);
            pool.setMaximumPoolSize(1);
            System.out.println(url.split(":")[1]);
            try (Connection first = pool.getConnection(); Statement limited = first.createStatement();
                    Statement other = first.createStatement()) {
                limited.setQueryTimeout(1);
                System.out.println("  another statement: " + other.getQueryTimeout() + ", a new one: "
                        + first.createStatement().getQueryTimeout());
            }
            try (Connection second = pool.getConnection(); Statement sql = second.createStatement()) {
                System.out.println("  next borrower: " + sql.getQueryTimeout() + ", its query is "
                        + (url.contains("h2") ? run(sql, rows) : "not run"));
                sql.setQueryTimeout(1);
                System.out.println("  a query with a limit of its own is " + run(sql, rows));
            }
            pool.close();
        }
        System.exit(0);
    }
}
E
java -cp 'lib/*' Timeout.java jdbc:h2:mem:ledger "jdbc:sqlite:$work/ledger.db" | tee seen.out
diff seen.out - <<'E'
h2
  another statement: 1, a new one: 1
  next borrower: 1, its query is ended, 57014
  a query with a limit of its own is ended, 57014
sqlite
  another statement: 0, a new one: 0
  next borrower: 0, its query is not run
  a query with a limit of its own is complete, late
E
echo "As recorded."
