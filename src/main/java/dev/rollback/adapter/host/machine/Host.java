package dev.rollback.adapter.host.machine;

import dev.rollback.action.SecretRef;
import dev.rollback.action.Secrets;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.process.Ended;
import java.time.Duration;
import java.util.function.Consumer;

/** One machine, for who looks and for who changes. */
public final class Host implements HostWriter {
  private final Machine machine;
  private final boolean sudo;
  private final Duration timeout;
  private final Secrets secrets;

  /**
   * Programs on this machine.
   *
   * @param timeout how long a program may take that only looks
   */
  public Host(Machine machine, boolean sudo, Duration timeout, Secrets secrets) {
    this.machine = machine;
    this.sudo = sudo;
    this.timeout = timeout;
    this.secrets = secrets;
  }

  @Override
  public String address() {
    return machine.address();
  }

  @Override
  public Duration timeout() {
    return timeout;
  }

  @Override
  public boolean sudo() {
    return sudo;
  }

  @Override
  public Sensitive secret(SecretRef reference) {
    return secrets.read(reference);
  }

  @Override
  public Ended look(Command command) {
    try {
      return machine.run(command, _ -> {});
    } catch (SystemException e) {
      throw e.effect() == SystemException.Effect.NONE
          ? e
          : SystemException.refused(
              e.problem(), "Nothing was changed by it: try again when the machine answers.", e);
    }
  }

  @Override
  public Ended run(Command command, Consumer<String> lines) {
    return machine.run(command, lines);
  }
}
