package dev.rollback.contract;

import dev.rollback.adapter.alertmanager.FakeAlertmanager;

/** On a server that answers as Alertmanager does. */
class AlertmanagerSilenceTest extends AlertmanagerSilenceContract {
  private final FakeAlertmanager server = new FakeAlertmanager();

  @Override
  protected String upstream() {
    return server.url();
  }

  @Override
  protected void stop() {
    server.close();
  }
}
