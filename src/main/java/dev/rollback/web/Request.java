package dev.rollback.web;

import dev.rollback.diagnostic.Sensitive;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One request.
 *
 * @param method GET, POST, DELETE …
 * @param path appended to the base URL; with its query
 * @param headers what is not secret
 * @param credentials headers that are; they are sent, and shown nowhere
 * @param body what is sent, if anything
 * @param timeout until the whole answer is there
 * @param effect whether it may change something: then a failure after it was sent is of unknown
 *     effect
 */
public record Request(
    String method,
    String path,
    Map<String, String> headers,
    Map<String, Sensitive> credentials,
    Optional<Body> body,
    Duration timeout,
    boolean effect) {

  /**
   * What is sent.
   *
   * @param type the Content-Type
   */
  public record Body(String type, Sensitive content) {
    /** JSON. */
    public static Body json(String content) {
      return new Body("application/json", Sensitive.of(content));
    }

    /** A form, as {@link Paths#form} writes it. */
    public static Body form(String content) {
      return new Body("application/x-www-form-urlencoded", Sensitive.of(content));
    }
  }

  /** Asks for something. */
  public static Request get(String path, Duration timeout) {
    return new Request("GET", path, Map.of(), Map.of(), Optional.empty(), timeout, false);
  }

  /** A POST that only reads. */
  public static Request ask(String path, Body body, Duration timeout) {
    return new Request("POST", path, Map.of(), Map.of(), Optional.of(body), timeout, false);
  }

  /** A request that changes something. */
  public static Request change(String method, String path, Optional<Body> body, Duration timeout) {
    return new Request(method, path, Map.of(), Map.of(), body, timeout, true);
  }
}
