package dev.rollback.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollback.contract.LabNamespace;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * How long {@code doctor} takes for a scenario of 20 steps: whole processes, on a Kubernetes of the
 * lab, a Redis, a PostgreSQL and a git remote.
 */
public final class DoctorBench {
  private static final int RUNS = 7;

  private final Path directory;
  private final String redis;
  private final String program;

  private DoctorBench(String redis, Path directory, String program) {
    this.redis = redis;
    this.program = program;
    this.directory = directory;
  }

  /**
   * Prints the times.
   *
   * @param args the URI of a Redis database, an empty directory, a file for what is printed, and
   *     the program
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    try (var postgres = EmbeddedPostgres.builder().start();
        var namespace = LabNamespace.create()) {
      var text =
          new DoctorBench(args[0], Path.of(args[1]), args[3])
              .measure(namespace, postgres.getPort());
      Files.writeString(Path.of(args[2]), text);
    }
  }

  private String measure(LabNamespace namespace, int postgres)
      throws IOException, InterruptedException {
    prepare(namespace, postgres);
    doctor(); // builds the program where that is due
    var times = new ArrayList<Duration>();
    for (var n = 0; n < RUNS; n++) {
      var before = System.nanoTime();
      doctor();
      times.add(Duration.ofNanos(System.nanoTime() - before));
    }
    Collections.sort(times);
    return String.format(
        Locale.ROOT,
        "doctor, 20 steps: median %.2f s (%.2f to %.2f s in %d runs); %s%n",
        seconds(times.get(RUNS / 2)),
        seconds(times.getFirst()),
        seconds(times.getLast()),
        RUNS,
        Files.readAllLines(directory.resolve("out")).getFirst());
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }

  private void doctor() throws IOException, InterruptedException {
    run(directory.resolve("out"), List.of(program, "doctor", "bench", "--no-input"));
  }

  private void prepare(LabNamespace namespace, int postgres)
      throws IOException, InterruptedException {
    git("init", "--quiet", "--bare", "--initial-branch=main", "remote.git");
    git("clone", "--quiet", "remote.git", "clone");
    git("-C", "clone", "commit", "--quiet", "--allow-empty", "-m", "one");
    git("-C", "clone", "push", "--quiet", "origin", "HEAD:main");
    Files.writeString(
        directory.resolve("rollback.yaml"),
        """
        apiVersion: rollback/v1
        targets:
          lab:
            kubernetes:
              kubeconfig: "%s"
              context: lab
              namespace: %s
            redis: {uri: "%s", identity: {role: master}}
            postgres: {url: "jdbc:postgresql://127.0.0.1:%d/postgres", user: postgres}
            git: {directory: clone, remote: origin, branch: main}
        """
            .formatted(LabNamespace.kubeconfig(), namespace.name(), redis, postgres));
    Files.createDirectories(directory.resolve("runbooks"));
    Files.writeString(directory.resolve("runbooks").resolve("bench.yaml"), runbook());
  }

  private void git(String... arguments) throws IOException, InterruptedException {
    var argv = new ArrayList<>(List.of("git", "-c", "user.name=bench", "-c", "user.email=b@c.d"));
    argv.addAll(List.of(arguments));
    run(directory.resolve("git"), argv);
  }

  private void run(Path out, List<String> argv) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(argv).directory(directory.toFile());
    builder.environment().put("XDG_STATE_HOME", directory.resolve("state").toString());
    var process = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(argv + ":\n" + Files.readString(out, UTF_8));
    }
  }

  private static String runbook() {
    var text =
        new StringBuilder(
            """
            apiVersion: rollback/v1
            scenario: bench
            title: Twenty steps
            owner: nobody
            steps:
            """);
    for (var n = 1; n <= 5; n++) {
      text.append(
          """
            - {action: kubernetes.scale, with: {deployment: app-%1$d, replicas: 2}}
            - {action: kubernetes.set-env, with: {deployment: api-%1$d, env: {MODE: fallback}}}
            - {action: kubernetes.rollout-restart, with: {deployment: web-%1$d}}
            - {action: redis.delete-keys, with: {pattern: "stale-%1$d:*"}}
          """
              .formatted(n));
    }
    return text.append(
            """
            after:
              - {check: kubernetes.ready, with: {deployment: api-1}}
              - {check: redis.ping}
              - {check: postgres.query, with: {sql: "SELECT 1"}, expect: value == 1}
              - {check: git.clean}
            """)
        .toString();
  }
}
