package dev.rollback.adapter.postgres;

import dev.rollback.diagnostic.SystemException;
import java.sql.Connection;
import java.sql.SQLException;

/** Writes by the driver. */
final class JdbcWriter extends JdbcReader implements PostgresWriter {
  JdbcWriter(PostgresLink link, Dialer dialer) {
    super(link, dialer);
  }

  @Override
  public <T> T change(String doing, Timeouts timeouts, Work<T> work) {
    return transaction(doing, false, timeouts, work);
  }

  @Override
  public <T> T atOnce(String doing, Timeouts timeouts, Work<T> work) {
    return transaction(doing, true, timeouts, work);
  }

  private <T> T transaction(String doing, boolean atOnce, Timeouts timeouts, Work<T> work) {
    try (var session = dialer().dial(PostgresLink.APPLICATION)) {
      var result =
          session.run(doing, atOnce, timeouts.statement(), jdbc -> in(jdbc, timeouts, work));
      session.run(
          "committing after " + doing,
          true,
          timeouts.statement(),
          jdbc -> {
            jdbc.commit();
            return true;
          });
      return result;
    }
  }

  /** What is not committed is rolled back by the server when the session ends. */
  private static <T> T in(Connection jdbc, Timeouts timeouts, Work<T> work) throws SQLException {
    jdbc.setAutoCommit(false);
    timeouts.set(jdbc);
    var sql = new Sql(jdbc);
    sql.searchPath("pg_catalog");
    return work.in(sql);
  }

  @Override
  public LockSession lockSession(AdvisoryLock lock, String application, LockNote note) {
    var session = dialer().dial(application);
    try {
      suitable(dialer().server(session));
      showing(session, note);
      return new LockSession(session, lock);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private void suitable(Server server) {
    if (server.pooled()) {
      throw dialer()
          .errors()
          .found(
              "is reached through a pooler, which may give the session that holds a lock to others",
              "Give the address of the server itself in `url`.");
    }
    if (server.standby()) {
      throw dialer()
          .errors()
          .found(
              "is a standby, and a lock on it is none on the primary",
              "Name the primary in `url`.");
    }
  }

  /** The server shows one byte less than it has room for. */
  private void showing(Session session, LockNote note) {
    var room =
        session.first("asking what it shows", LockNote.ROOM, row -> row.getInt(1)).orElse(0) - 1;
    if (note.comment().length() > room) {
      throw dialer()
          .errors()
          .found(
              "shows %,d bytes of a session's last statement, and who holds the target takes %,d"
                  .formatted(Math.max(0, room), note.comment().length()),
              "Set track_activities = on and raise track_activity_query_size on the server, or use"
                  + " shorter names for user, host and run.");
    }
  }

  @Override
  public boolean end(AdvisoryLock lock, LockNote seen) {
    try {
      return link()
          .use(
              session ->
                  session.run(
                      "ending the session of who held the target",
                      true,
                      jdbc -> end(jdbc, lock, seen.comment())));
    } catch (SystemException e) {
      throw PostgresErrors.stateBehind(e).filter(SqlState.PRIVILEGE::has).isEmpty()
          ? e
          : SystemException.refused(
              e.problem(),
              "GRANT pg_signal_backend TO this role, or use the role of who holds the target; a"
                  + " superuser's session is ended by a superuser alone.",
              e);
    }
  }

  /** The whole note has to be there: a renewed claim is another one. */
  private static boolean end(Connection jdbc, AdvisoryLock lock, String comment)
      throws SQLException {
    var sql =
        """
        SELECT pg_catalog.pg_terminate_backend(l.pid)
        FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
        WHERE %s AND pg_catalog.left(a.query, pg_catalog.length(?)) = ?
        """
            .formatted(lock.held());
    try (var statement = jdbc.prepareStatement(sql)) {
      statement.setString(1, comment);
      statement.setString(2, comment);
      try (var rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }
}
