package dev.rollback.adapter.host.exec;

import dev.rollback.action.Connection;
import dev.rollback.adapter.host.TestHosts;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;

/** {@code exec.run} on this machine. */
final class RunHereTest extends RunContract {
  @Override
  protected Connection<HostReader, HostWriter> connection() {
    return TestHosts.here(System.getenv(), folder);
  }
}
