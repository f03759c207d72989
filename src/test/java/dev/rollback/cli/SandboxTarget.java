package dev.rollback.cli;

import dev.rollback.plan.Plan;
import dev.rollback.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a drill gives a scenario: the configuration of its sandbox, and parameters. */
public final class SandboxTarget {
  private SandboxTarget() {}

  /** The configuration whose only target, {@code sandbox}, has all systems of a sandbox. */
  public static String configuration(Sandbox sandbox) {
    try {
      return Files.readString(DrillTarget.write(sandbox));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A command line with parameters. */
  public static String[] words(String verb, String scenario, Map<String, String> parameters) {
    var words = new ArrayList<>(List.of(verb, scenario));
    parameters.forEach((name, value) -> words.addAll(List.of("-p", name + "=" + value)));
    return words.toArray(String[]::new);
  }

  /** The steps of which a plan says that they cannot be undone. */
  public static List<String> withoutUndo(Plan plan) {
    return Drill.withoutUndo(plan);
  }
}
