package dev.rollback.adapter.notify;

/** {@code notify.slack}. */
class SlackTest extends NotifyContract<Slack> {
  @Override
  protected Class<Slack> type() {
    return Slack.class;
  }

  @Override
  protected String step() {
    return "action: notify.slack, with: {text: \"a 'quoted' text\"}";
  }
}
