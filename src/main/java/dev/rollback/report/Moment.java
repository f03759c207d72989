package dev.rollback.report;

import dev.rollback.run.Progress;
import dev.rollback.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A run as it stands at this moment, for somebody who watches.
 *
 * @param run what its journal says
 * @param now the time
 * @param estimate how long its scenario takes, by its author
 * @param progress how far the steps in hand have come, by id; what is not in the journal is known
 *     only to the process that does it
 * @param seat from where it is watched
 */
public record Moment(
    RunState run,
    Instant now,
    Optional<Duration> estimate,
    Map<String, Progress> progress,
    Seat seat) {

  /** Keeps its own copy. */
  public Moment {
    progress = Map.copyOf(progress);
  }

  /** From where a run is watched. */
  public sealed interface Seat {
    /**
     * At the terminal of the run itself.
     *
     * @param stopping what has asked it to stop
     */
    record Here(Optional<String> stopping) implements Seat {}

    /**
     * From elsewhere.
     *
     * @param worker whose process works on it; empty where that cannot be told
     */
    record Elsewhere(Optional<Worker> worker) implements Seat {}
  }

  /** The process that works on a run. */
  public record Worker(String user, String host, long process) {
    /** {@code alice, at the terminal of process 4711 on ops-1}. */
    public String terminal() {
      return "%s, at the terminal of process %d on %s".formatted(user, process, host);
    }

    String label() {
      return "process %d of %s on %s".formatted(process, user, host);
    }
  }
}
