package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.sandbox.Sandbox;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples of {@code docs/timers}, as far as they run without cron, systemd and a cluster: the
 * command that each of them starts, in the environment that it gets there, takes back what is due.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimersTest {
  private static final Path EXAMPLES = Path.of("docs/timers");
  private static final String PROGRAM = "/opt/rollback/scripts/rollback";
  private static final String CONFIG = "/etc/rollback/rollback.yaml";

  @TempDir private Path parent;
  private Path home;
  private Sandbox sandbox;
  private Shell shell;
  private Path config;

  @BeforeAll
  void start() {
    sandbox = Sandbox.start();
    config = DrillTarget.write(sandbox);
  }

  @AfterAll
  void stop() {
    sandbox.close();
  }

  @BeforeEach
  void open() throws IOException {
    home = Files.createTempDirectory(parent, "home");
    shell = new Shell(home).export("ROLLBACK_CONFIG", config.toString());
  }

  /** A change whose time is over, made by a process that is gone. */
  private void change() throws IOException {
    Files.createDirectories(home.resolve("runbooks"));
    Files.writeString(
        home.resolve("runbooks/banner.yaml"),
        """
        apiVersion: rollback/v1
        scenario: banner
        title: Say that something is wrong
        owner: platform-team
        steps:
          - id: banner
            action: kubernetes.set-env
            with: {deployment: grid-api, env: {BANNER: "We are on it"}}
            temporary: PT1S
        after:
          - check: kubernetes.ready
            with: {deployment: grid-api}
            within: PT30S
        """);
    var made = shell.run("scenario", "banner", "--yes");
    assertThat(made.exit()).as(made.out() + made.err()).isZero();
    assertThat(banner()).isTrue();
  }

  private boolean banner() {
    return sandbox
        .object("Deployment", "grid-api")
        .at("/spec/template/spec/containers/0/env")
        .toString()
        .contains("BANNER");
  }

  @Test
  void cronRunsIt() throws Exception {
    var entry =
        lines("rollback-due.cron")
            .filter(line -> line.startsWith("*"))
            .collect(Collectors.joining());
    assertThat(entry).startsWith("* * * * * ").doesNotContain("%");
    var command = entry.replaceFirst("^(\\S+\\s+){5}", "");
    // What cron gives its commands, and nothing else.
    takesBack(
        Map.of("SHELL", "/bin/sh", "LOGNAME", "oncall", "PATH", "/usr/bin:/bin"),
        List.of("/bin/sh", "-c", command));
  }

  @Test
  void systemdRunsIt() throws Exception {
    var environment = new HashMap<>(Map.of("PATH", "/usr/local/bin:/usr/bin:/bin"));
    lines("rollback-due.service")
        .filter(line -> line.startsWith("Environment="))
        .map(line -> line.substring("Environment=".length()).split("=", 2))
        .forEach(pair -> environment.put(pair[0], pair[1].replace("%h/.config", "/etc")));
    var start = lines("rollback-due.service").filter(l -> l.startsWith("ExecStart=")).toList();
    assertThat(start).hasSize(1);
    takesBack(environment, List.of(start.getFirst().substring("ExecStart=".length()).split(" ")));
    assertThat(lines("rollback-due.timer")).contains("OnCalendar=minutely");
  }

  @Test
  void kubernetesRunsIt() throws Exception {
    var job =
        new KubernetesSerialization()
            .unmarshal(
                Files.readString(EXAMPLES.resolve("rollback-due.cronjob.yml")), CronJob.class);
    assertThat(job.getSpec().getConcurrencyPolicy()).isEqualTo("Forbid");
    var pod = job.getSpec().getJobTemplate().getSpec().getTemplate().getSpec();
    assertThat(pod.getRestartPolicy()).isEqualTo("Never");
    var container = pod.getContainers().getFirst();
    var environment = new HashMap<>(Map.of("PATH", "/usr/bin:/bin"));
    container.getEnv().forEach(e -> environment.put(e.getName(), e.getValue()));
    assertThat(environment).containsEntry("XDG_STATE_HOME", "/var/lib");
    assertThat(container.getVolumeMounts())
        .anyMatch(m -> m.getName().equals("state") && m.getMountPath().equals("/var/lib/rollback"));
    environment.put("XDG_STATE_HOME", shell.state().toString());
    takesBack(environment, container.getCommand());
  }

  @Test
  void theGuideShowsWhatTheFilesHave() throws Exception {
    var guide = Files.readString(Path.of("docs/running.md"));
    try (var files = Files.list(EXAMPLES)) {
      for (var file : files.toList()) {
        assertThat(guide).contains("(timers/" + file.getFileName() + ")");
      }
    }
    assertThat(guide).contains(lines("rollback-due.cron").filter(l -> l.startsWith("*")).toList());
    assertThat(guide)
        .contains(lines("rollback-due.service").filter(l -> l.contains("=/")).toList());
  }

  private static java.util.stream.Stream<String> lines(String file) throws IOException {
    return Files.readAllLines(EXAMPLES.resolve(file)).stream();
  }

  /** Runs it with the program and the configuration of this test in the places of the example. */
  private void takesBack(Map<String, String> given, List<String> command) throws Exception {
    change();
    var program = Launcher.write(home.resolve("rollback"));
    var environment = new HashMap<String, String>();
    given.forEach((name, value) -> environment.put(name, value.replace(CONFIG, config.toString())));
    environment.putIfAbsent("HOME", home.toString());
    environment.putIfAbsent("XDG_STATE_HOME", shell.state().toString());
    var builder =
        new ProcessBuilder(
                command.stream()
                    .map(word -> word.replace(PROGRAM, program.toString()))
                    .map(word -> word.replace(CONFIG, config.toString()))
                    .toList())
            .directory(home.toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    var process = builder.start();
    process.getOutputStream().close();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(out).isZero();
    assertThat(out).contains("1 temporary change to take back");
    assertThat(banner()).isFalse();
  }
}
