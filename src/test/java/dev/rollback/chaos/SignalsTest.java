package dev.rollback.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.rollback.drill.Customer;
import dev.rollback.drill.Production;
import dev.rollback.run.Outcome;
import dev.rollback.run.RunEvent;
import dev.rollback.run.RunState;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Signals, closed windows and closed pipes, to the real program in a process of its own at a
 * terminal of its own.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the pseudo-terminal of the test is that of Linux")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignalsTest {
  private static final String CTRL_C = "\3";
  private static final int INTERRUPTED = 130;
  private static final int KEYS = 3_000;
  private static final Duration SOON = Duration.ofSeconds(30);

  private Production production;
  private Customer customer;
  private Program program;
  private Valve valve;
  private Path home;

  @TempDir private static Path directory;

  @BeforeAll
  void start() throws IOException {
    production = new Production();
    customer = new Customer(production.sandbox());
    program = Program.pack(directory);
    var training = Files.createDirectory(directory.resolve("training"));
    valve = new Valve(1);
    write(training, "plain", setEnv("first", "FIRST", "1"));
    try (var child =
        child(training, program.training(List.of("doctor", "plain")), SignalsTest::nobody)) {
      assertThat(child.await()).as(child.screen()).isZero();
    } finally {
      valve.close();
    }
  }

  @AfterAll
  void stop() throws IOException {
    customer.close();
    production.close();
    program.delete();
  }

  @BeforeEach
  void prepare() throws IOException {
    home = Files.createTempDirectory(directory, "home");
    var postgres = URI.create(production.sandbox().postgres().substring("jdbc:".length()));
    valve = new Valve(postgres.getPort());
  }

  @AfterEach
  void putBack() {
    valve.open();
    production.putBack();
    valve.close();
  }

  /** A step whose pods do not get ready before the valve is opened. */
  private String slow() {
    var url = production.sandbox().postgres().replaceFirst(":\\d+/", ":" + valve.port() + "/");
    return setEnv("slow", "DATABASE_URL", url);
  }

  private static String setEnv(String id, String name, String value) {
    return """
      - id: %s
        action: kubernetes.set-env
        with: {deployment: grid-api, env: {%s: "%s"}}
    """
        .formatted(id, name, value);
  }

  /** Writes a runbook with these steps, and a configuration. */
  private void write(Path into, String scenario, String steps) throws IOException {
    write(into, scenario, "", steps);
  }

  private void write(Path into, String scenario, String before, String steps) throws IOException {
    var text =
        """
        apiVersion: rollback/v1
        scenario: %s
        title: A scenario that is interrupted
        symptoms: [A test]
        owner: tests
        review: {last: 2026-01-01, every: P30D}
        estimate: {duration: PT1M, downtime: PT1M}
        %ssteps:
        %s
        after:
          - check: http.login
            with:
              path: /api/auth/login
              user: {secret: smoke-user}
              password: {secret: smoke-password}
            within: PT30S
        """
            .formatted(scenario, before, steps);
    Files.createDirectories(into.resolve("runbooks"));
    Files.writeString(into.resolve("runbooks").resolve(scenario + ".yaml"), text);
    production.configure(into, List.of());
  }

  private static Optional<String> nobody(String question) {
    return Optional.empty();
  }

  private Child child(Path at, List<String> command, Child.Person person) {
    return Child.start(command, at, Stage.environment(at), person);
  }

  /** The program at a terminal where somebody agrees to everything. */
  private Child rollback(String... words) {
    return child(home, program.command(List.of(words)), new Answers());
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
        .pollInterval(Duration.ofMillis(3))
        .until(
            () ->
                !child.isAlive()
                    || evidence().entries().stream().anyMatch(entry -> event.test(entry.event())));
    assertThat(child.isAlive()).as(child.screen()).isTrue();
  }

  private static Predicate<RunEvent> written(String step) {
    return event -> event instanceof RunEvent.Written(var of) && of.equals(step);
  }

  private void awaitShown(Child child, String text) {
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(3))
        .until(() -> !child.isAlive() || child.screen().contains(text));
    assertThat(child.isAlive()).as(child.screen()).isTrue();
  }

  private String variable(String name) {
    for (JsonNode entry : production.environment()) {
      if (entry.path("name").asText().equals(name)) {
        return entry.path("value").asText();
      }
    }
    return "";
  }

  /** It has stopped of itself, has said so, and how to go on; and nothing else is on the screen. */
  private void assertInterrupted(Child child) {
    assertThat(child.await()).as(child.screen()).isEqualTo(INTERRUPTED);
    assertThat(run().ended().map(RunEvent.RunEnded::outcome))
        .as(child.screen())
        .contains(Outcome.INTERRUPTED);
    assertThat(child.screen()).containsPattern("rollback (resume|undo) " + run().run());
    assertNoTrace(child.screen());
  }

  private static void assertNoTrace(String shown) {
    assertThat(shown).doesNotContain("    at ").doesNotContain("Exception").doesNotContain("bug");
  }

  private void assertResumes() {
    valve.open();
    try (var child = rollback("resume")) {
      assertThat(child.await()).as(child.screen()).isZero();
      assertNoTrace(child.screen());
    }
    assertThat(run().ended().map(RunEvent.RunEnded::outcome)).contains(Outcome.SUCCEEDED);
    assertThat(customer.login()).isEqualTo(200);
    assertThat(evidence().damages()).isEmpty();
  }

  private static void signal(Child child, String name) {
    try {
      var kill = new ProcessBuilder("kill", "-s", name, Long.toString(child.pid())).start();
      assertThat(kill.waitFor()).isZero();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP"})
  void aSignalWhileARolloutIsWaitedFor(String signal) throws IOException {
    write(home, "slow", setEnv("first", "FIRST", "1") + slow() + setEnv("last", "LAST", "1"));
    try (var child = rollback("scenario", "slow", "--yes")) {
      awaitEvent(child, written("slow"));
      if (signal.equals("INT")) {
        child.type(CTRL_C);
      } else {
        signal(child, signal);
      }

      assertInterrupted(child);
    }
    assertThat(variable("FIRST")).isEqualTo("1");
    assertThat(variable("LAST")).isEmpty();

    assertResumes();

    assertThat(variable("LAST")).isEqualTo("1");
  }

  @Test
  void ctrlCWhileKeysAreDeleted() throws IOException {
    try (var redis = bulk();
        var child = rollback("scenario", "bulk")) {
      await().atMost(SOON).until(redis::isStuck);
      child.type(CTRL_C);
      awaitShown(child, "Stopping as soon as the step in hand is safe");
      redis.open();

      assertInterrupted(child);
      assertThat(keysLeft()).as("the step in hand has ended").isZero();
      assertThat(variable("LAST")).isEmpty();

      assertResumes();
    }
    assertThat(variable("LAST")).isEqualTo("1");
  }

  @Test
  void ctrlCTwiceWhileKeysAreDeletedStopsAtOnce() throws IOException {
    try (var redis = bulk();
        var child = rollback("scenario", "bulk")) {
      await().atMost(SOON).until(redis::isStuck);
      child.type(CTRL_C);
      awaitShown(child, "once more stops at once");
      child.type(CTRL_C);

      assertThat(child.await()).as(child.screen()).isEqualTo(INTERRUPTED);
      assertNoTrace(child.screen());
      assertThat(keysLeft()).as("it has not waited for the end of the step").isPositive();
      assertThat(run().ended()).isEmpty();

      redis.open();
      assertResumes();
    }
    assertThat(keysLeft()).isZero();
    assertThat(variable("LAST")).isEqualTo("1");
  }

  /** Many keys, on a Redis that the deletion cannot reach before the valve is opened again. */
  private Valve bulk() throws IOException {
    inRedis("for i = 1, %d do redis.call('SET', 'bulk:' .. i, i) end return 0".formatted(KEYS));
    write(
        home,
        "bulk",
        """
          - id: bulk
            action: redis.delete-keys
            with: {pattern: "bulk:*"}
        """
            + setEnv("last", "LAST", "1"));
    var redis = new Valve(production.sandbox().redis().getPort());
    redis.open();
    redis.stickAt("redis.call('UNLINK'");
    var through =
        production.sandbox().redis().toString().replaceFirst(":\\d+/", ":" + redis.port() + "/");
    Files.writeString(
        home.resolve("rollback.yaml"),
        production
            .configuration(List.of())
            .replace(production.sandbox().redis().toString(), through));
    return redis;
  }

  private long keysLeft() {
    return inRedis("return #redis.call('KEYS', 'bulk:*')");
  }

  private long inRedis(String script) {
    var client = RedisClient.create(production.sandbox().redis().toString());
    try (var connection = client.connect()) {
      Long answer = connection.sync().eval(script, ScriptOutputType.INTEGER);
      return Objects.requireNonNull(answer);
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  @Test
  void ctrlCAtAGate() throws IOException {
    gated();
    try (var child =
        child(home, program.command(List.of("scenario", "gated", "--yes")), SignalsTest::nobody)) {
      awaitShown(child, "Go on? [yes/no] ");
      child.type(CTRL_C);

      assertInterrupted(child);
    }
    assertThat(variable("LAST")).isEmpty();

    assertResumes();

    assertThat(variable("LAST")).isEqualTo("1");
  }

  private void gated() throws IOException {
    write(
        home,
        "gated",
        setEnv("first", "FIRST", "1") + "  - gate: Go on?\n" + setEnv("last", "LAST", "1"));
  }

  @Test
  void ctrlCAtTheApproval() throws IOException {
    gated();
    var writes = production.sandbox().cluster().writes().size();
    try (var child =
        child(home, program.command(List.of("scenario", "gated")), SignalsTest::nobody)) {
      awaitShown(child, "Do this on sandbox? [yes/no] ");
      child.type(CTRL_C);

      assertThat(child.await()).as(child.screen()).isEqualTo(INTERRUPTED);
      assertThat(child.screen()).contains("Nothing was changed");
      assertNoTrace(child.screen());
    }
    assertThat(production.sandbox().cluster().writes()).hasSize(writes);
    assertThat(evidence().run()).isEmpty();
  }

  @Test
  void ctrlCBeforeTheFirstChange() throws IOException {
    write(
        home,
        "waiting",
        """
        before:
          - check: http.get
            with: {path: /nowhere}
            expect: status == 200
            within: PT60S
        """,
        setEnv("first", "FIRST", "1"));
    var writes = production.sandbox().cluster().writes().size();
    var asked = new AtomicInteger();
    var service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    service.start();
    var address = "http://127.0.0.1:" + service.getAddress().getPort();
    Files.writeString(
        home.resolve("rollback.yaml"),
        production
            .configuration(List.of())
            .replace(production.sandbox().http().toString(), address));
    try (var child = rollback("scenario", "waiting", "--yes")) {
      await().atMost(SOON).until(() -> asked.get() > 0);
      child.type(CTRL_C);

      assertThat(child.await()).as(child.screen()).isEqualTo(INTERRUPTED);
      assertThat(child.screen()).contains("Nothing was changed");
      assertNoTrace(child.screen());
    } finally {
      service.stop(0);
    }
    assertThat(production.sandbox().cluster().writes()).hasSize(writes);
    assertThat(evidence().run()).isEmpty();
  }

  @Test
  void aClosedWindowWhileARolloutIsWaitedFor() throws IOException {
    write(home, "slow", slow() + setEnv("last", "LAST", "1"));
    try (var child = rollback("scenario", "slow", "--yes")) {
      awaitEvent(child, written("slow"));
      child.hangUp();

      assertThat(child.await()).isEqualTo(INTERRUPTED);
    }
    assertThat(run().ended().map(RunEvent.RunEnded::outcome)).contains(Outcome.INTERRUPTED);

    assertResumes();
  }

  @Test
  void aClosedWindowAtAGate() throws IOException {
    gated();
    try (var child =
        child(home, program.command(List.of("scenario", "gated", "--yes")), SignalsTest::nobody)) {
      awaitShown(child, "Go on? [yes/no] ");
      child.hangUp();

      assertThat(child.await()).isEqualTo(INTERRUPTED);
    }
    assertThat(run().ended().map(RunEvent.RunEnded::outcome)).contains(Outcome.INTERRUPTED);
    assertThat(variable("LAST")).isEmpty();

    assertResumes();
  }

  /** The reader of the output goes away after its first line. */
  @Test
  void aClosedPipeDoesNotStopARun() throws IOException {
    write(home, "piped", setEnv("first", "FIRST", "1") + setEnv("last", "LAST", "1"));
    var command = new ArrayList<String>();
    command.addAll(List.of("sh", "-c", "{ \"$@\"; echo $? >code; } 2>err | head -n 1", "sh"));
    command.addAll(program.command(List.of("scenario", "piped", "--yes")));
    try (var child = child(home, command, SignalsTest::nobody)) {
      assertThat(child.await()).as(child.screen()).isZero();
    }
    assertThat(Files.readString(home.resolve("code"))).isEqualTo("0\n");
    assertThat(Files.readString(home.resolve("err"))).isEmpty();
    assertThat(run().ended().map(RunEvent.RunEnded::outcome)).contains(Outcome.SUCCEEDED);
    assertThat(variable("LAST")).isEqualTo("1");
    assertThat(evidence().damages()).isEmpty();
  }

  @Test
  void ctrlCWhileARunGoesOn() throws IOException {
    write(home, "slow", slow() + setEnv("last", "LAST", "1"));
    try (var child = rollback("scenario", "slow", "--yes")) {
      awaitEvent(child, written("slow"));
      child.kill();
      assertThat(child.await()).isEqualTo(Child.KILLED);
    }
    try (var child = rollback("resume")) {
      awaitEvent(child, RunEvent.Resumed.class::isInstance);
      child.type(CTRL_C);

      assertInterrupted(child);
    }
    assertThat(variable("LAST")).isEmpty();

    assertResumes();
  }

  /** What was there before does not get ready: the undo waits for it. */
  @Test
  void ctrlCWhileARunIsTakenBack() throws IOException {
    write(home, "done", setEnv("early", "EARLY", "1") + slow() + setEnv("last", "LAST", "1"));
    valve.open();
    try (var child = rollback("scenario", "done", "--yes")) {
      assertThat(child.await()).as(child.screen()).isZero();
    }
    valve.shut();
    try (var child = rollback("undo", "latest", "--yes")) {
      awaitEvent(
          child, event -> event instanceof RunEvent.UndoBegan(var step) && step.equals("last"));
      child.type(CTRL_C);

      assertInterrupted(child);
    }
    assertThat(variable("LAST")).as("the step in hand").isEmpty();
    assertThat(variable("EARLY")).as("the steps after it").isEqualTo("1");
    assertThat(run().undoing()).isPresent();

    valve.open();
    try (var child = rollback("resume")) {
      assertThat(child.await()).as(child.screen()).isEqualTo(5);
    }
    assertThat(run().ended().map(RunEvent.RunEnded::outcome)).contains(Outcome.UNDONE);
    assertThat(variable("EARLY")).isEmpty();
    assertThat(customer.login()).isEqualTo(200);
  }
}
