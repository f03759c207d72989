package dev.rollback.adapter.notify;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** What can be done to a receiver. */
public interface NotifyWriter extends NotifyReader {

  /**
   * Sends a message, and again only where it certainly was not accepted, or where its event makes
   * that harmless.
   *
   * @param patience after which nothing more is sent or awaited; when missing, all attempts are
   *     made
   * @param progress is told why it is sent again, and when
   * @return what the receiver said, one line
   * @throws dev.rollback.diagnostic.SystemException whose effect tells whether it may have been
   *     accepted
   */
  String send(Message message, Optional<Duration> patience, Consumer<String> progress);
}
