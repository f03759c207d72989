package dev.rollback.sandbox;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** What can be broken in a sandbox, each by changing real state and nothing else. */
public enum Fault {
  /** A bad deployment: the service checks every secret against the wrong key. */
  WRONG_SECRET(
      "wrong-secret",
      "A release went out with a wrong API_KEY_SECRET",
      "Every login and every API key is refused, and the cache of API keys fills with forms made"
          + " under the wrong secret: they keep valid keys out until api_key:* is deleted.",
      "auth-failure"),
  /** Only the cache is wrong: logins work. */
  STALE_KEYS(
      "stale-keys",
      "The cache holds API keys of a secret that was rotated away",
      "Logins work, but every API key is refused until api_key:* is deleted.",
      "auth-failure");

  private final String id;
  private final String title;
  private final String breaks;
  private final String scenario;

  Fault(String id, String title, String breaks, String scenario) {
    this.id = id;
    this.title = title;
    this.breaks = breaks;
    this.scenario = scenario;
  }

  /** The fault of that name, as a command line has it. */
  public static Optional<Fault> named(String id) {
    return Arrays.stream(values()).filter(f -> f.id.equals(id)).findFirst();
  }

  /** Its name on the command line. */
  public String id() {
    return id;
  }

  /** What happened, in a line. */
  public String title() {
    return title;
  }

  /** What no longer works, and what heals it. */
  public String breaks() {
    return breaks;
  }

  /** The scenarios that are drilled with it. */
  public Set<String> scenarios() {
    return Set.of(scenario);
  }
}
