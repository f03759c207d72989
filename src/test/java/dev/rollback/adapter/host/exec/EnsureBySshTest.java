package dev.rollback.adapter.host.exec;

import dev.rollback.action.Connection;
import dev.rollback.adapter.host.TestHosts;
import dev.rollback.adapter.host.TestSshd;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** {@code exec.ensure} by ssh. */
final class EnsureBySshTest extends EnsureContract {
  @TempDir static Path server;
  private static TestSshd sshd;

  @BeforeAll
  static void start() {
    sshd = new TestSshd(server);
  }

  @AfterAll
  static void stop() {
    if (sshd != null) {
      sshd.close();
    }
  }

  @Override
  protected Connection<HostReader, HostWriter> connection() {
    return TestHosts.ssh(TestSshd.HOST, sshd.environment(), folder);
  }
}
