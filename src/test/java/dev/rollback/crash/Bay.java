package dev.rollback.crash;

import dev.rollback.sandbox.site.Fault;
import java.util.Optional;

/** A place for one sandbox after the other. It is used by one thread at a time. */
public final class Bay implements AutoCloseable {
  private Optional<Stage> stage = Optional.empty();

  /** The sandbox that stands here, whatever was done to it. */
  public Stage stage() {
    var here = stage.orElseGet(Stage::new);
    stage = Optional.of(here);
    return here;
  }

  /** A new one. */
  public Stage fresh() {
    close();
    return stage();
  }

  /** The one that is here if it is as it was when it was broken; else a new one. */
  public Stage asBroken(Fault fault) {
    return stage.filter(s -> s.isBrokenBy(fault)).orElseGet(this::fresh);
  }

  @Override
  public void close() {
    stage.ifPresent(Stage::close);
    stage = Optional.empty();
  }
}
