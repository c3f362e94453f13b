#!/usr/bin/env bash
# Guess:    a row whose commit returned survives the death of the process (kill -9), in every database that writes
#           files; only a power failure can take what the operating system has not written.
# Seen:     H2 and HSQLDB write half a second later, in a thread of the process, and the row is gone: 5 of 5 times. With
#           H2's WRITE_DELAY=0 and HSQLDB's hsqldb.write_delay=false it is there. SQLite and Derby keep it as they
#           are.
# Versions: H2 2.3.232, HSQLDB 2.7.4, sqlite-jdbc 3.46.1.3, Derby 10.16.1.1 (JDK 17).
# Matters:  a build server that is killed right after it entered a fax as sent starts again and sends it again.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
. "$support/databases.sh"
trap 'rm -rf "$work"' EXIT
cd "$work"
drivers com.h2database:h2:2.3.232 org.hsqldb:hsqldb:2.7.4 org.xerial:sqlite-jdbc:3.46.1.3 \
  org.apache.derby:derby:10.16.1.1 org.apache.derby:derbyshared:10.16.1.1 org.apache.derby:derbytools:10.16.1.1
cat > Kill.java <<'E'
import java.io.*;
import java.sql.*;
class Kill {
    public static void main(String[] args) throws Exception {
        if (args[0].equals("insert")) {
            Connection db = DriverManager.getConnection(args[1], "app", "");
            Statement sql = db.createStatement();
            sql.execute("create table entry(id int)");
            Thread.sleep(2000);
            sql.executeUpdate("insert into entry values(1)");
            System.out.println("committed, autocommit=" + db.getAutoCommit());
            Thread.sleep(60_000);
        }
        for (String url : args) {
            int kept = 0;
            for (int i = 0; i < 5; i++) {
                String at = url.replace("NAME", "database" + System.nanoTime());
                Process owner = new ProcessBuilder(ProcessHandle.current().info().command().get(), "-cp",
                        System.getProperty("java.class.path"), "Kill.java", "insert", at).start();
                String said = new BufferedReader(new InputStreamReader(owner.getInputStream())).readLine();
                owner.destroyForcibly().waitFor();
                if (!"committed, autocommit=true".equals(said)) throw new IOException("" + said);
                try (Connection db = DriverManager.getConnection(at, "app", "");
                        ResultSet rows = db.createStatement().executeQuery("select count(*) from entry")) {
                    rows.next();
                    kept += rows.getInt(1);
                }
            }
            System.out.println(url + ": kept " + kept + " of 5");
        }
    }
}
E
java -cp 'lib/*' Kill.java 'jdbc:h2:./NAME' 'jdbc:h2:./NAME;WRITE_DELAY=0' 'jdbc:hsqldb:file:./NAME' \
  'jdbc:hsqldb:file:./NAME;hsqldb.write_delay=false' 'jdbc:sqlite:NAME.db' 'jdbc:derby:NAME;create=true' | tee seen.out
diff seen.out - <<'E'
jdbc:h2:./NAME: kept 0 of 5
jdbc:h2:./NAME;WRITE_DELAY=0: kept 5 of 5
jdbc:hsqldb:file:./NAME: kept 0 of 5
jdbc:hsqldb:file:./NAME;hsqldb.write_delay=false: kept 5 of 5
jdbc:sqlite:NAME.db: kept 5 of 5
jdbc:derby:NAME;create=true: kept 5 of 5
E
echo "As recorded."
