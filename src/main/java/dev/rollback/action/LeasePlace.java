package dev.rollback.action;

import java.util.List;
import java.util.Optional;

/**
 * A place in one of a target's own systems where it stands who moves that target, for everybody who
 * can reach it, on whatever machine: a register with compare-and-swap. When a claim may be taken,
 * renewed or taken over is decided elsewhere, once for all systems.
 *
 * <p>Every method that takes a system may throw {@link dev.rollback.diagnostic.SystemException}.
 *
 * @param <R> a client that can only read
 * @param <W> a client that can also write
 */
public interface LeasePlace<R, W extends R> {

  /**
   * Where it is, as one would look for it there: {@code lease/rollback-production in namespace
   * grid}. Pure.
   *
   * @param target the target's name in the configuration
   */
  String where(String target);

  /** What this user needs to read and write it; asked in preflight, without changing anything. */
  List<Requirement<R>> requirements(String target);

  /** What stands there; empty where nothing does. Reads only. */
  Optional<Claim> read(String target, R system);

  /**
   * Puts {@code next} there if what stands there is still {@code seen}, as one step that no other
   * process can come between.
   *
   * @param seen what {@link #read} gave or the last {@code replace} put there; empty where nothing
   *     stood
   * @return false when something else stands there; then nothing was written
   */
  boolean replace(String target, Optional<Claim> seen, Claim next, W system);

  /**
   * Whether a claim that was given back goes on to stand there. Where it does not, a claim that has
   * vanished may have been another's in between, and counts as lost.
   */
  boolean remembers();
}
