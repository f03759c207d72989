package dev.rollback.console;

/** The bottom of a terminal, as long as a {@link LiveView} is shown there. */
@FunctionalInterface
public interface LiveRegion extends AutoCloseable {
  /** Takes the view off the screen; what was printed meanwhile stays. */
  @Override
  void close();

  /** Of a console that shows no view. */
  static LiveRegion none() {
    return () -> {};
  }
}
