package dev.rollback.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.cli.Shell;
import dev.rollback.contract.SandboxKubernetes;
import dev.rollback.secrets.Kept.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every secret that any adapter takes, by every kind of reference, is looked for in every form
 * wherever the program leaves a trace: its outputs, logs, journals, files, reports and plans, and
 * what everybody can read of its processes.
 */
class SecretsAppearNowhereTest {
  @RegisterExtension static final SandboxKubernetes SANDBOX = new SandboxKubernetes();
  private static final Duration LONGEST = Duration.ofMinutes(2);

  @TempDir Path home;
  private final Map<String, String> printed = new TreeMap<>();

  @Test
  void theSearchFindsEveryForm() {
    var value = Vault.nasty("anything");
    var search = new Search(value);
    for (var form :
        List.of(
            "before " + value + " after",
            base64(value),
            base64("user:" + value),
            base64("us:" + value),
            base64("u:" + value),
            java.net.URLEncoder.encode(value, UTF_8),
            "{\"a\":\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}",
            "&quot;" + value.replace("&", "&amp;").replace("\"", "&quot;"),
            "cut off: " + value.substring(0, 13))) {
      assertThat(search.in(form)).as(form).isNotEmpty();
    }
    assertThat(search.in(Vault.nasty("something else"))).isEmpty();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  @Test
  void placesAreFoundByTheShapesOfSettingsAndInputs() {
    assertThat(Places.of(new Shell(home).catalog()))
        .contains("target: sealing-key", "redis: sentinel.password", "notify: tls.key")
        .contains("http.post: secret-headers", "kubernetes.set-secret: set");
  }

  @Test
  void inNoOutputNoFileAndNoProcess() throws Exception {
    try (var incident = new Incident(home, SANDBOX)) {
      assertThat(incident.vault().places())
          .as("every place where a reference to a secret can be written")
          .containsAll(Places.of(new Shell(home).catalog()));
      assertThat(incident.vault().all().stream().map(Kept::kind)).contains(Kind.values());
      var watch = new Watch(home.resolve("told"));
      var environment = incident.environment(watch);
      var shell = new Shell(home);
      environment.forEach(shell::export);
      shell.clock().forward(Duration.between(shell.clock().instant(), Instant.now()));
      run(shell, 0, "plan incident -o plan.json");
      inChild(environment, watch, 0, "apply plan.json --yes");
      arrived(incident);
      incident.vault().know("what was generated", incident.entries().getOrDefault("C", ""));
      for (var format : List.of("text", "json", "markdown", "junit")) {
        run(shell, 0, "report --format " + format);
      }
      run(shell, 0, "status --output json");
      run(shell, 0, "evidence verify");
      inChild(environment, watch, 0, "undo latest --yes");
      assertThat(incident.entries()).isEqualTo(Incident.STOOD);

      incident.parrots.become(Parrots.Mood.DOUBTFUL);
      run(shell, 5, "scenario incident --yes --output jsonl");
      run(shell, 0, "report --format json");
      incident.parrots.become(Parrots.Mood.DEAF);
      run(shell, 6, "scenario incident --yes --output json -vv");
      run(shell, 0, "report");
      for (var mood : List.of(Parrots.Mood.REFUSING_LATE, Parrots.Mood.REFUSING)) {
        incident.parrots.become(mood);
        run(shell, 3, "doctor incident");
      }
      incident.forget();
      run(shell, 3, "doctor incident --output json");
      run(shell, 3, "scenario incident --yes");

      nowhere(incident, watch);
    }
  }

  private void inChild(Map<String, String> environment, Watch watch, int exit, String line)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add("dev.rollback.cli.Main");
    command.addAll(List.of(line.split(" ")));
    var out = home.resolve("printed").resolve(printed.size() + ".out");
    var err = home.resolve("printed").resolve(printed.size() + ".err");
    Files.createDirectories(home.resolve("printed"));
    var builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    var process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    var code = watch.until(process, LONGEST);
    var said = Files.readString(out, UTF_8) + Files.readString(err, UTF_8);
    printed.put(printed.size() + " " + line, said);
    assertThat(code).as(line + "\n" + said).isEqualTo(exit);
  }

  private void run(Shell shell, int exit, String line) {
    var result = shell.run(line.split(" "));
    var said = result.out() + result.err();
    printed.put(printed.size() + " " + line, said);
    assertThat(result.exit()).as(line + "\n" + said).isEqualTo(exit);
  }

  /** Each was really used: what did not arrive could not have been lost on the way. */
  private void arrived(Incident incident) throws IOException {
    var heard = new StringBuilder(incident.parrots.heard());
    for (var file : List.of("ran", "flag")) {
      heard.append(Files.readString(home.resolve(file), UTF_8));
    }
    assertThat(incident.entries()).containsOnlyKeys("A", "B", "C");
    incident.entries().values().forEach(heard::append);
    for (var kept : incident.vault().all()) {
      if (kept.place().matches("(http|prometheus|alertmanager|notify|exec|kubernetes).*")
          && !kept.place().endsWith("tls.key")) {
        // Of a URL its path is sent, and in JSON some characters are written otherwise.
        assertThat(heard.toString()).as(kept.toString()).contains(Search.telling(kept.value()));
      }
    }
  }

  private void nowhere(Incident incident, Watch watch) {
    var texts = new TreeMap<>(printed);
    texts.putAll(Texts.of(List.of(home.resolve("state"), home.resolve("plan.json"))));
    assertThat(texts.keySet()).anyMatch(name -> name.endsWith(".journal") || name.contains("runs"));
    assertThat(texts)
        .as("logs of runs")
        .anySatisfy(
            (name, text) -> {
              assertThat(name).endsWith("/log");
              assertThat(text).contains(" DEBUG ", " INFO ");
            });
    var lines = String.join("\n", watch.commandLines());
    var environments = String.join("\n", watch.environments());
    assertThat(lines).contains("dev.rollback.cli.Main", "./tell\0", "bin/git\0", home + "/kept/");
    assertThat(environments).contains("VAULT_");
    var found = new ArrayList<String>();
    for (var kept : incident.vault().all()) {
      var search = new Search(kept.value());
      texts.forEach(
          (name, text) -> search.in(text).forEach(f -> found.add(kept + ": " + f + " in " + name)));
      search.in(lines).forEach(f -> found.add(kept + ": " + f + " in a command line"));
      if (!variables(incident).contains(kept.value()) && !kept.handedOn()) {
        search.in(environments).forEach(f -> found.add(kept + ": " + f + " in an environment"));
      }
    }
    assertThat(found).isEmpty();
  }

  /** What the user has put into the environment, all children inherit. */
  private static Set<String> variables(Incident incident) {
    return Set.copyOf(incident.vault().variables().values());
  }
}
