package dev.rollback.lease;

import dev.rollback.action.Claim;
import dev.rollback.action.Connection;
import dev.rollback.action.LeasePlace;
import java.util.Optional;

/**
 * One place where it stands who moves one target.
 *
 * @see LeasePlace
 */
public interface Register {
  /** Where it is, as one would look for it. */
  String where();

  /** What stands there. */
  Optional<Claim> read();

  /** Puts {@code next} there if what stands there is still {@code seen}. */
  boolean replace(Optional<Claim> seen, Claim next);

  /** Whether a claim that was given back goes on to stand there. */
  boolean remembers();

  /**
   * A place in a system.
   *
   * @param name of the lease there: the same for all who may move that system
   */
  static <R, W extends R> Register in(
      LeasePlace<R, W> place, Connection<R, W> connection, String name) {
    return new Register() {
      @Override
      public String where() {
        return place.where(name);
      }

      @Override
      public Optional<Claim> read() {
        return place.read(name, connection.reader());
      }

      @Override
      public boolean replace(Optional<Claim> seen, Claim next) {
        return place.replace(name, seen, next, connection.writer());
      }

      @Override
      public boolean remembers() {
        return place.remembers();
      }
    };
  }
}
