package dev.rollback.scenario;

import dev.rollback.action.Connection;
import dev.rollback.action.LeasePlace;
import dev.rollback.action.Pin;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.UserException;
import java.util.List;
import java.util.Optional;

/**
 * Stands for a connection that the target does not have, in a step that may be left out: whoever
 * asks it anything is told what is missing.
 */
final class AbsentConnection<R, W extends R> implements Connection<R, W> {
  private final List<Diagnostic> why;

  /**
   * None is there.
   *
   * @param why what is missing, at the step that would need it
   */
  AbsentConnection(List<Diagnostic> why) {
    this.why = List.copyOf(why);
  }

  /** What is missing; empty where the connection is there. */
  static List<Diagnostic> why(Connection<?, ?> connection) {
    return connection instanceof AbsentConnection<?, ?> absent ? absent.why : List.of();
  }

  private UserException missing() {
    return new UserException(why);
  }

  @Override
  public String address() {
    throw missing();
  }

  @Override
  public R reader() {
    throw missing();
  }

  @Override
  public W writer() {
    throw missing();
  }

  @Override
  public Optional<W> imagined() {
    throw missing();
  }

  @Override
  public String ping() {
    throw missing();
  }

  @Override
  public Optional<String> identity() {
    throw missing();
  }

  @Override
  public Optional<String> fact(String name) {
    throw missing();
  }

  @Override
  public Pin pin() {
    throw missing();
  }

  @Override
  public Optional<Time> time() {
    throw missing();
  }

  @Override
  public Optional<LeasePlace<R, W>> leasePlace() {
    throw missing();
  }

  @Override
  public void close() {}
}
