package dev.rollback.adapter.alertmanager;

import dev.rollback.action.Adapter;
import dev.rollback.action.Connection;
import dev.rollback.action.Pin;
import dev.rollback.action.Secrets;
import dev.rollback.action.StepType;
import dev.rollback.web.Web;
import dev.rollback.web.WebConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Alertmanager, by version 2 of its API. */
public final class AlertmanagerAdapter
    implements Adapter<AlertmanagerSettings, AlertmanagerReader, AlertmanagerWriter> {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Path directory;

  /**
   * The adapter.
   *
   * @param directory where relative paths of certificates start
   */
  public AlertmanagerAdapter(Path directory) {
    this.directory = directory;
  }

  @Override
  public String system() {
    return "alertmanager";
  }

  @Override
  public Class<AlertmanagerSettings> settings() {
    return AlertmanagerSettings.class;
  }

  @Override
  public List<StepType<AlertmanagerReader, AlertmanagerWriter>> steps() {
    return List.of(StepType.action("alertmanager.silence", Silence.class, Silence.State.class));
  }

  @Override
  public void validate(AlertmanagerSettings settings) {
    var _ = settings.site();
  }

  @Override
  public Connection<AlertmanagerReader, AlertmanagerWriter> connect(
      AlertmanagerSettings settings, Pin pin, Secrets secrets) {
    var web = new Web(settings.site(), secrets, directory);
    return new Server(web, new AlertmanagerApi(web, settings.timeout(), settings.longest()));
  }

  /** One server. */
  private record Server(Web web, AlertmanagerApi api)
      implements WebConnection<AlertmanagerReader, AlertmanagerWriter> {
    @Override
    public AlertmanagerReader reader() {
      return api;
    }

    @Override
    public AlertmanagerWriter writer() {
      return api;
    }

    @Override
    public String ping() {
      return api.whatItIs();
    }

    @Override
    public Optional<Time> time() {
      return Optional.of(new Time(api.now(), SECOND));
    }
  }
}
