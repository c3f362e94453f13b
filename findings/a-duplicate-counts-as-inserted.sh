#!/usr/bin/env bash
# Guess:    the update count of an insert that leaves a duplicate alone is 0, and no generated key is handed out.
# Seen:     MariaDB: "on duplicate key update token = token" counts 1 for a new row and 1 for a duplicate that nothing
#           happened to, with MariaDB's and with MySQL's driver, which count rows that were found; with
#           useAffectedRows=true it is 0, as in the server's manual. SQLite: "on conflict do nothing" counts 0 and hands
#           out a key, that of the last row somebody inserted on this connection: "a", which is row 1, gets 2. In
#           PostgreSQL both are as guessed.
# Versions: MariaDB 10.11.19 with mariadb-java-client 3.5.1 and mysql-connector-j 9.1.0, sqlite-jdbc 3.46.1.3,
#           PostgreSQL 15.18 with pgjdbc 42.7.4.
# Matters:  "count 1 means it is mine" lets two builds send the same fax; a job id is stored with a stranger's entry.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
. "$support/databases.sh"
trap 'stop_databases; rm -rf "$work"' EXIT
cd "$work"
drivers org.postgresql:postgresql:42.7.4 org.mariadb.jdbc:mariadb-java-client:3.5.1 \
  com.mysql:mysql-connector-j:9.1.0 org.xerial:sqlite-jdbc:3.46.1.3
start_mariadb
start_postgresql
cat > Insert.java <<'E'
import java.sql.*;
class Insert {
    public static void main(String[] args) throws Exception {
        for (int i = 0; i < args.length; i += 4) {
            System.out.println(args[i]);
            try (Connection db = DriverManager.getConnection(args[i + 1]); Statement sql = db.createStatement()) {
                sql.execute("drop table if exists entry");
                sql.execute("create table entry(id " + args[i + 2] + ", k varchar(9) unique, token varchar(9))");
                for (String key : new String[] {"a", "b", "a"}) {
                    try (PreparedStatement insert = db.prepareStatement(
                            "insert into entry(k, token) values(?, ?) on " + args[i + 3],
                            Statement.RETURN_GENERATED_KEYS)) {
                        insert.setString(1, key);
                        insert.setString(2, "token");
                        int count = insert.executeUpdate();
                        ResultSet keys = insert.getGeneratedKeys();
                        System.out.println("  " + key + ": count " + count + ", key "
                                + (keys.next() ? keys.getString(1) : "none"));
                    }
                }
            }
        }
    }
}
E
auto="bigint auto_increment primary key"
update="duplicate key update token = token"
java -cp 'lib/*' Insert.java "mariadb-java-client" "$mariadb" "$auto" "$update" \
  "mysql-connector-j" "$mysql&user=root" "$auto" "$update" \
  "mysql-connector-j, useAffectedRows" "$mysql&user=root&useAffectedRows=true" "$auto" "$update" \
  "sqlite-jdbc" "jdbc:sqlite:$work/s.db" "integer primary key" "conflict do nothing" \
  "pgjdbc" "$postgresql" "bigserial primary key" "conflict do nothing" | tee seen.out
diff seen.out - <<'E'
mariadb-java-client
  a: count 1, key 1
  b: count 1, key 2
  a: count 1, key none
mysql-connector-j
  a: count 1, key 1
  b: count 1, key 2
  a: count 1, key none
mysql-connector-j, useAffectedRows
  a: count 1, key 1
  b: count 1, key 2
  a: count 0, key none
sqlite-jdbc
  a: count 1, key 1
  b: count 1, key 2
  a: count 0, key 2
pgjdbc
  a: count 1, key 1
  b: count 1, key 2
  a: count 0, key none
E
echo "As recorded."
