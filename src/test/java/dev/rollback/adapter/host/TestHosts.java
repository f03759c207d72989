package dev.rollback.adapter.host;

import dev.rollback.action.Connection;
import dev.rollback.action.Pin;
import dev.rollback.action.SecretRef;
import dev.rollback.action.Secrets;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Connections to machines, as {@code rollback.yaml} would make them. */
public final class TestHosts {
  /** The value of every secret that a test refers to by the variable {@code TOKEN}. */
  public static final String SECRET = "s3cr3t' value\"";

  /** What a connection says of how long one answer may take. */
  public static final Duration TIMEOUT = Duration.ofSeconds(10);

  private TestHosts() {}

  /** This machine, for a user with this environment. */
  public static Connection<HostReader, HostWriter> here(
      Map<String, String> environment, Path folder) {
    return connect(
        environment, folder, new HostSettings(Optional.empty(), Optional.empty(), false, TIMEOUT));
  }

  /** By ssh. */
  public static Connection<HostReader, HostWriter> ssh(
      String destination, Map<String, String> environment, Path folder) {
    return connect(
        environment,
        folder,
        new HostSettings(Optional.of(destination), Optional.empty(), false, TIMEOUT));
  }

  /** In a container. */
  public static Connection<HostReader, HostWriter> container(
      String name, boolean sudo, Path folder) {
    return connect(
        System.getenv(),
        folder,
        new HostSettings(Optional.empty(), Optional.of(name), sudo, TIMEOUT));
  }

  /** With these settings. */
  public static Connection<HostReader, HostWriter> connect(
      Map<String, String> environment, Path folder, HostSettings settings) {
    return new HostAdapter(environment, folder).connect(settings, Pin.none(), secrets());
  }

  private static Secrets secrets() {
    return reference -> {
      if (reference instanceof SecretRef.Env(var name) && name.equals("TOKEN")) {
        return Sensitive.of(SECRET);
      }
      throw SystemException.refused("there is no " + reference, "Set it.");
    };
  }
}
