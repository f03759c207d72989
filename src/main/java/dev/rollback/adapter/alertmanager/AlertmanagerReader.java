package dev.rollback.adapter.alertmanager;

import dev.rollback.action.Requirement.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is asked of Alertmanager. Every method may throw {@link
 * dev.rollback.diagnostic.SystemException}.
 */
public interface AlertmanagerReader {

  /** The silences that are in force or about to be, in the order of their ids. */
  List<Existing> silences();

  /** The labels of all alerts that fire now, silenced or not. */
  List<Map<String, String>> alerts();

  /**
   * The labels of those that these filters match.
   *
   * @param filters as Alertmanager writes matchers: {@code job="grid"}
   */
  List<Map<String, String>> alerts(List<String> filters);

  /** The server's clock, to the second. */
  Instant now();

  /** How long a silence may last at most. */
  Duration longest();

  /** Whether this user may read. Asks only. */
  Finding mayRead();

  /** Whether this user may create silences: a silence that is none is sent, and refused. */
  Finding mayCreate();

  /** Whether this user may expire silences: one that does not exist is expired. */
  Finding mayExpire();

  /**
   * What a silence is.
   *
   * @param matchers in the order of their text; those that are negated have {@code !}
   */
  record Draft(List<Matching> matchers, String owner, String comment) {
    /** Keeps its own sorted copy. */
    public Draft {
      matchers = matchers.stream().sorted().toList();
    }
  }

  /** A matcher as the server has it, of whatever kind. */
  record Matching(String name, String value, boolean regex, boolean equal)
      implements Comparable<Matching> {
    @Override
    public int compareTo(Matching other) {
      return key().compareTo(other.key());
    }

    private String key() {
      return name + '\0' + value + '\0' + regex + '\0' + equal;
    }
  }

  /**
   * A silence that is there.
   *
   * @param updated when it was changed last, as the server writes it
   */
  record Existing(String id, Draft draft, Instant starts, Instant ends, String updated) {}
}
