#!/usr/bin/env bash
# Guess:    with autocommit, a JDBC batch that meets a duplicate key keeps the rows before it, or none of them. Which of
#           both depends on the database.
# Seen:     it depends on the driver and on the number of rows. pgjdbc sends rows in groups, and of the group with the
#           duplicate none is kept: 0 of 3, 255 of 299, 511 of 599, and none behind it. MariaDB's driver keeps nothing;
#           MySQL's driver and the same server keep all others, as H2 does, those behind the duplicate too. SQLite's
#           driver keeps those before it and throws no BatchUpdateException, so nothing can be asked.
# Versions: pgjdbc 42.7.4 with PostgreSQL 15.18, mariadb-java-client 3.5.1 and mysql-connector-j 9.1.0 with MariaDB
#           10.11.19, H2 2.3.232, sqlite-jdbc 3.46.1.3.
# Matters:  a ledger that enters many faxes at once and meets one that is known has entered some of the others; tests
#           with a few rows do not show it.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
. "$support/databases.sh"
trap 'stop_databases; rm -rf "$work"' EXIT
cd "$work"
drivers org.postgresql:postgresql:42.7.4 org.mariadb.jdbc:mariadb-java-client:3.5.1 \
  com.mysql:mysql-connector-j:9.1.0 com.h2database:h2:2.3.232 org.xerial:sqlite-jdbc:3.46.1.3
start_mariadb
start_postgresql
cat > Batch.java <<'E'
import java.sql.*;
import java.util.Arrays;
class Batch {
    public static void main(String[] urls) throws Exception {
        for (String url : urls) {
            try (Connection db = DriverManager.getConnection(url); Statement sql = db.createStatement()) {
                System.out.println(url.split(":")[1] + " autocommit=" + db.getAutoCommit());
                sql.execute("create table if not exists entry(k varchar(64) not null unique)");
                for (int size : new int[] {4, 300, 600}) {
                    sql.execute("delete from entry");
                    sql.execute("insert into entry(k) values('known')");
                    String said;
                    try (PreparedStatement insert = db.prepareStatement("insert into entry(k) values(?)")) {
                        for (int i = 0; i < size; i++) {
                            insert.setString(1, i == size - 2 ? "known" : "new" + i);
                            insert.addBatch();
                        }
                        insert.executeBatch();
                        said = "no error";
                    } catch (BatchUpdateException e) {
                        long failed = Arrays.stream(e.getUpdateCounts()).filter(it -> it < 0).count();
                        said = "update counts: " + failed + " failed";
                    } catch (SQLException e) {
                        said = "no BatchUpdateException";
                    }
                    System.out.println("  " + said + "; kept " + count(sql, "k <> 'known'") + " of " + (size - 1)
                            + ", the one behind the duplicate " + count(sql, "k = 'new" + (size - 1) + "'"));
                }
            }
        }
    }

    static int count(Statement sql, String which) throws SQLException {
        try (ResultSet found = sql.executeQuery("select count(*) from entry where " + which)) {
            found.next();
            return found.getInt(1);
        }
    }
}
E
java -cp 'lib/*' Batch.java "$postgresql" "$mariadb" "$mysql&user=root" "jdbc:h2:$work/h2" "jdbc:sqlite:$work/s.db" \
  | tee seen.out
diff seen.out - <<'E'
postgresql autocommit=true
  update counts: 4 failed; kept 0 of 3, the one behind the duplicate 0
  update counts: 45 failed; kept 255 of 299, the one behind the duplicate 0
  update counts: 89 failed; kept 511 of 599, the one behind the duplicate 0
mariadb autocommit=true
  update counts: 4 failed; kept 0 of 3, the one behind the duplicate 0
  update counts: 300 failed; kept 0 of 299, the one behind the duplicate 0
  update counts: 600 failed; kept 0 of 599, the one behind the duplicate 0
mysql autocommit=true
  update counts: 1 failed; kept 3 of 3, the one behind the duplicate 1
  update counts: 1 failed; kept 299 of 299, the one behind the duplicate 1
  update counts: 1 failed; kept 599 of 599, the one behind the duplicate 1
h2 autocommit=true
  update counts: 1 failed; kept 3 of 3, the one behind the duplicate 1
  update counts: 1 failed; kept 299 of 299, the one behind the duplicate 1
  update counts: 1 failed; kept 599 of 599, the one behind the duplicate 1
sqlite autocommit=true
  no BatchUpdateException; kept 2 of 3, the one behind the duplicate 0
  no BatchUpdateException; kept 298 of 299, the one behind the duplicate 0
  no BatchUpdateException; kept 598 of 599, the one behind the duplicate 0
E
echo "As recorded."
