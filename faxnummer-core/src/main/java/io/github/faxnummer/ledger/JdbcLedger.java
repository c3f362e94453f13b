package io.github.faxnummer.ledger;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.policy.Spending;
import io.github.faxnummer.provider.JobId;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A ledger in a database table, one row for each step, for machines without a common disk.
 *
 * <p>The table's primary key lets one of several processes record a step. Every statement commits for itself. Databases
 * do not agree on what an insertion into a taken key throws, and after a broken connection a row may be there or not:
 * after any error the same row is inserted once more, and the kept row's token tells whose it is.
 */
public final class JdbcLedger extends HashedLedger {

    /** Who connects. */
    public record Login(String user, String password) {

        public static final Login NONE = new Login("", "");

        @Override
        public String toString() {
            return "Login[user=" + user + "]";
        }
    }

    private static final String PARAMETER = OnceParameters.LEDGER_URL.name();
    private static final String VERSION = "1";
    private static final String TABLE = "faxnummer_ledger";
    private static final String SETTINGS = "faxnummer_ledger_settings";
    private static final List<String> KNOWN = List.of("jdbc:postgresql:", "jdbc:mariadb:", "jdbc:h2:", "jdbc:sqlite:");
    private static final Pattern PASSWORD = Pattern.compile("(?i)password\\s*=|pwd\\s*=");

    /** Of databases whose URLs may be paths, in which an at sign is a letter like any other. */
    private static final Pattern PATH = Pattern.compile("jdbc:(?:h2|sqlite):(?!(?:tcp|ssl):).*");

    private static final Pattern SCHEME = Pattern.compile("(jdbc:[A-Za-z0-9]+:|[A-Za-z][A-Za-z0-9+.-]*:(?=//)).*");
    private static final int[] PAUSES = {0, 100, 500, 2000};
    /** The class of SQL states of a login that is refused. */
    private static final String INVALID_AUTHORIZATION = "28";

    private static final int CONNECT_SECONDS = 10;
    private static final int SOCKET_SECONDS = 30;
    private static final int LONGEST_REASON = 200;
    private static final int LONGEST_RUN_NAME = 120;

    private static final String BUDGETS_INDEX = "CREATE INDEX faxnummer_ledger_budgets ON " + TABLE + " (budget_key)";

    private static final List<String> CREATE = List.of(
            "CREATE TABLE " + SETTINGS + " (setting VARCHAR(32) NOT NULL PRIMARY KEY, content VARCHAR(80) NOT NULL)",
            "CREATE TABLE " + TABLE + " (fax_key VARCHAR(64) NOT NULL, attempt INTEGER NOT NULL,"
                    + " step_number INTEGER NOT NULL, owner_token VARCHAR(64) NOT NULL, run_key VARCHAR(64) NOT NULL,"
                    + " run_name VARCHAR(120) NOT NULL, job_id VARCHAR(200) NOT NULL, end_result VARCHAR(20) NOT NULL,"
                    + " expected VARCHAR(130) NOT NULL, recorded_at BIGINT NOT NULL, settles VARCHAR(20) NOT NULL,"
                    + " beats BIGINT NOT NULL, budget_key VARCHAR(64) DEFAULT '' NOT NULL,"
                    + " pages INTEGER DEFAULT 0 NOT NULL,"
                    + " PRIMARY KEY (fax_key, attempt, step_number))",
            "CREATE INDEX faxnummer_ledger_jobs ON " + TABLE + " (job_id)",
            BUDGETS_INDEX);

    /** For a table of an older version of the program, which leaves the columns empty when it uses the table again. */
    private static final List<String> UPGRADE = List.of(
            "ALTER TABLE " + TABLE + " ADD COLUMN budget_key VARCHAR(64) DEFAULT '' NOT NULL",
            "ALTER TABLE " + TABLE + " ADD COLUMN pages INTEGER DEFAULT 0 NOT NULL",
            BUDGETS_INDEX);

    private static final Duration CLEANING_EVERY = Duration.ofDays(1);

    private final String url;
    private final Login login;
    private final Driver driver;
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean isClosed;
    private volatile @Nullable LedgerHash hash;

    private JdbcLedger(String url, Login login, Driver driver) {
        this.url = url;
        this.login = login;
        this.driver = driver;
    }

