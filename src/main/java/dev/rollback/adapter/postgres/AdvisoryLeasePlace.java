package dev.rollback.adapter.postgres;

import dev.rollback.action.Claim;
import dev.rollback.action.LeasePlace;
import dev.rollback.action.Requirement;
import dev.rollback.diagnostic.SystemException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A lease as an advisory lock of a session of its own. The server itself makes sure that one
 * session has it, and takes it back when that session ends, however it ends; the claim stands in
 * the session's last statement.
 *
 * <p>A lease whose session broke is lost, and is never taken again by renewing it.
 */
final class AdvisoryLeasePlace
    implements LeasePlace<PostgresReader, PostgresWriter>, AutoCloseable {
  private static final int LONGEST_NAME = 63;
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final int PAUSES = 25;

  private final String where;
  private final PostgresErrors errors;
  private final Map<String, Held> held = new HashMap<>();

  /**
   * A lease that this process holds.
   *
   * @param standing what stands there: the last claim that was put there, and one of which it is
   *     not known whether it was
   */
  private record Held(LockSession session, List<Claim> standing) {}

  AdvisoryLeasePlace(Endpoint endpoint, PostgresErrors errors) {
    this.where = "in database " + endpoint.database();
    this.errors = errors;
  }

  @Override
  public String where(String target) {
    var lock = AdvisoryLock.forTarget(target);
    return "advisory lock %d %s (pg_locks: classid %d, objid %d)"
        .formatted(lock.key(), where, lock.classid(), lock.objid());
  }

  @Override
  public List<Requirement<PostgresReader>> requirements(String target) {
    return PostgresNeeds.forLease();
  }

  @Override
  public boolean remembers() {
    return false;
  }

  @Override
  public Optional<Claim> read(String target, PostgresReader system) {
    return system.holder(AdvisoryLock.forTarget(target)).map(holder -> claim(target, holder));
  }

  private Claim claim(String target, LockHolder holder) {
    if (holder.statement().isEmpty()) {
      throw errors.found(
          "has a session that holds target "
              + target
              + ", and this role may not see its claim: "
              + holder.label(),
          "Wait until it has ended, or GRANT pg_read_all_stats to this role.");
    }
    return holder
        .statement()
        .flatMap(LockNote::read)
        .orElseThrow(
            () ->
                errors.found(
                    "has a session that holds "
                        + where(target)
                        + ", and what it shows is no whole claim: "
                        + holder.label(),
                    "See pg_stat_activity who that is, and track_activity_query_size on the server"
                        + " whether it was cut off; wait until it has ended, or end it."));
  }

  @Override
  public synchronized boolean replace(
      String target, Optional<Claim> seen, Claim next, PostgresWriter system) {
    var stood = seen.filter(Claim::held); // what was given back stands nowhere
    var mine = held.get(target);
    if (stood.isEmpty()) {
      return next.held() ? take(target, next, system) : read(target, system).isEmpty();
    }
    if (mine != null && mine.standing().contains(stood.get())) {
      return next.held() ? renew(target, mine, next) : giveBack(target, mine, stood.get());
    }
    return !stood.get().sameTaking(next)
        && next.held()
        && takeOver(target, stood.get(), next, system);
  }

  private boolean take(String target, Claim next, PostgresWriter system) {
    var session = system.lockSession(AdvisoryLock.forTarget(target), name(next), LockNote.of(next));
    try {
      return keptIf(session.take(LockNote.of(next)), target, next, session);
    } catch (RuntimeException e) {
      session.close(); // whether or not it has the lock by now
      throw e;
    }
  }

  private boolean keptIf(boolean taken, String target, Claim next, LockSession session) {
    if (!taken) {
      session.close();
      return false;
    }
    var before = held.put(target, new Held(session, List.of(next)));
    if (before != null) {
      before.session().close();
    }
    return true;
  }

  private boolean renew(String target, Held mine, Claim next) {
    var either = new ArrayList<>(mine.standing());
    either.add(next);
    held.put(target, new Held(mine.session(), List.copyOf(either)));
    if (!mine.session().show(LockNote.of(next))) {
      lose(target, mine);
      return false;
    }
    held.put(target, new Held(mine.session(), List.of(next)));
    return true;
  }

  private boolean giveBack(String target, Held mine, Claim stood) {
    held.remove(target);
    return mine.session().release(LockNote.of(stood));
  }

  private void lose(String target, Held mine) {
    held.remove(target);
    mine.session().close();
  }

  /** The session to come is open before the other is ended: else nobody might have the target. */
  private boolean takeOver(String target, Claim stood, Claim next, PostgresWriter system) {
    var lock = AdvisoryLock.forTarget(target);
    var session = system.lockSession(lock, name(next), LockNote.of(next));
    try {
      var taken =
          system.end(lock, LockNote.of(stood)) && takeAfter(target, stood, next, session, system);
      return keptIf(taken, target, next, session);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** The one that was ended needs a moment to go; a third one may come before us. */
  private boolean takeAfter(
      String target, Claim stood, Claim next, LockSession session, PostgresWriter system) {
    for (var n = 0; n < PAUSES; n++) {
      if (session.take(LockNote.of(next), PAUSE)) {
        return true;
      }
      if (read(target, system).filter(now -> !now.equals(stood)).isPresent()) {
        return false;
      }
    }
    throw SystemException.unknown(
        "The session that held " + where(target) + " was told to end, and has not.",
        "See pg_stat_activity what it waits for; then try again.",
        new SQLTimeoutException("pg_terminate_backend has not taken effect in time"));
  }

  /** For the list of sessions: {@code rollback 20261121-… zoe@host}, in ASCII. */
  private static String name(Claim claim) {
    var text =
        "rollback %s %s@%s"
            .formatted(claim.run(), claim.user(), claim.host())
            .replaceAll("[^ -~]", "?");
    return text.substring(0, Math.min(text.length(), LONGEST_NAME));
  }

  @Override
  public synchronized void close() {
    held.values().forEach(mine -> mine.session().close());
    held.clear();
  }
}
