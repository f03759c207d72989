package dev.rollback.sandbox.fault;

import dev.rollback.sandbox.site.Fault;
import java.util.List;
import java.util.Optional;

/** All faults. */
public final class Faults {
  /** As {@link WrongSecret}. */
  public static final Fault WRONG_SECRET = new WrongSecret();

  /** As {@link StaleKeys}. */
  public static final Fault STALE_KEYS = new StaleKeys();

  /** As {@link ProxyAddress}. */
  public static final Fault PROXY_ADDRESS = new ProxyAddress();

  /** As {@link PoisonedCache}. */
  public static final Fault POISONED_CACHE = new PoisonedCache();

  /** As {@link BlockingKeys}. */
  public static final Fault BLOCKING_KEYS = new BlockingKeys();

  /** As {@link SlowQuery}. */
  public static final Fault SLOW_QUERY = new SlowQuery();

  /** As {@link MemoryFull}. */
  public static final Fault MEMORY_FULL = new MemoryFull();

  /** As {@link RedisGone}. */
  public static final Fault REDIS_GONE = new RedisGone();

  /** As {@link BadMigration}. */
  public static final Fault BAD_MIGRATION = new BadMigration();

  /** As {@link FailedMigration}. */
  public static final Fault FAILED_MIGRATION = new FailedMigration();

  /** As {@link HalfMigration}. */
  public static final Fault HALF_MIGRATION = new HalfMigration();

  /** As {@link BadCommits}. */
  public static final Fault BAD_COMMITS = new BadCommits();

  /** As {@link LeakedCredentials}. */
  public static final Fault LEAKED_CREDENTIALS = new LeakedCredentials();

  /** As {@link LostRows}. */
  public static final Fault LOST_ROWS = new LostRows();

  /** As {@link DatabaseUnreachable}. */
  public static final Fault DATABASE_UNREACHABLE = new DatabaseUnreachable();

  /** As {@link PodsKilled}. */
  public static final Fault PODS_KILLED = new PodsKilled();

  /** As {@link LimitByDesign}. */
  public static final Fault LIMIT_BY_DESIGN = new LimitByDesign();

  /** As {@link StuckRollout}. */
  public static final Fault STUCK_ROLLOUT = new StuckRollout();

  private static final List<Fault> ALL =
      List.of(
          BAD_MIGRATION,
          FAILED_MIGRATION,
          HALF_MIGRATION,
          LOST_ROWS,
          WRONG_SECRET,
          STALE_KEYS,
          REDIS_GONE,
          DATABASE_UNREACHABLE,
          PROXY_ADDRESS,
          LEAKED_CREDENTIALS,
          POISONED_CACHE,
          BLOCKING_KEYS,
          MEMORY_FULL,
          PODS_KILLED,
          LIMIT_BY_DESIGN,
          SLOW_QUERY,
          BAD_COMMITS,
          STUCK_ROLLOUT);

  private Faults() {}

  /** Every fault, in the order of the scenarios in the playbooks; a scenario's main one first. */
  public static List<Fault> all() {
    return ALL;
  }

  /** The fault of that name, as a command line has it. */
  public static Optional<Fault> named(String id) {
    return ALL.stream().filter(f -> f.id().equals(id)).findFirst();
  }

  /** The faults that a scenario is drilled with. */
  public static List<Fault> of(String scenario) {
    return ALL.stream().filter(f -> f.scenarios().contains(scenario)).toList();
  }
}