    /** A URL without a password, of a database that can hold a ledger and is the same for each build. */
    public static Validated<String> check(String url) {
        String address = url.strip();
        // What stands before an at sign may be a password with any characters.
        boolean hasLogin = address.contains("@") && !PATH.matcher(address).matches();
        if (hasLogin || PASSWORD.matcher(address).find()) {
            return Validated.invalid(PARAMETER, scheme(address), Message.of("input.ledger-url.password"));
        }
        if (KNOWN.stream().noneMatch(address::startsWith)) {
            return Validated.invalid(PARAMETER, scheme(address), Message.of("input.ledger-url.unknown"));
        }
        return DatabasePlace.isLasting(address)
                ? Validated.valid(address)
                : Validated.invalid(PARAMETER, shown(address), Message.of("input.ledger-url.vanishes"));
    }

    /**
     * A ledger at a URL; connects to nothing yet.
     *
     * @param drivers where the database's driver is found
     */
    public static Validated<JdbcLedger> at(String url, Login login, ClassLoader drivers) {
        Validated<String> checked = check(url);
        if (checked.value().isEmpty()) {
            return Validated.invalid(checked.problems());
        }
        String address = checked.value().get();
        return driver(address, drivers)
                .map(it -> Validated.valid(new JdbcLedger(address, login, it)))
                .orElseGet(() -> Validated.invalid(PARAMETER, shown(address), Message.of("input.ledger-url.driver")));
    }

