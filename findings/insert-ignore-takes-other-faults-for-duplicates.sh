#!/usr/bin/env bash
# Guess:    "insert ignore" and its like leave out a row whose key is taken, count 0 for it, and report every other
#           fault.
# Seen:     MariaDB cuts a key that is too long for its column and writes an empty text for a missing one, so that the
#           next such key is "taken": count 0. SQLite's "insert or ignore" counts 0 for a missing value and a violated
#           check as well, and nothing is written. H2 in its MySQL mode, which stands in for MariaDB in tests, throws
#           for all of these, and so does "on conflict do nothing" in SQLite and PostgreSQL.
# Versions: MariaDB 10.11.19 with mariadb-java-client 3.5.1, sqlite-jdbc 3.46.1.3, H2 2.3.232, PostgreSQL 15.18 with
#           pgjdbc 42.7.4 (JDK 17).
# Matters:  "count 0, another build sends this fax" is said of a fax that no build sends.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
. "$support/databases.sh"
trap 'stop_databases; rm -rf "$work"' EXIT
cd "$work"
drivers org.postgresql:postgresql:42.7.4 org.mariadb.jdbc:mariadb-java-client:3.5.1 org.xerial:sqlite-jdbc:3.46.1.3 \
  com.h2database:h2:2.3.232
start_mariadb
start_postgresql
cat > Ignore.java <<'E'
import java.sql.*;
class Ignore {
    public static void main(String[] args) throws Exception {
        Object[][] entries = {{"first", "key-1", "run", 3}, {"duplicate", "key-1", "other", 3},
                {"long key", "12345678-1", "run", 3}, {"another", "12345678-2", "run", 3},
                {"no key", null, "run", 3}, {"again", null, "other", 3}, {"no run", "key-2", null, 3},
                {"900 pages", "key-3", "run", 900}};
        for (int i = 0; i < args.length; i += 3) {
            StringBuilder said = new StringBuilder(args[i] + ":");
            try (Connection db = DriverManager.getConnection(args[i + 1]); Statement sql = db.createStatement()) {
                sql.execute("create table entry(k varchar(8) not null primary key, run varchar(8) not null,"
                        + " pages int not null check (pages between 1 and 500))");
                for (Object[] entry : entries) {
                    said.append("\n  ").append(entry[0]).append(' ');
                    try (PreparedStatement insert = db.prepareStatement(args[i + 2])) {
                        for (int at = 1; at <= 3; at++) insert.setObject(at, entry[at]);
                        said.append(insert.executeUpdate());
                    } catch (SQLException e) {
                        said.append("error");
                    }
                }
                try (ResultSet rows = sql.executeQuery("select count(*) from entry")) {
                    rows.next();
                    System.out.println(said + "\n  rows " + rows.getInt(1));
                }
            }
        }
    }
}
E
values="into entry values(?, ?, ?)"
java -cp 'lib/*' Ignore.java "MariaDB, insert ignore" "$mariadb" "insert ignore $values" \
  "H2 as MySQL, insert ignore" "jdbc:h2:mem:ledger;MODE=MySQL" "insert ignore $values" \
  "SQLite, insert or ignore" jdbc:sqlite::memory: "insert or ignore $values" \
  "SQLite, on conflict do nothing" jdbc:sqlite::memory: "insert $values on conflict do nothing" \
  "PostgreSQL, on conflict do nothing" "$postgresql" "insert $values on conflict do nothing" | tee seen.out
diff seen.out - <<'E'
MariaDB, insert ignore:
  first 1
  duplicate 0
  long key 1
  another 0
  no key 1
  again 0
  no run 1
  900 pages error
  rows 4
H2 as MySQL, insert ignore:
  first 1
  duplicate 0
  long key error
  another error
  no key error
  again error
  no run error
  900 pages error
  rows 1
SQLite, insert or ignore:
  first 1
  duplicate 0
  long key 1
  another 1
  no key 0
  again 0
  no run 0
  900 pages 0
  rows 3
SQLite, on conflict do nothing:
  first 1
  duplicate 0
  long key 1
  another 1
  no key error
  again error
  no run error
  900 pages error
  rows 3
PostgreSQL, on conflict do nothing:
  first 1
  duplicate 0
  long key error
  another error
  no key error
  again error
  no run error
  900 pages error
  rows 1
E
echo "As recorded."
