package dev.rollback.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.Pin;
import dev.rollback.shape.Codec;
import dev.rollback.shape.Doc;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The targets of a configuration, and where they lead. */
public final class TargetsText {
  private static final int LABELS = 12;

  private TargetsText() {}

  /** A target. */
  @Doc("A target.")
  public record Target(
      @Doc("Its name.") String name,
      @Doc("Whether every change on it asks.") boolean guarded,
      @Doc("Its systems.") List<Way> systems) {}

  /** A system of a target. */
  @Doc("A system of a target.")
  public record Way(
      @Doc("The system and the connection: kubernetes, redis.sessions.") String connection,
      @Doc("Where it leads, without any secret.") Optional<String> address,
      @Doc("Why it cannot be told where it leads.") Optional<String> problem,
      @Doc("Whether such a system tells what it is, so that it can be pinned.") boolean settable,
      @Doc("The facts that it is pinned to; none: it is not pinned.") Map<String, String> pinned) {}

  /** The form of the JSON. */
  @Doc("The targets of a configuration.")
  public record Form(@Doc("The targets.") List<Target> targets) {}

  /** {@code {targets}}. */
  public static JsonNode json(List<Target> targets) {
    return Codec.of(Form.class).encode(new Form(targets));
  }

  /** A paragraph for each target; it ends with a line break. */
  public static String of(List<Target> targets, Layout layout) {
    var page = new Page(layout);
    for (var target : targets) {
      page.heading(target.name() + (target.guarded() ? " (protected)" : ""));
      if (target.systems().isEmpty()) {
        page.line(2, Tone.PLAIN, "It leads nowhere: no system is named.");
      }
      for (var system : target.systems()) {
        system(page, target, system);
      }
    }
    if (targets.isEmpty()) {
      page.line(0, Tone.PLAIN, "No targets.");
    }
    return page.text();
  }

  private static void system(Page page, Target target, Way system) {
    page.entry(
        2,
        system.connection(),
        LABELS,
        system.address().orElseGet(() -> "PROBLEM: " + system.problem().orElse("unknown")));
    if (!system.pinned().isEmpty()) {
      page.entry(2, "", LABELS, "pinned: " + Pin.label(system.pinned()));
    } else if (system.settable()) {
      page.entry(
          2,
          Tone.PLAIN,
          "",
          LABELS,
          target.guarded() ? Tone.BAD : Tone.PLAIN,
          "NOT PINNED: rollback target pin " + target.name());
    }
  }
}
