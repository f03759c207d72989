package dev.rollback.adapter.postgres;

import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Says what a server or the way to it had to object, so that a person knows what to do next. */
final class PostgresErrors {
  private final String where;
  private final String user;
  private final boolean password;
  private final Redactor redactor = new Redactor();

  /**
   * For one connection: its address and role go into every sentence.
   *
   * @param password whether one is configured
   */
  PostgresErrors(String where, String user, boolean password) {
    this.where = where;
    this.user = user;
    this.password = password;
  }

  /** From now on this password is masked in what the driver and the server say. */
  void learn(Sensitive password) {
    redactor.learn(password);
  }

  /** A connection that did not come about: nothing was sent but a greeting. */
  SystemException connecting(SQLException failure) {
    if (!password && text(failure).contains("password")) {
      return refused(
          where + " asks for the password of " + user + ", and none is configured.",
          "Give `password:` as a reference, for example {env: PGPASSWORD}.",
          failure);
    }
    if (answered(failure)) {
      return refusal(failure, "signing in");
    }
    if (caused(failure, UnknownHostException.class)) {
      return refused(
          "The host of " + where + " is unknown: its name cannot be resolved.",
          "Check the host in `url`, and the name service of this machine.",
          failure);
    }
    if (caused(failure, SSLException.class)
        || Stream.of("SSL", "hostnameverifier").anyMatch(text(failure)::contains)) {
      return refused(
          "No secure connection to " + where + ": " + root(failure),
          "Check that the server speaks TLS, that its certificate is valid for this host and"
              + " trusted here (sslrootcert), or choose another sslmode in `url`.",
          failure);
    }
    if (state(failure).equals("08004")) {
      return refusal(failure, "signing in");
    }
    if (caused(failure, SocketTimeoutException.class) || text(failure).contains("timed out")) {
      return refused(
          "No connection to " + where + " came about in time.",
          "Check that the server runs and that a firewall lets this machine through.",
          failure);
    }
    if (caused(failure, ConnectException.class) || caused(failure, NoRouteToHostException.class)) {
      return refused(
          "Nothing answers at " + where + ": the connection was refused.",
          "Check that the server runs and listens there, and host and port in `url`.",
          failure);
    }
    return refused(
        "Cannot connect to " + where + ": " + root(failure),
        "Check that a PostgreSQL server answers at this address.",
        failure);
  }

  /**
   * A statement that failed.
   *
   * @param doing what goes on, for the sentence {@code … while counting rows}
   * @param write whether silence leaves it open if something has changed
   */
  SystemException command(SQLException failure, String doing, boolean write) {
    if (!broken(failure)) {
      return refusal(failure, doing);
    }
    var message = answered(failure) ? refusal(failure, doing).problem() : silence(failure, doing);
    return write
        ? SystemException.unknown(
            redactor.redact(message),
            "Look at the server; then resume or undo the run: both go by what is there.",
            clean(failure))
        : refused(message, "Check the server and the way to it, and try again.", failure);
  }

  private String silence(SQLException failure, String doing) {
    return caused(failure, SocketTimeoutException.class)
        ? where + " did not answer in time while " + doing + "."
        : "The connection to %s broke while %s: %s".formatted(where, doing, root(failure));
  }

  /** Something that was found out without an error of the server's. */
  SystemException found(String what, String advice) {
    return SystemException.refused(redactor.redact(where + " " + what + "."), advice);
  }

  /** What the server itself answered: it certainly did not do what it refused. */
  private SystemException refusal(SQLException failure, String doing) {
    var reply = reply(failure);
    return Arrays.stream(SqlState.values())
        .filter(s -> s.has(state(failure)))
        .findFirst()
        .map(s -> refused(where + " " + s.what(doing, reply, user), s.advice(user), failure))
        .orElseGet(
            () ->
                refused(
                    "%s refused while %s: %s (SQLSTATE %s)"
                        .formatted(where, doing, reply, state(failure)),
                    "See what the server's log says about it.",
                    failure));
  }

  private SystemException refused(String message, String advice, SQLException failure) {
    return SystemException.refused(redactor.redact(message), advice, clean(failure));
  }

  /** What the server said, without the word before it (ERROR, FATAL) in whatever language. */
  private static String reply(SQLException failure) {
    return text(failure).strip().replaceAll("\\s+", " ").replaceFirst("^\\p{Lu}+: ", "");
  }

  /** Whether the server gave a reason: the driver's own are those of class 08 and 99. */
  private static boolean answered(SQLException failure) {
    var state = state(failure);
    return !state.isEmpty() && !state.startsWith("08") && !state.startsWith("99");
  }

  /** Whether the session is gone: of a statement under way nobody knows what became of it. */
  static boolean broken(SQLException failure) {
    var state = state(failure);
    return state.startsWith("08")
        || state.startsWith("57P")
        || state.equals("25P03")
        || state.equals("40003");
  }

  /** The SQLSTATE behind a failure; empty where there is none. */
  static Optional<String> stateBehind(SystemException failure) {
    return chain(failure)
        .filter(SQLException.class::isInstance)
        .map(e -> state((SQLException) e))
        .findFirst();
  }

  /** The SQLSTATE; empty where the driver gives none. */
  static String state(SQLException failure) {
    return Optional.ofNullable(failure.getSQLState()).orElse("");
  }

  /** The failure as a cause that can be logged: without the password in any message of it. */
  private Throwable clean(SQLException failure) {
    var secret = chain(failure).flatMap(PostgresErrors::all).map(Throwable::toString);
    if (secret.allMatch(t -> t.equals(redactor.redact(t)))) {
      return failure;
    }
    var substitute = new SQLException(redactor.redact(text(failure)), failure.getSQLState());
    substitute.setStackTrace(failure.getStackTrace());
    return substitute;
  }

  private static Stream<Throwable> all(Throwable failure) {
    return Stream.concat(Stream.of(failure), Arrays.stream(failure.getSuppressed()));
  }

  private static boolean caused(Throwable failure, Class<? extends Throwable> type) {
    return chain(failure).flatMap(PostgresErrors::all).anyMatch(type::isInstance);
  }

  private static String text(Throwable failure) {
    return Optional.ofNullable(failure.getMessage()).orElse(failure.getClass().getSimpleName());
  }

  private static String root(Throwable failure) {
    return text(chain(failure).reduce((_, later) -> later).orElse(failure));
  }

  private static Stream<Throwable> chain(Throwable failure) {
    return Stream.iterate(
            Optional.of(failure), Optional::isPresent, e -> e.map(Throwable::getCause))
        .flatMap(Optional::stream);
  }
}
