package dev.rollback.contract;

import dev.rollback.adapter.alertmanager.AlertmanagerGate;
import dev.rollback.sandbox.alertmanager.AlertmanagerServer;

/** On a server that answers as Alertmanager does. */
class AlertmanagerSilenceTest extends AlertmanagerSilenceContract {
  private final AlertmanagerServer server = AlertmanagerGate.server();

  @Override
  protected String upstream() {
    return server.uri().toString();
  }

  @Override
  protected void stop() {
    server.close();
  }
}
