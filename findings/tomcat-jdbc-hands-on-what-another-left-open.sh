#!/usr/bin/env bash
# Guess:    when a connection with an open transaction goes back to its pool, the pool rolls back, as the others do.
# Seen:     Tomcat's pool does nothing. The next borrower sees the row, gets a connection with autocommit off, and its
#           own commit keeps the row. With the interceptor ConnectionState, which sets autocommit back, the row is
#           committed by borrowing, before the borrower has done anything: JDBC's setAutoCommit(true) commits.
#           rollbackOnReturn=true helps only where autocommit is off by default. HikariCP, DBCP 2, c3p0, Druid and H2's
#           pool roll back.
# Versions: tomcat-jdbc 10.1.34, HikariCP 6.2.1, commons-dbcp2 2.13.0, c3p0 0.10.1, druid 1.2.24, H2 2.3.232 (JDK 17).
# Matters:  an entry "being sent" whose build failed before its commit appears later, and the next build leaves that
#           fax alone; nothing was sent.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
. "$support/databases.sh"
trap 'rm -rf "$work"' EXIT
cd "$work"
drivers org.apache.tomcat:tomcat-jdbc:10.1.34 com.zaxxer:HikariCP:6.2.1 org.apache.commons:commons-dbcp2:2.13.0 \
  com.mchange:c3p0:0.10.1 com.alibaba:druid:1.2.24 com.h2database:h2:2.3.232
cat > Pools.java <<'E'
import com.alibaba.druid.pool.DruidDataSource;
import com.mchange.v2.c3p0.ComboPooledDataSource;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.*;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
class Pools {
    static final String URL = "jdbc:h2:mem:ledger;DB_CLOSE_DELAY=-1";

    static int rows(Connection connection) throws SQLException {
        try (Statement sql = connection.createStatement();
                ResultSet count = sql.executeQuery("select count(*) from entry")) {
            count.next();
            return count.getInt(1);
        }
    }

    static void look(String name, DataSource pool) throws SQLException {
        try (Connection other = DriverManager.getConnection(URL); Statement sql = other.createStatement()) {
            sql.execute("drop table if exists entry");
            sql.execute("create table entry(k varchar(9) primary key)");
            try (Connection first = pool.getConnection()) {
                first.setAutoCommit(false);
                try (Statement insert = first.createStatement()) {
                    insert.executeUpdate("insert into entry values('sending')");
                }
            }
            System.out.print(name + ": closed " + rows(other));
            try (Connection second = pool.getConnection()) {
                System.out.print(", borrowed again " + rows(other) + " (autocommit " + second.getAutoCommit()
                        + ", the borrower sees " + rows(second) + ")");
                if (!second.getAutoCommit()) second.commit();
            }
            System.out.println(", at last " + rows(other));
        }
    }

    static DataSource tomcat(String interceptors, boolean rollback, boolean autocommit) {
        var pool = new org.apache.tomcat.jdbc.pool.DataSource();
        pool.setUrl(URL);
        pool.setDriverClassName("org.h2.Driver");
        pool.setDefaultAutoCommit(autocommit);
        pool.setMaxActive(1);
        pool.setMaxIdle(1);
        pool.setMinIdle(1);
        pool.setInitialSize(1);
        pool.setJdbcInterceptors(interceptors);
        pool.setRollbackOnReturn(rollback);
        return pool;
    }

    public static void main(String[] args) throws Exception {
        look("tomcat-jdbc", tomcat(null, false, true));
        look("tomcat-jdbc, ConnectionState", tomcat("ConnectionState", false, true));
        look("tomcat-jdbc, rollbackOnReturn", tomcat("ConnectionState", true, true));
        look("tomcat-jdbc, rollbackOnReturn, autocommit off", tomcat("ConnectionState", true, false));
        var hikari = new HikariDataSource();
        hikari.setJdbcUrl(URL);
        hikari.setMaximumPoolSize(1);
        look("HikariCP", hikari);
        var dbcp = new BasicDataSource();
        dbcp.setUrl(URL);
        dbcp.setMaxTotal(1);
        look("commons-dbcp2", dbcp);
        var c3p0 = new ComboPooledDataSource();
        c3p0.setJdbcUrl(URL);
        c3p0.setInitialPoolSize(1);
        c3p0.setMinPoolSize(1);
        c3p0.setMaxPoolSize(1);
        look("c3p0", c3p0);
        var druid = new DruidDataSource();
        druid.setUrl(URL);
        druid.setMaxActive(1);
        look("druid", druid);
        var h2 = org.h2.jdbcx.JdbcConnectionPool.create(URL, "", "");
        h2.setMaxConnections(1);
        look("H2's pool", h2);
        System.exit(0);
    }
}
E
java -cp 'lib/*' Pools.java 2> log.out | tee seen.out
rolled="closed 0, borrowed again 0 (autocommit true, the borrower sees 0), at last 0"
diff seen.out - <<E
tomcat-jdbc: closed 0, borrowed again 0 (autocommit false, the borrower sees 1), at last 1
tomcat-jdbc, ConnectionState: closed 0, borrowed again 1 (autocommit true, the borrower sees 1), at last 1
tomcat-jdbc, rollbackOnReturn: closed 0, borrowed again 1 (autocommit true, the borrower sees 1), at last 1
tomcat-jdbc, rollbackOnReturn, autocommit off: ${rolled/true/false}
HikariCP: $rolled
commons-dbcp2: $rolled
c3p0: $rolled
druid: $rolled
H2's pool: $rolled
E
echo "As recorded."
