package dev.rollback.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A job of a workflow, as far as it is scripts: its {@code run:} blocks run in bash as a runner
 * runs them, those of this repository's own actions included. Actions of others are left out, and
 * so is every expression that is not a reference.
 */
final class GitHubJob {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{\\{ ([a-z_.-]+) }}");
  private static final String OWN = "./.github/";

  private final Path workspace;
  private final Path temp;
  private final Map<String, String> environment;
  private final Map<String, Map<String, String>> outputs = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private boolean failed;

  /** A step that was run: what it said, and what it left for the page of its job. */
  record Step(String name, int exit, String log, String summary) {}

  /**
   * Runs in this checkout.
   *
   * @param environment what the runner has besides its own variables
   */
  GitHubJob(Path workspace, Path temp, Map<String, String> environment) {
    this.workspace = workspace;
    this.temp = temp;
    this.environment = environment;
  }

  /** The tree of a file of YAML. */
  @SuppressWarnings("unchecked") // a file of GitHub is a mapping
  static Map<String, Object> yaml(Path file) throws IOException {
    return (Map<String, Object>)
        new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
  }

  /** A mapping in such a tree; empty where there is none. */
  @SuppressWarnings("unchecked") // keys of GitHub's files are texts
  static Map<String, Object> mapping(Map<String, Object> in, String key) {
    return (Map<String, Object>) in.getOrDefault(key, Map.of());
  }

  /** The steps of a job, or of a composite action. */
  @SuppressWarnings("unchecked") // they are mappings
  static List<Map<String, Object>> steps(Map<String, Object> in) {
    return (List<Map<String, Object>>) in.getOrDefault("steps", List.of());
  }

  /** Runs its steps; those that were run. */
  List<Step> run(Map<String, Object> job) throws Exception {
    for (var step : steps(job)) {
      if (!failed || String.valueOf(step.get("if")).equals("always()")) {
        step(step);
      }
    }
    return List.copyOf(steps);
  }

  /** Whether a step failed that must not. */
  boolean failed() {
    return failed;
  }

  /** What a step has set. */
  Map<String, String> outputs(String step) {
    return outputs.getOrDefault(step, Map.of());
  }

  private void step(Map<String, Object> step) throws Exception {
    var id = String.valueOf(step.getOrDefault("id", ""));
    var name = String.valueOf(step.getOrDefault("name", id));
    var uses = String.valueOf(step.getOrDefault("uses", ""));
    var good =
        step.containsKey("run")
            ? script(id, name, step, Map.of(), "", "bash -e")
            : !uses.startsWith(OWN) || action(id, name, uses.substring(2), step);
    failed |= !good && !Boolean.TRUE.equals(step.get("continue-on-error"));
  }

  /** An action of this repository: what is given to it, its scripts, and what it gives. */
  private boolean action(String id, String name, String folder, Map<String, Object> step)
      throws Exception {
    var action = yaml(workspace.resolve(folder).resolve("action.yml"));
    var inputs = new LinkedHashMap<String, String>();
    for (var input : mapping(action, "inputs").keySet()) {
      var form = mapping(mapping(action, "inputs"), input);
      var given = mapping(step, "with").getOrDefault(input, form.get("default"));
      if (given == null) {
        throw new AssertionError(name + " does not give '" + input + "', which is required");
      }
      inputs.put("inputs." + input, resolved(String.valueOf(given), Map.of()));
    }
    inputs.put("github.action_path", workspace.resolve(folder).toString());
    var good = true;
    for (var inner : steps(mapping(action, "runs"))) {
      if (inner.containsKey("run")) {
        var own = String.valueOf(inner.get("id"));
        good &= script(own, name, inner, inputs, folder, "bash --noprofile --norc -eo pipefail");
      }
    }
    var given = new HashMap<String, String>();
    for (var output : mapping(action, "outputs").keySet()) {
      var value = String.valueOf(mapping(mapping(action, "outputs"), output).get("value"));
      given.put(output, resolved(value, inputs));
    }
    outputs.put(id, given);
    return good;
  }

  private boolean script(
      String id,
      String name,
      Map<String, Object> step,
      Map<String, String> known,
      String folder,
      String shell)
      throws Exception {
    var script = Files.createTempFile(temp, "step", ".sh");
    var output = Files.createTempFile(temp, "output", "");
    var summary = Files.createTempFile(temp, "summary", ".md");
    Files.writeString(script, resolved(String.valueOf(step.get("run")), known));
    var command = new ArrayList<>(List.of(shell.split(" ")));
    command.add(script.toString());
    var builder =
        new ProcessBuilder(command).directory(workspace.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH", "/usr/local/bin:/usr/bin:/bin",
                "GITHUB_ACTIONS", "true",
                "CI", "true",
                "GITHUB_WORKSPACE", workspace.toString(),
                "GITHUB_ACTION_PATH", workspace.resolve(folder).toString(),
                "GITHUB_OUTPUT", output.toString(),
                "GITHUB_STEP_SUMMARY", summary.toString(),
                "RUNNER_TEMP", temp.toString()));
    for (var variable : mapping(step, "env").entrySet()) {
      builder
          .environment()
          .put(variable.getKey(), resolved(String.valueOf(variable.getValue()), known));
    }
    var process = builder.start();
    process.getOutputStream().close();
    var log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError(name + " does not end; it said:\n" + log);
    }
    steps.add(new Step(name, process.exitValue(), log, Files.readString(summary)));
    outputs.put(id, pairs(output));
    return process.exitValue() == 0;
  }

  private static Map<String, String> pairs(Path output) throws IOException {
    var pairs = new HashMap<String, String>();
    for (var line : Files.readAllLines(output)) {
      var pair = line.split("=", 2);
      pairs.put(pair[0], pair[1]);
    }
    return pairs;
  }

  private String resolved(String text, Map<String, String> known) {
    var resolved =
        REFERENCE.matcher(text).replaceAll(m -> Matcher.quoteReplacement(value(m.group(1), known)));
    if (resolved.contains("${{")) {
      throw new AssertionError("an expression that is no reference: " + text);
    }
    return resolved;
  }

  private String value(String name, Map<String, String> known) {
    if (known.containsKey(name)) {
      return known.get(name);
    }
    var parts = name.split("\\.", -1);
    if (parts.length == 4 && parts[0].equals("steps") && parts[2].equals("outputs")) {
      return outputs(parts[1]).getOrDefault(parts[3], "");
    }
    if (name.equals("runner.temp")) {
      return temp.toString();
    }
    throw new AssertionError("no runner knows " + name);
  }
}
