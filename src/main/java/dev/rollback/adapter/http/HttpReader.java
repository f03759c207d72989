package dev.rollback.adapter.http;

import dev.rollback.action.SecretRef;
import dev.rollback.diagnostic.Sensitive;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What checks ask of an HTTP service. */
public interface HttpReader {

  /**
   * Sends one request and reads the answer; a redirect is an answer and is not followed.
   *
   * @throws dev.rollback.diagnostic.SystemException when no answer came in time, saying from where
   */
  Answer send(Request request);

  /**
   * A secret's value.
   *
   * @throws dev.rollback.diagnostic.SystemException when it cannot be read
   */
  Sensitive secret(SecretRef reference);

  /** A value that nobody can guess and that is another one each time. */
  Sensitive unguessable();

  /**
   * One request.
   *
   * @param path appended to the base URL
   * @param headers what is not secret
   * @param credentials headers that are; they are sent, and shown nowhere
   * @param json the body of a POST; none means GET
   * @param timeout until the whole answer is there
   */
  record Request(
      String path,
      Map<String, String> headers,
      Map<String, Sensitive> credentials,
      Optional<Sensitive> json,
      Duration timeout) {}

  /**
   * One answer.
   *
   * @param url what was asked
   * @param headers by lower-case name, several values joined by a comma
   * @param body at most 64 KiB of it, as text
   * @param milliseconds until the whole of it was there
   */
  record Answer(
      URI url, int status, Map<String, String> headers, String body, double milliseconds) {}
}
