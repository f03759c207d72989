package dev.rollback.adapter.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.action.Secrets;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.Optional;

/** Reads by the driver. */
class JdbcReader implements PostgresReader {
  private static final int LARGEST_VALUE = 65_536;
  private static final String READING = "reading";
  private static final String HIDDEN = "<insufficient privilege>";
  private static final int ATTEMPTS = 3;
  private final PostgresLink link;
  private final Dialer dialer;

  JdbcReader(PostgresLink link, Dialer dialer) {
    this.link = link;
    this.dialer = dialer;
  }

  PostgresLink link() {
    return link;
  }

  Dialer dialer() {
    return dialer;
  }

  @Override
  public Server server() {
    return link.use(dialer::server);
  }

  @Override
  public Rows query(Select select) {
    return reading(select, READING, "", this::rows);
  }

  @Override
  public void explain(Select select) {
    reading(select, "asking whether the query can be run", "EXPLAIN ", (_, rows) -> rows.next());
  }

  /** What is made of all rows. */
  @FunctionalInterface
  private interface All<T> {
    T of(Select select, ResultSet rows) throws SQLException;
  }

  private <T> T reading(Select select, String doing, String prefix, All<T> all) {
    return reading(doing, select.timeout(), jdbc -> ask(jdbc, select, prefix, all));
  }

  @Override
  public <T> T read(String doing, Duration timeout, Work<T> work) {
    return reading(
        doing,
        timeout,
        jdbc -> {
          var sql = new Sql(jdbc);
          sql.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
          sql.searchPath("pg_catalog");
          return work.in(sql);
        });
  }

  private <T> T reading(String doing, Duration timeout, Session.Work<T> work) {
    return link.use(
        session ->
            session.run(
                doing,
                false,
                timeout,
                jdbc -> {
                  jdbc.setAutoCommit(false);
                  jdbc.setReadOnly(true);
                  try {
                    Timeouts.ofReading(timeout).set(jdbc);
                    var result = work.on(jdbc);
                    end(jdbc);
                    return result;
                  } catch (SQLException | RuntimeException e) {
                    endAfter(e, jdbc);
                    throw e;
                  }
                }));
  }

  @Override
  public SystemException refusal(String what, String advice) {
    return dialer.errors().found(what, advice);
  }

  @Override
  public Secrets secrets() {
    return dialer.secrets();
  }

  @Override
  public Optional<String> signIn(String role, Sensitive password) {
    return dialer.signIn(role, password);
  }

  @Override
  public ClientPrograms programs() {
    return dialer.programs();
  }

  private static void end(Connection jdbc) throws SQLException {
    jdbc.rollback();
    jdbc.setReadOnly(false);
    jdbc.setAutoCommit(true);
  }

  /** What failed at first is what is told. */
  private static void endAfter(Exception failure, Connection jdbc) {
    try {
      if (!jdbc.isClosed()) {
        end(jdbc);
      }
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private static <T> T ask(Connection jdbc, Select select, String prefix, All<T> all)
      throws SQLException {
    var sql = prefix + select.sql();
    if (select.arguments().isEmpty()) {
      try (var statement = jdbc.createStatement()) {
        bound(statement, select);
        return all.of(select, statement.executeQuery(sql));
      }
    }
    try (var statement = jdbc.prepareStatement(sql)) {
      bound(statement, select);
      fill(statement, select);
      return all.of(select, statement.executeQuery());
    }
  }

  private static void bound(Statement statement, Select select) throws SQLException {
    statement.setEscapeProcessing(false); // braces are the statement's own
    statement.setMaxRows(Math.addExact(select.maxRows(), 1));
  }

  /** Without a type, so that the server takes each for what stands at its place. */
  private static void fill(PreparedStatement statement, Select select) throws SQLException {
    for (var i = 0; i < select.arguments().size(); i++) {
      statement.setObject(i + 1, select.arguments().get(i), Types.OTHER);
    }
  }

  private Rows rows(Select select, ResultSet rows) throws SQLException {
    var columns = rows.getMetaData().getColumnCount();
    var first = JsonNodeFactory.instance.objectNode();
    JsonNode value = NullNode.getInstance();
    var count = 0;
    while (rows.next()) {
      count++;
      if (count == 1) {
        for (var column = 1; column <= columns; column++) {
          add(first, rows, column);
        }
        value = columns == 0 ? value : first.path(rows.getMetaData().getColumnLabel(1));
      }
    }
    if (count > select.maxRows()) {
      throw dialer
          .errors()
          .found(
              "gave more than the " + select.maxRows() + " rows that are allowed",
              "Count or choose in the statement itself (count(*), WHERE, LIMIT), or raise"
                  + " `max-rows`.");
    }
    return new Rows(count, first, value);
  }

  private void add(ObjectNode row, ResultSet rows, int column) throws SQLException {
    var name = rows.getMetaData().getColumnLabel(column);
    if (row.has(name)) {
      throw dialer
          .errors()
          .found("gave two columns named '" + name + "'", "Name them apart: … AS name.");
    }
    var value = Cells.of(rows, column);
    if (value.toString().length() > LARGEST_VALUE) {
      throw dialer
          .errors()
          .found(
              "gave a value of more than %,d characters in column '%s'"
                  .formatted(LARGEST_VALUE, name),
              "Let the statement compare it, or take a part of it.");
    }
    row.set(name, value);
  }

  /** Locks and sessions are listed one after the other: a holder may have ended in between. */
  @Override
  public Optional<LockHolder> holder(AdvisoryLock lock) {
    return link.use(
        session -> {
          var found = holder(session, lock);
          for (var n = 1; n < ATTEMPTS && found.isPresent() && found.get().ended(); n++) {
            found = holder(session, lock);
          }
          return found;
        });
  }

  private static Optional<LockHolder> holder(Session session, AdvisoryLock lock) {
    var sql =
        """
        SELECT l.pid, a.pid IS NOT NULL, a.usename, a.application_name, a.query
        FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
        WHERE %s
        """
            .formatted(lock.held());
    return session.first("reading who holds a lock", sql, JdbcReader::holder);
  }

  private static LockHolder holder(ResultSet row) throws SQLException {
    var statement = Optional.ofNullable(row.getString(5));
    return new LockHolder(
        row.getInt(1),
        !row.getBoolean(2),
        Optional.ofNullable(row.getString(3)).orElse("unknown"),
        Optional.ofNullable(row.getString(4)).orElse("unknown"),
        statement.filter(text -> !text.equals(HIDDEN)));
  }
}
