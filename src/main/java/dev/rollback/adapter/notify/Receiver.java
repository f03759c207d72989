package dev.rollback.adapter.notify;

import dev.rollback.action.Requirement.Finding;
import dev.rollback.action.ResponseTimeout;
import dev.rollback.action.Secrets;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.UserException;
import dev.rollback.web.Account;
import dev.rollback.web.Answer;
import dev.rollback.web.Base;
import dev.rollback.web.Bodies;
import dev.rollback.web.Paths;
import dev.rollback.web.Request;
import dev.rollback.web.SecretNames;
import dev.rollback.web.Site;
import dev.rollback.web.Web;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A receiver. Its URL is read anew, and a line opened anew, for each attempt: on a line that was
 * idle nobody could tell whether a message that broke off was sent.
 */
record Receiver(NotifySettings settings, Secrets secrets, Path directory, Pace pace)
    implements NotifyWriter {
  private static final int LONGEST = 64 * 1024;

  /** A way to it, and the part of its URL that is a secret. */
  private record Line(Web web, String path) implements AutoCloseable {
    @Override
    public void close() {
      web.close();
    }
  }

  @Override
  public String name() {
    return name(settings);
  }

  private static String name(NotifySettings settings) {
    return "the webhook in " + SecretNames.of(settings.url());
  }

  private URI url() {
    try {
      return new URI(secrets.read(settings.url()).reveal().strip());
    } catch (URISyntaxException e) {
      throw noUrl("it is no URL"); // the exception would repeat it
    }
  }

  private Line open(URI url) {
    if (url.getHost() == null || url.getRawFragment() != null) {
      throw noUrl("it is no absolute URL, or has a fragment");
    }
    try {
      var base = Base.parse(url.getScheme() + "://" + url.getRawAuthority());
      var path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
      var query = Optional.ofNullable(url.getRawQuery()).map(q -> "?" + q).orElse("");
      Paths.check(path + query);
      return new Line(new Web(site(settings, base), secrets, directory), path + query);
    } catch (UserException e) {
      throw noUrl(
          "it is neither http:// nor https://, has a user in it, or has `tls` without https");
    }
  }

  private SystemException noUrl(String why) {
    return SystemException.refused(
        "What " + SecretNames.of(settings.url()) + " holds cannot be used as a URL: " + why + ".",
        "Put the whole URL of the webhook there: https://HOST/PATH.");
  }

  /**
   * What settings say of a receiver.
   *
   * @throws UserException when they do not go together
   */
  static Site site(NotifySettings settings, Base base) {
    return new Site(
        base,
        Optional.of(name(settings) + " at " + base.url()),
        new Account(Optional.empty(), Optional.empty(), settings.bearer()),
        settings.headers(),
        settings.tls(),
        settings.proxy(),
        ResponseTimeout.connecting(settings.timeout()),
        LONGEST);
  }

  @Override
  public Finding usable() {
    try (var _ = open(url())) {
      settings.bearer().ifPresent(secrets::read);
      return new Finding.Met();
    } catch (SystemException e) {
      return new Finding.Missing(e.problem(), e.advice().orElse(""));
    }
  }

  /** Opens a line to it and sends nothing. */
  String reach() {
    try (var to = open(url())) {
      return to.web().reach();
    }
  }

  @Override
  public String send(Message message, Optional<Duration> patience, Consumer<String> progress) {
    return new Delivery(settings, name(), pace, patience, progress)
        .of(timeout -> post(message, timeout));
  }

  private Answer post(Message message, Duration timeout) {
    try (var to = open(url())) {
      var answer = to.web().send(request(to.path(), message, timeout));
      return new Answer(
          answer.url(),
          answer.status(),
          answer.headers(),
          Bodies.without(secretParts(to.path()), answer.body()),
          answer.cut(),
          answer.milliseconds());
    }
  }

  private Request request(String path, Message message, Duration timeout) {
    return new Request(
        "POST",
        path,
        Map.of("Idempotency-Key", message.event()),
        Map.of(),
        Optional.of(new Request.Body(message.type(), Sensitive.of(message.body()))),
        timeout,
        true);
  }

  /** A receiver may repeat where it was asked: the last part is what makes it a secret. */
  private static List<Sensitive> secretParts(String path) {
    var last = path.substring(path.lastIndexOf('/') + 1);
    return List.of(Sensitive.of(path), Sensitive.of(last));
  }
}
