package dev.rollback.adapter.notify;

import dev.rollback.action.Adapter;
import dev.rollback.action.Connection;
import dev.rollback.action.Messenger;
import dev.rollback.action.Pin;
import dev.rollback.action.Secrets;
import dev.rollback.action.StepType;
import dev.rollback.web.Base;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Receivers of messages, each a webhook. */
public final class NotifyAdapter implements Adapter<NotifySettings, NotifyReader, NotifyWriter> {
  private final Path directory;
  private final Pace pace;

  /**
   * The adapter.
   *
   * @param directory where relative paths of certificates start
   */
  public NotifyAdapter(Path directory) {
    this(directory, Pace.real());
  }

  NotifyAdapter(Path directory, Pace pace) {
    this.directory = directory;
    this.pace = pace;
  }

  @Override
  public String system() {
    return "notify";
  }

  @Override
  public Class<NotifySettings> settings() {
    return NotifySettings.class;
  }

  @Override
  public List<StepType<NotifyReader, NotifyWriter>> steps() {
    return List.of(
        StepType.oneWay("notify.slack", Slack.class),
        StepType.oneWay("notify.webhook", Webhook.class));
  }

  @Override
  public Optional<Messenger<NotifyReader, NotifyWriter>> messenger() {
    return Optional.of(Slack::plain);
  }

  /** The URL is a secret, which is not read yet; the rest must go together. */
  @Override
  public void validate(NotifySettings settings) {
    var _ = Receiver.site(settings, new Base("https://receiver"));
  }

  @Override
  public Connection<NotifyReader, NotifyWriter> connect(
      NotifySettings settings, Pin pin, Secrets secrets) {
    return new Link(new Receiver(settings, secrets, directory, pace));
  }

  /** One receiver. */
  private record Link(Receiver receiver) implements Connection<NotifyReader, NotifyWriter> {
    @Override
    public String address() {
      return receiver.name();
    }

    @Override
    public NotifyReader reader() {
      return receiver;
    }

    @Override
    public NotifyWriter writer() {
      return receiver;
    }

    @Override
    public String ping() {
      return receiver.reach();
    }

    @Override
    public void close() {}
  }
}
