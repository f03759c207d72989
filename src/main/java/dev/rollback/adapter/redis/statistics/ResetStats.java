package dev.rollback.adapter.redis.statistics;

import dev.rollback.action.BulkAction;
import dev.rollback.action.Content;
import dev.rollback.action.Observed;
import dev.rollback.action.Requirement;
import dev.rollback.action.Risk;
import dev.rollback.action.Target;
import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.adapter.redis.RedisNeeds;
import dev.rollback.adapter.redis.RedisReader;
import dev.rollback.adapter.redis.RedisWriter;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.Doc;
import java.util.List;

/**
 * {@code redis.reset-stats}: sets the server's statistics to zero, and keeps what they were.
 *
 * <p>Nothing at the server tells that it was done: counters begin to rise again at once. What was
 * saved does: a counter that is lower than it was then has been reset in between. So an interrupted
 * reset that goes on does not throw away a second time what was counted since.
 */
@Doc(
    "Sets the server's statistics to zero, as CONFIG RESETSTAT does. All that INFO says, with the"
        + " statistics of commands and their latencies, is kept with the run before. There is no"
        + " way to put statistics back into a server, so it cannot be undone.")
public record ResetStats() implements BulkAction<ResetStats.State, RedisReader, RedisWriter> {
  private static final State ZERO = new State(0, 0, 0, 0, 0);

  /** What is moved: the counters that stand for all. */
  @Doc("Counters of a server; its other statistics are reset with them.")
  public record State(
      @Doc("Reads of keys that were there.") long hits,
      @Doc("Reads of keys that were not there.") long misses,
      @Doc("Keys that have expired.") long expired,
      @Doc("Keys that were deleted for want of memory.") long evicted,
      @Doc("Connections that were refused because there were too many.") long rejected) {}

  @Override
  public Target target() {
    return Target.of("statistics");
  }

  @Override
  public List<Requirement<RedisReader>> requirements() {
    return RedisNeeds.forResetting();
  }

  @Override
  public Risk risk(State before, State after) {
    return Risk.DESTRUCTIVE;
  }

  @Override
  public Trust trust() {
    return Trust.BOUNDED;
  }

  @Override
  public Undo undo() {
    return Undo.impossible(
        "a server takes no statistics; what they were is kept with the run, for people to read");
  }

  @Override
  public Observed<State> observe(RedisReader system) {
    var stats = system.info("stats");
    return new Observed<>(
        new State(
            stats.count("keyspace_hits"),
            stats.count("keyspace_misses"),
            stats.count("expired_keys"),
            stats.count("evicted_keys"),
            stats.count("rejected_connections")),
        "",
        List.of("%,d commands were counted".formatted(stats.count("total_commands_processed"))));
  }

  @Override
  public State desired(State before) {
    return ZERO;
  }

  @Override
  public void save(Observed<State> from, RedisReader system, Content.Sink sink) {
    Snapshot.take(system).keep(sink);
  }

  @Override
  public void write(
      Observed<State> from, State to, RedisWriter system, Content content, Progress progress) {
    if (!to.equals(ZERO)) {
      throw SystemException.refused(
          "Statistics cannot be put back into a server.", "Read what was kept with the run.");
    }
    if (Counters.begunAnew(Snapshot.read(content).info(), system.info(Info.EVERYTHING))) {
      progress.note("the statistics have been reset since they were saved; not again");
    } else {
      system.resetStatistics();
      progress.note("statistics reset; what they were is kept with the run");
    }
  }

  /** Counters rise all the time. */
  @Override
  public boolean partway(State from, State to, State now) {
    return true;
  }

  /** What was approved is to reset whatever has been counted by then. */
  @Override
  public boolean covers(State approved, State now) {
    return true;
  }
}
