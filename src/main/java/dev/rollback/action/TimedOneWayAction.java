package dev.rollback.action;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * A one-way action that can be held to a time. A step of any other one cannot have a {@code
 * timeout}: it would be relied on, and have no effect.
 */
public interface TimedOneWayAction<R, W extends R> extends OneWayAction<R, W> {

  /**
   * Does it, and has ended when the time is over.
   *
   * @param patience longer than nothing; the action's own limits still hold where they are shorter
   * @param progress is told what there is to tell meanwhile, a line each, by any thread
   * @throws dev.rollback.diagnostic.SystemException whose effect tells whether it may have been
   *     done; also when the time was over
   */
  String execute(W system, Duration patience, Consumer<String> progress);
}
