package dev.rollback.adapter.alertmanager;

import dev.rollback.sandbox.alertmanager.AlertmanagerServer;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The sandbox's Alertmanager: the contract that it is held to also runs against the real one, in the
 * lab.
 */
public final class FakeAlertmanager implements AutoCloseable {
  private final AlertmanagerServer server;

  /** Starts it. */
  public FakeAlertmanager() {
    try {
      server = AlertmanagerServer.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its base URL. */
  public String url() {
    return server.uri().toString();
  }

  @Override
  public void close() {
    server.close();
  }
}
