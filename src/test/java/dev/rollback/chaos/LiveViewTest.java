package dev.rollback.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollback.drill.Production;
import dev.rollback.faults.Fate;
import dev.rollback.faults.FaultProxy;
import dev.rollback.faults.Hold;
import dev.rollback.faults.Protocol;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.Outcome;
import dev.rollback.run.RunEvent;
import dev.rollback.run.RunState;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is seen of a run while it goes on: at its own terminal, and from others. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the pseudo-terminal of the test is that of Linux")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveViewTest {
  private static final String CTRL_C = "\3";
  private static final String WAY_OUT = "Ctrl-C: stop when the step in hand is safe.";
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final int COLUMNS = 100;
  private static final int ROWS = 30;

  private Production production;
  private Program program;
  private Valve valve;
  private Path home;

  @TempDir private static Path directory;

  @BeforeAll
  void start() throws IOException {
    production = new Production();
    program = Program.pack(directory);
  }

  @AfterAll
  void stop() throws IOException {
    production.close();
    program.delete();
  }

  @BeforeEach
  void prepare() throws IOException {
    home = Files.createTempDirectory(directory, "home");
    var postgres = URI.create(production.sandbox().postgres().substring("jdbc:".length()));
    valve = new Valve(postgres.getPort());
    Files.createDirectories(home.resolve("runbooks"));
    Files.writeString(home.resolve("runbooks/slow.yaml"), runbook());
    production.configure(home, List.of());
  }

  @AfterEach
  void putBack() {
    valve.open();
    production.putBack();
    valve.close();
  }

  /** The pods of the second step do not get ready before the valve is opened. */
  private String runbook() {
    var url = production.sandbox().postgres().replaceFirst(":\\d+/", ":" + valve.port() + "/");
    return """
    apiVersion: rollback/v1
    scenario: slow
    title: A scenario that is watched
    symptoms: [A test]
    owner: tests
    review: {last: 2026-01-01, every: P30D}
    estimate: {duration: PT1M, downtime: PT1M}
    steps:
      - id: first
        action: kubernetes.set-env
        with: {deployment: grid-api, env: {FIRST: "1"}}
      - id: slow
        action: kubernetes.set-env
        with: {deployment: grid-api, env: {DATABASE_URL: "%s"}}
      - {id: ask, gate: "Go on?"}
      - id: last
        action: kubernetes.set-env
        with: {deployment: grid-api, env: {LAST: "1"}}
    after:
      - check: http.get
        with: {path: /health}
        within: PT30S
    """
        .formatted(url);
  }

  private Child child(String terminal, List<String> command) {
    var environment = new HashMap<>(Stage.environment(home));
    environment.put("TERM", terminal);
    environment.remove("COLUMNS");
    return Child.start(command, home, Map.copyOf(environment), new Answers(), COLUMNS, ROWS);
  }

  private Child rollback(String terminal, String... words) {
    return child(terminal, program.command(List.of(words)));
  }

  /** Without a terminal on its output; that and the exit code are in files. */
  private Child piped(String... words) {
    var command =
        new ArrayList<>(List.of("sh", "-c", "\"$@\" >out 2>err </dev/null; echo $? >code", "sh"));
    command.addAll(program.command(List.of(words)));
    return child("xterm-256color", command);
  }

  private Evidence evidence() {
    return new Evidence(home.resolve("state"));
  }

  private RunState run() {
    return evidence().run().orElseThrow();
  }

  private void awaitEvent(Child child, Predicate<RunEvent> event) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              var events = evidence().entries().stream().map(JournalEntry::event);
              assertThat(!child.isAlive() || events.anyMatch(event)).as(child.screen()).isTrue();
            });
    assertThat(child.isAlive()).as(child.screen()).isTrue();
  }

  private static boolean isSlowStepWritten(RunEvent event) {
    return event instanceof RunEvent.Written(var step) && step.equals("slow");
  }

  private static void awaitShown(Window window, String text) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(String.join("\n", window.shown())).contains(text));
  }

  @Test
  void atItsOwnTerminalItIsSeenAndLeavesTheLinesAlone() {
    try (var child = rollback("xterm-256color", "scenario", "slow", "--yes")) {
      var window = new Window(child, COLUMNS, ROWS);
      awaitEvent(child, LiveViewTest::isSlowStepWritten);
      awaitShown(window, WAY_OUT);
      awaitShown(window, ">  2  in progress");
      awaitShown(window, "replicas");
      assertThat(window.shown())
          .anyMatch(line -> line.contains("of about 1 min; 1 of 4 steps done"))
          .anyMatch(line -> line.startsWith("Next question: 3  ask: Go on?"));

      window.resize(70, 24);
      awaitShown(window, "-".repeat(10) + "\n");
      awaitShown(window, WAY_OUT);
      window.resize(50, 24); // too narrow: the lines alone
      await()
          .atMost(SOON)
          .until(() -> window.shown().stream().noneMatch(line -> line.contains("Ctrl-C")));
      window.resize(120, 40);
      awaitShown(window, WAY_OUT);
      valve.open();

      assertThat(child.await()).as(child.screen()).isZero();
      assertThat(window.text())
          .contains("[2/4] slow: done after")
          .contains("Go on? [yes/no] yes")
          .contains("Done and verified")
          .doesNotContain("Ctrl-C")
          .doesNotContain("-- slow on")
          .doesNotContain("Next question");
      assertThat(window.text().lines().filter(line -> line.contains("[1/4] first: done")))
          .hasSize(1);
    }
  }

  @Test
  void ctrlCIsAnsweredInTheViewAndAboveIt() {
    try (var child = rollback("xterm-256color", "scenario", "slow", "--yes")) {
      var window = new Window(child, COLUMNS, ROWS);
      awaitEvent(child, LiveViewTest::isSlowStepWritten);
      awaitShown(window, WAY_OUT);
      child.type(CTRL_C);

      assertThat(child.await()).as(child.screen()).isEqualTo(130);
      assertThat(window.text())
          .contains("Stopping as soon as the step in hand is safe")
          .contains("rollback resume " + run().run())
          .doesNotContain("Next question");
    }
    valve.open();
    try (var child = rollback("dumb", "resume")) {
      assertThat(child.await()).as(child.screen()).isZero();
    }
  }

  @Test
  void itIsWatchedFromElsewhere() throws IOException {
    try (var child = rollback("dumb", "scenario", "slow", "--yes")) {
      awaitEvent(child, LiveViewTest::isSlowStepWritten);
      var id = run().run();
      try (var watch = rollback("xterm-256color", "watch");
          var pipe = piped("watch", id)) {
        var window = new Window(watch, COLUMNS, ROWS);
        awaitShown(window, ">  2  in progress");
        awaitShown(window, "Ctrl-C: end this view. The run goes on, in process " + child.pid());
        awaitShown(window, "replicas");

        try (var second = rollback("dumb", "scenario", "slow", "--yes")) {
          assertThat(second.await()).as(second.screen()).isEqualTo(3);
          assertThat(second.screen().replaceAll("\\s+", " "))
              .contains("is being moved by", "in run " + id, "`rollback watch " + id + "`");
        }
        watch.type(CTRL_C);
        assertThat(watch.await()).as(watch.screen()).isEqualTo(130);
        assertThat(window.text())
            .contains("No longer watched. The run goes on")
            .doesNotContain("Stopping")
            .doesNotContain("Ctrl-C:");
        assertThat(run().ended()).as("it goes on").isEmpty();
        valve.open();

        assertThat(pipe.await()).as(pipe.screen()).isZero();
        assertThat(child.await()).as(child.screen()).isZero();
      }
    }
    assertThat(Files.readString(home.resolve("code"))).isEqualTo("0\n");
    assertThat(Files.readString(home.resolve("out")))
        .contains("[2/4] slow: done after", "Done and verified: ")
        .doesNotContain("\u001b")
        .doesNotContain("Ctrl-C");
  }

  /** Keys are deleted by the hundred, and the server does not get the third. */
  @Test
  void howFarAStepHasComeIsSeenFromElsewhere() throws Exception {
    for (var n = 1; n <= 250; n++) {
      production.redis().command(List.of("SET", "watched:" + n, "v"));
    }
    var server = production.sandbox().redis();
    var deletions = new AtomicInteger();
    var third =
        Hold.before(
            r -> r.writes() && r.what().contains("UNLINK") && deletions.incrementAndGet() == 3);
    try (var proxy = FaultProxy.before(Protocol.REDIS, server)) {
      proxy.restart(third);
      throughProxy(server, proxy.through(server));
      try (var child = rollback("xterm-256color", "scenario", "keys", "--no-live")) {
        third.await(SOON);
        try (var watch = rollback("xterm-256color", "watch");
            var pipe = piped("watch", "--output", "jsonl")) {
          var window = new Window(watch, COLUMNS, ROWS);
          awaitShown(window, ">  1  in progress");
          awaitShown(window, "200 of 250");
          await()
              .atMost(SOON)
              .until(() -> Files.readString(home.resolve("out")).contains("200 of"));
          assertThat(beside("progress.json")).isNotEmptyFile();
          third.letGo(Fate.PASS);
          assertThat(child.await()).as(child.screen()).isZero();
          assertThat(watch.await()).as(watch.screen()).isZero();
          assertThat(pipe.await()).isZero();
        }
      }
    }
    assertThat(beside("progress.json")).doesNotExist();
    assertThat(beside("progress.json.part")).doesNotExist();
    assertThat(Files.readString(home.resolve("out")).lines())
        .filteredOn(line -> line.contains("\"kind\":\"progress\""))
        .isNotEmpty()
        .allMatch(line -> line.matches(".*\"step\":\"keys\",\"text\":\"[\\d,]+ of 250\".*"));
  }

  private void throughProxy(URI server, URI proxy) throws IOException {
    var configuration = home.resolve("rollback.yaml");
    Files.writeString(
        configuration,
        Files.readString(configuration)
            .replace(
                "redis: {uri: \"" + server + "\"}",
                "redis: {uri: \"" + proxy + "\", timeout: PT2M}"));
    Files.writeString(
        home.resolve("runbooks/keys.yaml"),
        """
        apiVersion: rollback/v1
        scenario: keys
        title: Keys that take their time
        symptoms: [A test]
        owner: tests
        review: {last: 2026-01-01, every: P30D}
        steps:
          - id: keys
            action: redis.delete-keys
            with: {pattern: "watched:*", per-second: 100}
        after:
          - check: redis.ping
        """);
  }

  private Path beside(String name) {
    return home.resolve("state/rollback/runs").resolve(run().run()).resolve(name);
  }

  /** What it has said last is about what it did then. */
  @Test
  void whatAProcessHasLeftThatDiedIsNotShownOfTheNext() throws IOException {
    try (var child = rollback("dumb", "scenario", "slow", "--yes")) {
      awaitEvent(child, LiveViewTest::isSlowStepWritten);
      await().atMost(SOON).until(() -> Files.exists(beside("progress.json")));
      child.kill();
    }
    assertThat(beside("progress.json")).exists();
    try (var watch = piped("watch", "--output", "jsonl")) {
      assertThat(watch.await()).isZero();
    }
    assertThat(Files.readString(home.resolve("out")))
        .contains("\"kind\":\"event\"")
        .doesNotContain("\"kind\":\"progress\"");
    try (var verify = piped("evidence", "verify")) {
      assertThat(verify.await()).isZero();
    }
    assertThat(Files.readString(home.resolve("code"))).isEqualTo("0\n");
    assertThat(Files.readString(home.resolve("out"))).doesNotContain("progress");
    valve.open();
    try (var child = rollback("dumb", "resume")) {
      assertThat(child.await()).as(child.screen()).isZero();
    }
    assertThat(beside("progress.json")).doesNotExist();
  }

  @Test
  void thatItsProcessHasDiedIsSaid() throws IOException {
    try (var child = rollback("dumb", "scenario", "slow", "--yes")) {
      awaitEvent(child, LiveViewTest::isSlowStepWritten);
      try (var pipe = piped("watch")) {
        await()
            .atMost(SOON)
            .until(() -> Files.readString(home.resolve("out")).contains("[2/4] slow"));
        child.kill();
        assertThat(pipe.await()).isZero();
      }
    }
    assertThat(Files.readString(home.resolve("code"))).isEqualTo("6\n");
    assertThat(Files.readString(home.resolve("out")))
        .contains("Broken off: its process ended without a word in step slow")
        .contains("rollback resume");
    valve.open();
    try (var child = rollback("dumb", "resume")) {
      assertThat(child.await()).as(child.screen()).isZero();
    }
    assertThat(run().ended().map(RunEvent.RunEnded::outcome)).contains(Outcome.SUCCEEDED);
    try (var pipe = piped("watch")) {
      assertThat(pipe.await()).isZero();
    }
    assertThat(Files.readString(home.resolve("code"))).isEqualTo("2\n");
    assertThat(Files.readString(home.resolve("err")))
        .contains("no run is under way here", "`rollback watch " + run().run() + "`");
  }
}
