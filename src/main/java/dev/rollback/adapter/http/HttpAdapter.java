package dev.rollback.adapter.http;

import dev.rollback.action.Adapter;
import dev.rollback.action.Connection;
import dev.rollback.action.Pin;
import dev.rollback.action.Secrets;
import dev.rollback.action.StepType;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Services that speak HTTP: they are asked, never changed, so reader and writer are the same. */
public final class HttpAdapter implements Adapter<HttpSettings, HttpReader, HttpReader> {
  private final RandomGenerator random;

  /** Random passwords come from the platform's secure source. */
  public HttpAdapter() {
    this(new SecureRandom());
  }

  HttpAdapter(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public String system() {
    return "http";
  }

  @Override
  public Class<HttpSettings> settings() {
    return HttpSettings.class;
  }

  @Override
  public List<StepType<HttpReader, HttpReader>> steps() {
    return List.of(
        StepType.check("http.get", Get.class, Get.Values.class),
        StepType.check("http.login", Login.class, Login.Values.class));
  }

  @Override
  public void validate(HttpSettings settings) {
    Base.parse(settings.base());
  }

  @Override
  public Connection<HttpReader, HttpReader> connect(
      HttpSettings settings, Pin pin, Secrets secrets) {
    var base = Base.parse(settings.base());
    return new Service(base, new JdkHttpReader(base, secrets, random));
  }

  /** One service. */
  private record Service(Base base, JdkHttpReader client)
      implements Connection<HttpReader, HttpReader> {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public String address() {
      return base.url();
    }

    @Override
    public HttpReader reader() {
      return client;
    }

    @Override
    public HttpReader writer() {
      return client;
    }

    @Override
    public String ping() {
      var answer =
          client.send(new HttpReader.Request("/", Map.of(), Map.of(), Optional.empty(), PATIENCE));
      return "HTTP %d%s"
          .formatted(
              answer.status(),
              Optional.ofNullable(answer.headers().get("server")).map(s -> ", " + s).orElse(""));
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
