package dev.rollback.adapter.notify;

/** {@code notify.webhook}. */
class WebhookTest extends NotifyContract<Webhook> {
  @Override
  protected Class<Webhook> type() {
    return Webhook.class;
  }

  @Override
  protected String step() {
    return "action: notify.webhook, with: {body: {summary: down, count: 3}, harm: disruptive}";
  }
}
