package dev.rollback.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.cli.Shell;
import dev.rollback.cli.ShellInChild;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.journal.JournalStore;
import dev.rollback.journal.Writer;
import dev.rollback.plan.PlannedStep;
import dev.rollback.run.RunState;
import dev.rollback.run.StepState;
import dev.rollback.sandbox.fault.Faults;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The service was broken, and works again; judged by its customer, never by the run itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HealingTest {
  private static final String[] HEAL = {"scenario", "auth-failure"};
  private static final Shell.Answer TARGET = new Shell.Answer("name of the target", "sandbox");
  private static final Shell.Answer BY_HAND = new Shell.Answer("screenshot", "yes");
  private static final Shell.Answer GATE = new Shell.Answer("Switch grid-api", "yes");
  private static final Shell.Answer DELETE = new Shell.Answer("Delete all API keys", "yes");

  /** The commands by which Redis is changed; EVAL may be one, and is judged by the keys. */
  private static final Set<String> WRITES =
      Set.of(
          "append",
          "copy",
          "decr",
          "del",
          "expire",
          "expireat",
          "flushall",
          "flushdb",
          "getdel",
          "getset",
          "hdel",
          "hincrby",
          "hmset",
          "hset",
          "incr",
          "incrby",
          "linsert",
          "lpop",
          "lpush",
          "lrem",
          "lset",
          "mset",
          "persist",
          "pexpire",
          "pexpireat",
          "psetex",
          "rename",
          "restore",
          "rpop",
          "rpush",
          "sadd",
          "set",
          "setex",
          "setnx",
          "setrange",
          "spop",
          "srem",
          "unlink",
          "xadd",
          "zadd",
          "zrem");

  private Production production;
  private Customer customer;
  private Shell shell;

  @TempDir private Path home;

  @BeforeAll
  void start() {
    production = new Production();
    customer = new Customer(production.sandbox());
  }

  @AfterAll
  void stop() {
    customer.close();
    production.close();
  }

  @BeforeEach
  void prepare() throws IOException {
    Files.createDirectories(home.resolve("runbooks"));
    Files.copy(
        Path.of("runbooks/auth-failure.yaml"),
        home.resolve("runbooks").resolve("auth-failure.yaml"));
    production.configure(home, List.of());
    shell = new Shell(home);
  }

  @AfterEach
  void putBack() {
    production.putBack();
  }

  @Test
  void wrongSecretIsHealedAndUndoBringsEverythingBack() {
    production.sandbox().inject(Faults.WRONG_SECRET);
    assertThat(customer.login()).isEqualTo(401);
    assertThat(customer.useKey()).isEqualTo(401);
    var environment = production.environment().deepCopy();
    var replicas = production.deployment().getSpec().getReplicas();
    var keys = production.redis().read();

    var healed = shell.answering(List.of(TARGET, BY_HAND, GATE, DELETE), HEAL);

    assertThat(healed.exit()).as(healed.out() + healed.err()).isZero();
    assertServed();
    assertThat(variable("AUTH_SYSTEM_ENABLED")).isEqualTo("false");
    assertThat(variable("GRID_MAINTENANCE_MODE")).as("temporary: run").isEmpty();
    assertPreviewWasTheResult();

    var served = production.redis().read();
    var undone = shell.run("undo", "latest", "--yes");

    assertThat(undone.exit()).as(undone.out() + undone.err()).isZero();
    assertThat(production.environment()).isEqualTo(environment);
    assertThat(production.deployment().getSpec().getReplicas()).isEqualTo(replicas);
    assertUndone(keys, served, production.redis().read());
    assertThat(customer.login()).as("broken as before").isEqualTo(401);
  }

  @Test
  void staleKeysAreHealedWithoutTouchingTheWorkload() {
    production.sandbox().inject(Faults.STALE_KEYS);
    assertThat(customer.login()).isEqualTo(200);
    assertThat(customer.useKey()).isEqualTo(401);
    var writes = total();
    var keys = production.redis().read();

    var healed = shell.answering(List.of(TARGET, BY_HAND, DELETE), HEAL);

    assertThat(healed.exit()).as(healed.out() + healed.err()).isZero();
    assertServed();
    assertThat(step("fallback-auth").phase()).isEqualTo(StepState.Phase.SKIPPED);
    assertThat(production.sandbox().cluster().writes("deployments.apps").subList(writes, total()))
        .as("maintenance on and off, and nothing else")
        .hasSize(2);

    var served = production.redis().read();
    assertThat(shell.run("undo", "latest", "--yes").exit()).isZero();
    assertUndone(keys, served, production.redis().read());
  }

  @Test
  void aPreviewChangesNothing() throws SQLException {
    production.sandbox().inject(Faults.WRONG_SECRET);
    var versions = versions();
    var keys = untouched(production.redis().read());
    var database = database();
    var writes = total();
    var calls = production.redis().calls();

    assertThat(shell.run("scenario", "auth-failure", "--dry-run").exit()).isZero();
    assertThat(shell.run("plan", "auth-failure", "-o", "saved.plan").exit()).isZero();
    assertThat(shell.run("doctor", "auth-failure").exit()).isZero();

    var later = production.redis().calls();
    assertThat(total()).as("writes that the Kubernetes API has seen").isEqualTo(writes);
    assertThat(versions()).isEqualTo(versions);
    assertThat(written(calls, later))
        .as("the service counts the attempts to log in; nothing else was written")
        .isSubsetOf("incr", "expire");
    assertSameKeys(untouched(production.redis().read()), keys);
    assertThat(database()).isEqualTo(database);
    assertThat(shell.run("runs").out()).contains("No runs");
  }

  @Test
  void aHealthyServiceIsLeftAlone() {
    var environment = production.environment().deepCopy();
    var writes = total();

    var result = shell.run(HEAL);

    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    assertThat(result.out()).contains("Nothing to do");
    assertThat(total()).isEqualTo(writes);
    assertThat(production.environment()).isEqualTo(environment);
    assertServed();
  }

  @Test
  void aSecondRunFindsNothingToDo() {
    production.sandbox().inject(Faults.WRONG_SECRET);
    assertThat(shell.answering(List.of(TARGET, BY_HAND, GATE, DELETE), HEAL).exit()).isZero();
    var writes = total();

    var again = shell.run(HEAL);

    assertThat(again.exit()).as(again.out() + again.err()).isZero();
    assertThat(again.out()).contains("Nothing to do");
    assertThat(total()).isEqualTo(writes);
    assertServed();
  }

  @Test
  void anInterruptedRunIsResumedAndHeals() {
    production.sandbox().inject(Faults.WRONG_SECRET);

    var stopped = shell.interruptedAt("Switch grid-api", List.of(TARGET, BY_HAND, GATE), HEAL);

    assertThat(stopped.exit()).as(stopped.out() + stopped.err()).isEqualTo(130);
    assertThat(variable("GRID_MAINTENANCE_MODE")).isEqualTo("true");
    assertThat(variable("AUTH_SYSTEM_ENABLED")).isEqualTo("true");
    assertThat(customer.login()).isEqualTo(503);

    var resumed = shell.answering(List.of(DELETE), "resume");

    assertThat(resumed.exit()).as(resumed.out() + resumed.err()).isZero();
    assertServed();
    assertThat(variable("GRID_MAINTENANCE_MODE")).isEmpty();
  }

  @Test
  void aKilledRunIsResumedAndHeals() throws Exception {
    production.sandbox().inject(Faults.WRONG_SECRET);
    var child =
        ShellInChild.start(
            home,
            "name of the target",
            "sandbox",
            "screenshot",
            "yes",
            "Switch grid-api",
            "yes",
            "--",
            "scenario",
            "auth-failure");
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(2))
          .until(() -> !child.isAlive() || journal().stream().anyMatch(HealingTest::isHalfWay));
    } finally {
      child.destroyForcibly().waitFor();
    }
    assertThat(child.exitValue()).as("killed, " + journal()).isEqualTo(128 + 9);
    assertThat(customer.login()).isNotEqualTo(200);

    var resumed = shell.answering(List.of(DELETE), "resume");

    assertThat(resumed.exit()).as(resumed.out() + resumed.err()).isZero();
    assertServed();
    assertThat(variable("GRID_MAINTENANCE_MODE")).isEmpty();
    assertPreviewWasTheResult();
  }

  /** The second workload change is about to be written, was, or is rolling out. */
  private static boolean isHalfWay(String line) {
    return line.contains("fallback-auth") && line.contains("before-kept");
  }

  private List<String> journal() throws IOException {
    var runs = shell.state().resolve("rollback").resolve("runs");
    if (!Files.exists(runs)) {
      return List.of();
    }
    // Not all that is below: the run makes files of evidence there, and renames them.
    try (var each = Files.list(runs)) {
      var lines = new ArrayList<String>();
      for (var file :
          each.map(run -> run.resolve("journal.jsonl")).filter(Files::exists).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
      return lines;
    }
  }

  @Test
  void secretsAppearNowhere() throws IOException {
    production.sandbox().inject(Faults.WRONG_SECRET);
    var seen = new StringBuilder();
    var line = shell.answering(List.of(TARGET, BY_HAND, GATE, DELETE), HEAL);
    seen.append(line.out()).append(line.err());
    for (var command :
        List.of(
            "report",
            "report --format json",
            "report --format markdown",
            "report --format junit",
            "status",
            "status --output json",
            "doctor auth-failure",
            "undo latest --yes",
            "scenario auth-failure --dry-run --output json",
            "plan auth-failure -o saved.plan")) {
      var result = shell.run(command.split(" "));
      seen.append(result.out()).append(result.err());
    }

    for (var secret : List.of(customer.email(), customer.password(), customer.apiKey())) {
      for (var form : forms(secret)) {
        assertThat(seen).as("printed").doesNotContain(form);
        for (var file : files(shell.state())) {
          assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
              .as(file.toString())
              .doesNotContain(form);
        }
        assertThat(Files.readString(home.resolve("saved.plan"))).doesNotContain(form);
      }
    }
  }

  private static List<String> forms(String secret) {
    var bytes = secret.getBytes(StandardCharsets.UTF_8);
    return List.of(
        secret,
        Base64.getEncoder().withoutPadding().encodeToString(bytes),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
        URLEncoder.encode(secret, StandardCharsets.UTF_8));
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private void assertServed() {
    assertThat(customer.login()).as("login").isEqualTo(200);
    assertThat(customer.login("guess")).as("wrong password").isEqualTo(401);
    assertThat(customer.useKey()).as("API key").isEqualTo(200);
    assertThat(customer.anonymous()).as("no credentials").isEqualTo(401);
  }

  /** What every step kept before it wrote is what the plan has shown. */
  private void assertPreviewWasTheResult() {
    var state = state();
    var changes =
        state
            .plan()
            .all()
            .filter(PlannedStep.Change.class::isInstance)
            .map(PlannedStep.Change.class::cast)
            .toList();
    assertThat(changes).hasSize(3);
    for (var planned : changes) {
      var kept = state.step(planned.id()).kept().orElseThrow();
      assertThat(shown(kept.before())).as(planned.id()).isEqualTo(shown(planned.before()));
      assertThat(shown(kept.after())).as(planned.id()).isEqualTo(shown(planned.after()));
    }
  }

  /**
   * Without the places of all entries in the list, which are kept so that undo puts an entry back
   * where it was: an earlier step of the run may have added one of its own.
   */
  private static JsonNode shown(JsonNode state) {
    return state.deepCopy() instanceof ObjectNode object ? object.without("order") : state;
  }

  /**
   * Undo restores only what is not there now: a key that the service has made again since, under
   * the right secret, stays as it is; all others are as before, to the byte and to the end of their
   * life.
   */
  private static void assertUndone(
      Map<String, Keyspace.Value> before,
      Map<String, Keyspace.Value> served,
      Map<String, Keyspace.Value> now) {
    var again = new TreeSet<>(served.keySet());
    again.removeIf(key -> !key.startsWith("api_key:"));
    assertThat(again).as("the customer's key").hasSize(1);
    var expected = new TreeMap<>(untouched(before));
    expected.putAll(untouched(served));
    assertSameKeys(untouched(now), expected);
    assertThat(before.keySet().stream().filter(k -> k.startsWith("api_key:"))).hasSize(40);
  }

  private static void assertSameKeys(
      Map<String, Keyspace.Value> now, Map<String, Keyspace.Value> expected) {
    assertThat(now.keySet()).isEqualTo(expected.keySet());
    now.forEach((key, value) -> assertThat(value).as(key).matches(v -> same(v, expected.get(key))));
  }

  private static boolean same(Keyspace.Value one, Keyspace.@Nullable Value other) {
    return other != null && one.same(other);
  }

  /** Without what the service itself writes when somebody logs in or reads the grid. */
  private static Map<String, Keyspace.Value> untouched(Map<String, Keyspace.Value> keys) {
    var rest = new TreeMap<>(keys);
    rest.keySet()
        .removeIf(
            k ->
                Stream.of("ratelimit:", "session:", "stats:", "cache:grid:")
                    .anyMatch(k::startsWith));
    return rest;
  }

  private static Set<String> written(Map<String, Long> before, Map<String, Long> after) {
    var written = new TreeSet<String>();
    after.forEach(
        (command, calls) -> {
          if (WRITES.contains(command) && calls > before.getOrDefault(command, 0L)) {
            written.add(command);
          }
        });
    return written;
  }

  private Map<String, String> versions() {
    var versions = new TreeMap<String, String>();
    var kubernetes = production.kubernetes();
    Stream.of(
            kubernetes.apps().deployments().inAnyNamespace().list().getItems().stream(),
            kubernetes.apps().replicaSets().inAnyNamespace().list().getItems().stream(),
            kubernetes.pods().inAnyNamespace().list().getItems().stream(),
            kubernetes.secrets().inAnyNamespace().list().getItems().stream(),
            kubernetes.services().inAnyNamespace().list().getItems().stream())
        .flatMap(s -> s)
        .forEach(
            o ->
                versions.put(
                    o.getKind() + "/" + o.getMetadata().getName(),
                    o.getMetadata().getResourceVersion()));
    assertThat(versions).hasSizeGreaterThan(5);
    return versions;
  }

  /** Whoever had written would have moved the next transaction's number on. */
  private List<String> database() throws SQLException {
    try (var connection = DriverManager.getConnection(production.sandbox().postgres());
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT txid_snapshot_xmax(txid_current_snapshot()),"
                    + " (SELECT count(*) FROM users), (SELECT count(*) FROM api_keys)")) {
      rows.next();
      return List.of(rows.getString(1), rows.getString(2), rows.getString(3));
    }
  }

  private int total() {
    return production.sandbox().cluster().writes("deployments.apps").size();
  }

  private String variable(String name) {
    for (JsonNode entry : production.environment()) {
      if (entry.path("name").asText().equals(name)) {
        return entry.path("value").asText();
      }
    }
    return "";
  }

  private StepState step(String id) {
    return state().step(id);
  }

  private RunState state() {
    var store =
        new JournalStore(
            shell.state().resolve("rollback"),
            new Writer("test", "here", 1),
            Clock.systemUTC(),
            new Redactor());
    return RunState.of(store.read(store.resolve(JournalStore.LATEST)));
  }
}