    @Override
    public Spending spent(LedgerKey budget, Instant after) throws LedgerException {
        LedgerHash known = hash();
        return read(connection -> {
            try (PreparedStatement select = connection.prepareStatement("SELECT s.fax_key, s.attempt, s.pages FROM "
                    + TABLE + " s WHERE s.budget_key = ? AND s.step_number = ? AND s.recorded_at > ?"
                    + " AND NOT EXISTS (SELECT 1 FROM " + TABLE + " e WHERE e.fax_key = s.fax_key"
                    + " AND e.attempt = s.attempt AND e.step_number = ? AND e.end_result IN ('FAILED', 'REJECTED',"
                    + " 'NOT_SENT'))")) {
                select.setString(1, budget.hex());
                select.setInt(2, LedgerStep.SUBMITTING.number());
                select.setLong(3, after.toEpochMilli());
                select.setInt(4, LedgerStep.ENDED.number());
                Spending spent = Spending.NOTHING;
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        LedgerKey fax = new LedgerKey(rows.getString(1));
                        spent = spent.plus(new Spending(1, known.masked(fax, rows.getInt(2), rows.getInt(3))));
                    }
                }
                return spent;
            }
        });
    }

    @Override
    public Set<AttemptKey> withJob(JobId job) throws LedgerException {
        return read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT fax_key, attempt, job_id FROM " + TABLE + " WHERE job_id = ? AND step_number = ?")) {
                select.setString(1, job.value());
                select.setInt(2, LedgerStep.SUBMITTED.number());
                Set<AttemptKey> attempts = new HashSet<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        // Some databases ignore case.
                        if (rows.getString(3).equals(job.value())) {
                            attempts.add(new AttemptKey(new LedgerKey(rows.getString(1)), rows.getInt(2)));
                        }
                    }
                }
                return attempts;
            }
        });
    }

    @Override
    public List<LedgerRecord> records(LedgerKey fax) throws LedgerException {
        return read(connection -> records(connection, fax.hex()));
    }

    private static List<LedgerRecord> records(Connection connection, String fax) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT attempt, step_number, owner_token, run_key, run_name, job_id, end_result, expected, recorded_at,"
                        + " settles, budget_key, pages FROM " + TABLE + " WHERE fax_key = ?")) {
            select.setString(1, fax);
            List<LedgerRecord> records = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    records.add(record(rows));
                }
            }
            return records;
        }
    }

    @Override
    public boolean add(LedgerKey fax, LedgerRecord step) throws LedgerException {
        hash();
        SQLException last = null;
        for (int pause : PAUSES) {
            pause(pause);
            try {
                with(connection -> insert(connection, fax, step));
                return true;
            } catch (SQLException e) {
                last = e;
            }
            try {
                Optional<String> kept = with(connection -> token(connection, fax, step));
                if (kept.isPresent()) {
                    return kept.get().equals(step.token());
                }
            } catch (SQLException e) {
                last = e;
            }
        }
        throw failed("ledger.unwritable", last);
    }

    @Override
    public void beat(LedgerKey fax, int attempt, long counter) throws LedgerException {
        try {
            with(connection -> {
                try (PreparedStatement update = connection.prepareStatement(
                        "UPDATE " + TABLE + " SET beats = ? WHERE fax_key = ? AND attempt = ? AND step_number = ?")) {
                    update.setLong(1, counter);
                    update.setString(2, fax.hex());
                    update.setInt(3, attempt);
                    update.setInt(4, LedgerStep.SUBMITTING.number());
                    return update.executeUpdate();
                }
            });
        } catch (SQLException e) {
            throw failed("ledger.unwritable", e);
        }
    }

    @Override
    public long beats(LedgerKey fax, int attempt) throws LedgerException {
        return read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT beats FROM " + TABLE + " WHERE fax_key = ? AND attempt = ? AND step_number = ?")) {
                select.setString(1, fax.hex());
                select.setInt(2, attempt);
                select.setInt(3, LedgerStep.SUBMITTING.number());
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? row.getLong(1) : 0L;
                }
            }
        });
    }

    @Override
    public int clean(Instant before) throws LedgerException {
        hash();
        return read(connection -> {
            List<String> faxes = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement("SELECT DISTINCT fax_key FROM " + TABLE
                    + " WHERE step_number = ? AND end_result <> '' AND recorded_at < ?")) {
                select.setInt(1, LedgerStep.ENDED.number());
                select.setLong(2, before.toEpochMilli());
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        faxes.add(rows.getString(1));
                    }
                }
            }
            int removed = 0;
            for (String fax : faxes) {
                for (LedgerAttempt attempt :
                        LedgerAttempt.removable(LedgerAttempt.of(records(connection, fax)), before)) {
                    // The end last: an attempt whose removal was interrupted must not look as if it had not ended.
                    delete(connection, fax, attempt.number(), "<>");
                    delete(connection, fax, attempt.number(), "=");
                    removed++;
                }
            }
            return removed;
        });
    }

    private static void delete(Connection connection, String fax, int attempt, String steps) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM " + TABLE + " WHERE fax_key = ? AND attempt = ? AND step_number " + steps + " ?")) {
            delete.setString(1, fax);
            delete.setInt(2, attempt);
            delete.setInt(3, LedgerStep.ENDED.number());
            delete.executeUpdate();
        }
    }

    @Override
    public boolean isCleaningDue(Instant now) throws LedgerException {
        return read(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE " + SETTINGS + " SET content = ? WHERE setting = 'cleaned' AND content < ?")) {
                // Dates in ISO form are in order as texts.
                update.setString(1, now.toString());
                update.setString(2, now.minus(CLEANING_EVERY).toString());
                return update.executeUpdate() == 1;
            }
        });
    }

    @Override
    public Optional<Message> advice() throws LedgerException {
        return read(JdbcLedger::isEmpty) ? Optional.of(FaxLedger.emptyAt(location())) : Optional.empty();
    }

    @Override
    public String location() {
        return shown(url);
    }

    @Override
    public void close() {
        isClosed = true;
        closeIdle();
    }

    /** A checked URL without its parameters. */
    static String shown(String url) {
        return Sanitizer.line(url.split("[?;]", 2)[0], LONGEST_REASON);
    }

    /** Of a URL that may contain a password anywhere. */
    private static String scheme(String url) {
        Matcher matcher = SCHEME.matcher(url);
        return matcher.matches() ? matcher.group(1) + "…" : "";
    }

    private static Optional<Driver> driver(String url, ClassLoader drivers) {
        // Not by DriverManager: it looks where the JDK's class loader looks, and a plugin's driver is elsewhere.
        var found = ServiceLoader.load(Driver.class, drivers).iterator();
        while (true) {
            try {
                if (!found.hasNext()) {
                    return Optional.empty();
                }
                Driver next = found.next();
                if (next.acceptsURL(url)) {
                    return Optional.of(next);
                }
            } catch (ServiceConfigurationError | SQLException e) {
                // Another driver that cannot be loaded is not the one that is needed.
            }
        }
    }

    @Override
    LedgerHash hash() throws LedgerException {
        LedgerHash known = hash;
        if (known != null) {
            return known;
        }
        synchronized (this) {
            if (hash == null) {
                hash = new LedgerHash(secret());
            }
            return Optional.ofNullable(hash).orElseThrow();
        }
    }

    /** Concurrent table creation fails differently in each database, so only the existing table counts. */
    private String secret() throws LedgerException {
        SQLException last = null;
        for (int pause : PAUSES) {
            pause(pause);
            try {
                Optional<String> ready = with(JdbcLedger::readSettings);
                if (ready.isPresent()) {
                    return ready.get();
                }
            } catch (SQLException e) {
                requireLogin(e);
                last = e;
            }
            attemptAll(CREATE);
            try {
                if (with(connection -> isEmpty(connection))) {
                    attempt(connection -> insertSetting(connection, "cleaned", Instant.EPOCH.toString()));
                    attempt(connection -> insertSetting(connection, "version", VERSION));
                    attempt(connection -> insertSetting(connection, "secret", LedgerHash.newSecret()));
                }
                Optional<String> ready = with(JdbcLedger::readSettings);
                if (ready.isPresent()) {
                    return ready.get();
                }
            } catch (SQLException e) {
                last = e;
                attemptAll(UPGRADE);
            }
        }
        throw last == null
                ? new LedgerException(Message.of("ledger.secret-missing", location()))
                : failed("ledger.unreadable", last);
    }

    private static Optional<String> readSettings(Connection connection) throws SQLException {
        // Both tables must be there, with all columns: a creation may have been interrupted between them.
        isEmpty(connection);
        Optional<String> version = setting(connection, "version");
        if (version.isPresent() && !version.get().equals(VERSION)) {
            throw new SQLException("version " + version.get());
        }
        return version.isPresent() ? setting(connection, "secret") : Optional.empty();
    }

    private static boolean isEmpty(Connection connection) throws SQLException {
        try (Statement select = connection.createStatement()) {
            select.setMaxRows(1);
            try (ResultSet rows = select.executeQuery("SELECT budget_key, pages FROM " + TABLE)) {
                return !rows.next();
            }
        }
    }

    private static Optional<String> setting(Connection connection, String name) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT content FROM " + SETTINGS + " WHERE setting = ?")) {
            select.setString(1, name);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        }
    }

    private static int insertSetting(Connection connection, String name, String content) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + SETTINGS + " (setting, content) VALUES (?, ?)")) {
            insert.setString(1, name);
            insert.setString(2, content);
            return insert.executeUpdate();
        }
    }

    private static int insert(Connection connection, LedgerKey fax, LedgerRecord step) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + TABLE
                + " (fax_key, attempt, step_number, owner_token, run_key, run_name, job_id, end_result, expected,"
                + " recorded_at, settles, beats, budget_key, pages)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)")) {
            insert.setString(1, fax.hex());
            insert.setInt(2, step.attempt());
            insert.setInt(3, step.step().number());
            insert.setString(4, step.token());
            insert.setString(5, step.run().hex());
            insert.setString(6, asciiOnly(step.runName()));
            insert.setString(7, step.jobId().orElse(""));
            insert.setString(8, step.result().map(LedgerResult::name).orElse(""));
            insert.setString(9, step.expected().orElse(""));
            insert.setLong(10, step.at().toEpochMilli());
            insert.setString(11, step.settles().name());
            insert.setString(12, step.counts().map(it -> it.budget().hex()).orElse(""));
            insert.setInt(13, step.counts().map(LedgerRecord.Counts::pages).orElse(0));
            return insert.executeUpdate();
        }
    }

    private static Optional<String> token(Connection connection, LedgerKey fax, LedgerRecord step) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT owner_token FROM " + TABLE + " WHERE fax_key = ? AND attempt = ? AND step_number = ?")) {
            select.setString(1, fax.hex());
            select.setInt(2, step.attempt());
            select.setInt(3, step.step().number());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    private static LedgerRecord record(ResultSet row) throws SQLException {
        try {
            int budgetPages = row.getInt(12);
            return new LedgerRecord(
                    row.getInt(1),
                    LedgerStep.of(row.getInt(2)),
                    row.getString(3),
                    new LedgerKey(row.getString(4)),
                    row.getString(5),
                    Optional.of(row.getString(6)).filter(it -> !it.isEmpty()),
                    Optional.of(row.getString(7)).filter(it -> !it.isEmpty()).map(LedgerResult::valueOf),
                    Optional.of(row.getString(8)).filter(it -> !it.isEmpty()),
                    Instant.ofEpochMilli(row.getLong(9)),
                    Optional.of(row.getString(11))
                            .filter(it -> !it.isEmpty())
                            .map(it -> new LedgerRecord.Counts(new LedgerKey(it), budgetPages)),
                    OnceScope.valueOf(row.getString(10)));
        } catch (IllegalArgumentException e) {
            throw new SQLException("damaged row", e);
        }
    }

    /** A table may have been made in a character set that has no more. */
    private static String asciiOnly(String text) {
        String ascii = text.replaceAll("[^ -~]", "?");
        return ascii.substring(0, Math.min(ascii.length(), LONGEST_RUN_NAME));
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** What changes nothing, or the same when it is done again. */
    private <T> T read(Work<T> work) throws LedgerException {
        hash();
        SQLException last = null;
        for (int pause : PAUSES) {
            pause(pause);
            try {
                return with(work);
            } catch (SQLException e) {
                requireLogin(e);
                last = e;
            }
        }
        throw failed("ledger.unreadable", last);
    }

    /** A login that is refused is not tried again: many databases lock its account or host after a few times. */
    private void requireLogin(SQLException e) throws LedgerException {
        if (String.valueOf(e.getSQLState()).startsWith(INVALID_AUTHORIZATION)) {
            throw failed("ledger.unreadable", e);
        }
    }

    private void attemptAll(List<String> statements) {
        for (String sql : statements) {
            attempt(connection -> {
                try (Statement statement = connection.createStatement()) {
                    return statement.executeUpdate(sql);
                }
            });
        }
    }

    private <T> void attempt(Work<T> work) {
        try {
            with(work);
        } catch (SQLException e) {
            // Another process may have created it; only the existing table counts.
        }
    }

    private <T> T with(Work<T> work) throws SQLException {
        // Some drivers close a database when their thread is interrupted, and an aborted build needs its ledger most of
        // all.
        boolean interrupted = Thread.interrupted();
        try {
            return uninterrupted(work);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> T uninterrupted(Work<T> work) throws SQLException {
        Connection taken = idle.pollFirst();
        Connection connection = taken == null ? connect() : taken;
        boolean isGood = false;
        try {
            T result = work.on(connection);
            isGood = true;
            return result;
        } finally {
            if (isGood && !isClosed) {
                idle.addFirst(connection);
            } else {
                closeQuietly(connection);
                // When one connection is broken, the others are too; when a key was taken, connections are cheap
                // enough.
                closeIdle();
            }
        }
    }

    private Connection connect() throws SQLException {
        Connection connection = driver.connect(url, properties());
        if (connection == null) {
            throw new SQLException("The driver does not accept the URL.");
        }
        try {
            connection.setAutoCommit(true);
            if (connection.getMetaData().supportsTransactionIsolationLevel(Connection.TRANSACTION_READ_COMMITTED)) {
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            }
            makeDurable(connection);
            return connection;
        } catch (SQLException | RuntimeException e) {
            closeQuietly(connection);
            throw e;
        }
    }

    /** A row that vanishes with the server would let a fax be sent a second time. */
    private void makeDurable(Connection connection) throws SQLException {
        if (url.startsWith("jdbc:postgresql:")) {
            execute(
                    connection,
                    "SELECT set_config('synchronous_commit', 'on', false)"
                            + " WHERE current_setting('synchronous_commit') = 'off'");
        } else if (url.startsWith("jdbc:h2:")) {
            execute(connection, "SET WRITE_DELAY 0");
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Properties properties() {
        Properties properties = new Properties();
        if (!login.user().isEmpty()) {
            properties.setProperty("user", login.user());
        }
        if (!login.password().isEmpty()) {
            properties.setProperty("password", login.password());
        }
        if (url.startsWith("jdbc:postgresql:")) {
            putDefault(properties, "connectTimeout", CONNECT_SECONDS);
            putDefault(properties, "loginTimeout", CONNECT_SECONDS);
            putDefault(properties, "socketTimeout", SOCKET_SECONDS);
            putDefault(properties, "cancelSignalTimeout", CONNECT_SECONDS);
        } else if (url.startsWith("jdbc:mariadb:")) {
            putDefault(properties, "connectTimeout", (int) TimeUnit.SECONDS.toMillis(CONNECT_SECONDS));
            putDefault(properties, "socketTimeout", (int) TimeUnit.SECONDS.toMillis(SOCKET_SECONDS));
        } else if (url.startsWith("jdbc:sqlite:")) {
            putDefault(properties, "busy_timeout", (int) TimeUnit.SECONDS.toMillis(SOCKET_SECONDS));
        }
        return properties;
    }

    private void putDefault(Properties properties, String name, int value) {
        if (!url.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT) + "=")) {
            properties.setProperty(name, String.valueOf(value));
        }
    }

    private void closeIdle() {
        Connection connection = idle.pollFirst();
        while (connection != null) {
            closeQuietly(connection);
            connection = idle.pollFirst();
        }
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException | RuntimeException e) {
            // It is not needed any more.
        }
    }

    /** Not ended by an interrupt: whether a row was kept must be found out first. */
    private static void pause(int millis) {
        boolean interrupted = false;
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long left = end - System.nanoTime();
        while (left > 0) {
            try {
                TimeUnit.NANOSECONDS.sleep(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            left = end - System.nanoTime();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private LedgerException failed(String key, @Nullable SQLException e) {
        String reason = e == null ? "" : String.valueOf(e.getMessage());
        if (!login.password().isEmpty()) {
            reason = reason.replace(login.password(), "***");
        }
        Message message = Message.of(key, location(), Sanitizer.line(reason, LONGEST_REASON));
        // Without the cause: a driver may quote the URL or the password in any of its exceptions.
        return new LedgerException(message);
    }
}
