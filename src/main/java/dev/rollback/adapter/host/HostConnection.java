package dev.rollback.adapter.host;

import dev.rollback.action.Connection;
import dev.rollback.action.Fact;
import dev.rollback.action.Pin;
import dev.rollback.adapter.host.machine.Command;
import dev.rollback.adapter.host.machine.Host;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;
import dev.rollback.adapter.host.machine.Words;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import java.util.List;
import java.util.Optional;

/** The clients of one machine. Each question is a program of its own: there is no line to close. */
final class HostConnection implements Connection<HostReader, HostWriter> {
  static final List<Fact> FACTS =
      List.of(
          new Fact(
              "machine",
              "[0-9a-f]{8}",
              true,
              "The beginning of a digest of /etc/machine-id, which is another one on each"
                  + " installation. Machines cloned without a new one share it."));

  private static final String MACHINE_ID = "/etc/machine-id";

  private final Host host;
  private final Pin pin;

  HostConnection(Host host, Pin pin) {
    this.host = host;
    this.pin = pin;
  }

  @Override
  public String address() {
    return host.address();
  }

  @Override
  public HostReader reader() {
    return host;
  }

  @Override
  public HostWriter writer() {
    return host;
  }

  @Override
  public String ping() {
    var ended = host.look(Command.of(List.of("uname", "-srn"), host.timeout()));
    if (!ended.with(0)) {
      throw SystemException.refused(
          host.address() + ": uname does not tell what it is" + Words.printed(ended),
          "Run it there by hand: uname -srn");
    }
    return Words.last(ended.out());
  }

  @Override
  public Optional<String> identity() {
    return fact(FACTS.getFirst().name());
  }

  /** The id itself is not to be shown to everybody: see machine-id(5). */
  @Override
  public Optional<String> fact(String name) {
    var ended = host.look(Command.of(List.of("cat", "--", MACHINE_ID), host.timeout()));
    return Optional.of(ended.out().head().strip())
        .filter(id -> ended.with(0) && !id.isEmpty())
        .map(id -> Sensitive.of("rollback " + id).fingerprint());
  }

  @Override
  public Pin pin() {
    return pin;
  }

  @Override
  public void close() {}
}
