package dev.rollback.adapter.redis.link;

import dev.rollback.action.ResponseTimeout;
import dev.rollback.diagnostic.SystemException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;

/** Says what a server or the way to it had to object, so that a person knows what to do next. */
public final class RedisErrors {
  private final String where;
  private final String user;
  private final Duration timeout;

  /** For one connection: its address, user and time-out go into the sentences. */
  RedisErrors(String where, String user, Duration timeout) {
    this.where = where;
    this.user = user;
    this.timeout = timeout;
  }

  /** A connection that did not come about: nothing was sent but a greeting. */
  SystemException connecting(Throwable failure) {
    var reply = find(failure, RedisCommandExecutionException.class::isInstance);
    if (reply.isPresent()) {
      return reply(reply.get(), "greeting it");
    }
    if (find(failure, UnknownHostException.class::isInstance).isPresent()
        || find(failure, e -> e.getClass().getSimpleName().equals("UnresolvedAddressException"))
            .isPresent()) {
      return SystemException.refused(
          "The host of " + where + " is unknown: its name cannot be resolved.",
          "Check the host in `uri`, and the name service of this machine.",
          failure);
    }
    if (find(failure, SSLException.class::isInstance).isPresent()) {
      return TlsErrors.of(where, root(failure), failure);
    }
    if (find(failure, ConnectException.class::isInstance).isPresent()) {
      return SystemException.refused(
          "Nothing answers at " + where + ": the connection was refused or timed out.",
          "Check that the server runs, and host, port and firewall.",
          failure);
    }
    return SystemException.refused(
        "Cannot connect to " + where + ": " + root(failure),
        "Check that a Redis server answers at this address, and how long it takes; "
            + (where.startsWith("rediss")
                ? "and that it speaks TLS on this port (redis:// is for one that does not)."
                : "if it speaks TLS on this port, write rediss://."),
        failure);
  }

  /**
   * A command that failed.
   *
   * @param doing what went on, for the sentence {@code … while counting keys}
   * @param write whether it would have changed something: without an answer its effect is unknown
   */
  public SystemException command(Throwable failure, String doing, boolean write) {
    if (failure instanceof SystemException known) {
      return known;
    }
    var reply = find(failure, RedisCommandExecutionException.class::isInstance);
    if (reply.isPresent()) {
      return reply(reply.get(), doing);
    }
    if (failure instanceof RedisConnectionException) {
      return connecting(failure);
    }
    var message =
        failure instanceof TimeoutException
            ? where + " did not answer within " + ResponseTimeout.text(timeout) + " while " + doing
            : "The connection to " + where + " broke while " + doing + ": " + root(failure);
    return write
        ? SystemException.unknown(
            message,
            "Look at the server; then resume or undo the run: both go by what is there.",
            failure)
        : SystemException.refused(message, "Check the server, and try again.", failure);
  }

  /**
   * A refusal, with no effect, that a script has caught and handed on.
   *
   * @param text in the server's words
   */
  public SystemException refused(String text, String doing) {
    return reply(new RedisCommandExecutionException(text), doing);
  }

  /** What the server itself answered: it certainly did not do what it refused. */
  private SystemException reply(Throwable failure, String doing) {
    var text = String.valueOf(failure.getMessage());
    return Arrays.stream(Refusal.values())
        .filter(r -> r.tells(text))
        .findFirst()
        .map(
            r ->
                SystemException.refused(where + " " + r.what(doing, text), r.advice(user), failure))
        .orElseGet(
            () ->
                SystemException.refused(
                    where + " refused while " + doing + ": " + text,
                    "See what the server's log says about it.",
                    failure));
  }

  private static Optional<Throwable> find(Throwable failure, Predicate<Throwable> wanted) {
    for (var e = Optional.of(failure); e.isPresent(); e = e.flatMap(RedisErrors::cause)) {
      if (wanted.test(e.get())) {
        return e;
      }
    }
    return Optional.empty();
  }

  private static Optional<Throwable> cause(Throwable e) {
    return Optional.ofNullable(e.getCause());
  }

  private static String root(Throwable failure) {
    var deepest = failure;
    for (var e = Optional.of(failure); e.isPresent(); e = e.flatMap(RedisErrors::cause)) {
      deepest = e.get();
    }
    var message = deepest.getMessage();
    return message == null || message.isBlank() ? deepest.getClass().getSimpleName() : message;
  }
}
