package dev.rollback.adapter.postgres;

/**
 * The refusals of a PostgreSQL server that a person can do something about, by SQLSTATE. In the
 * texts {@code %1$s} is what went on, {@code %2$s} what the server said, {@code %3$s} the role.
 */
enum SqlState {
  PASSWORD(
      "28P01",
      "does not accept the password of %3$s",
      "Check `user:` and what `password:` refers to, in rollback.yaml."),
  SIGN_IN(
      "08004",
      "wants %3$s to sign in in a way that is not open here: %2$s",
      "Where the server wants the password in clear text (password, ldap, pam), add"
          + " ?sslmode=verify-full or require to `url`: without TLS it is not sent."),
  NOT_ADMITTED(
      "28000",
      "does not let %3$s in: %2$s",
      "See pg_hba.conf on the server (is there an entry for this host, database and role, with or"
          + " without TLS?), and that the role exists and has LOGIN."),
  NO_DATABASE(
      "3D000",
      "has no such database",
      "Check the name at the end of `url`; psql -l lists those there are."),
  PRIVILEGE(
      "42501",
      "does not permit it to %3$s while %1$s: %2$s",
      "Grant what is missing to %3$s (GRANT …), or use a role that has it."),
  LOCK(
      "55P03",
      "did not get a lock in time while %1$s: %2$s",
      "See who holds it in pg_locks and pg_stat_activity; wait for it or end it."),
  CANCELLED(
      "57014",
      "ended the statement while %1$s: %2$s",
      "Make the statement faster, or give it a longer time-out."),
  SHUTDOWN(
      "57P01 57P02",
      "ended the session while %1$s: %2$s",
      "Somebody ended it or the server is being stopped: see its log, and try again."),
  STARTING(
      "57P03",
      "is not ready yet: %2$s",
      "Wait until it has started; on a standby see hot_standby."),
  IDLE(
      "57P05 25P03",
      "ended the session because it was idle: %2$s",
      "See idle_session_timeout and idle_in_transaction_session_timeout."),
  READ_ONLY(
      "25006",
      "takes no writes while %1$s: %2$s",
      "For a change, name the primary in `url` and see default_transaction_read_only."),
  FULL(
      "53300",
      "has no connection left: %2$s",
      "End sessions that are not needed (pg_stat_activity), or raise max_connections or the role's"
          + " limit."),
  DISK("53100", "has no room left on its disk while %1$s: %2$s", "Free some; then try again."),
  MEMORY("53200", "is out of memory while %1$s: %2$s", "See the server's log; try again."),
  CONFLICT(
      "40001 40P01",
      "gave way to another transaction while %1$s: %2$s",
      "Nothing was changed: try again."),
  SYNTAX("42601", "does not understand the statement while %1$s: %2$s", "Correct the statement."),
  UNDEFINED(
      "42P01 42703 42883 3F000",
      "does not know what the statement names while %1$s: %2$s",
      "Check names, schemas (search_path of the role) and types.");

  private static final int LENGTH = 5;

  private final String codes;
  private final String what;
  private final String advice;

  SqlState(String codes, String what, String advice) {
    this.codes = codes;
    this.what = what;
    this.advice = advice;
  }

  /** Whether it may be another time: what is not there yet, or not to be reached now. */
  static boolean comesAndGoes(String code) {
    return code.startsWith("08")
        || code.startsWith("53")
        || code.startsWith("57")
        || UNDEFINED.has(code);
  }

  /** Whether it is one of these. */
  boolean has(String code) {
    return code.length() == LENGTH && codes.contains(code);
  }

  String what(String doing, String reply, String user) {
    var text = what.formatted(doing, reply, user);
    return text.endsWith(".") ? text : text + ".";
  }

  String advice(String user) {
    return advice.formatted("", "", user);
  }
}
