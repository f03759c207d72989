package dev.rollback.adapter.host.exec;

import dev.rollback.action.Connection;
import dev.rollback.adapter.host.TestHosts;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;

/** {@code exec.ensure} on this machine. */
final class EnsureHereTest extends EnsureContract {
  @Override
  protected Connection<HostReader, HostWriter> connection() {
    return TestHosts.here(System.getenv(), folder);
  }
}
