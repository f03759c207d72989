package dev.rollback.journal;

import dev.rollback.cli.Shell;
import dev.rollback.drill.Production;
import dev.rollback.web.TestSite;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What can become of a run, brought about by the real program on the sandbox, in a home each. */
final class Incidents {
  private static final Path RUNBOOKS = Path.of("src/test/resources/journal-runbooks");
  private static final Shell.Answer TARGET = new Shell.Answer("name of the target", "sandbox");
  private static final Shell.Answer PLAN = new Shell.Answer("Do this on sandbox?", "yes");
  private static final Shell.Answer ENOUGH = new Shell.Answer("Is it enough?", "yes");
  private static final Shell.Answer NOT_ENOUGH = new Shell.Answer("Is it enough?", "no");
  private static final List<Shell.Answer> RELEASE =
      List.of(
          TARGET,
          new Shell.Answer("Tell the support desk", "yes"),
          new Shell.Answer("Delete what matches", "yes"),
          new Shell.Answer("'banner' would make", "yes"));

  private final Production production;
  private final Path home;
  private final Shell shell;

  /** Something that becomes of a run. */
  interface Incident {
    /** Brings it about, in a home where nothing has happened yet. */
    void happen(Incidents here) throws IOException;
  }

  /** The process dies. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Prepares a home, and Redis. */
  Incidents(Production production, Path home) throws IOException {
    this.production = production;
    this.home = home;
    this.shell = new Shell(home);
    production.configure(home, List.of());
    var runbooks = Files.createDirectories(home.resolve("runbooks"));
    for (var name : Durable.names(RUNBOOKS)) {
      Files.copy(RUNBOOKS.resolve(name), runbooks.resolve(name));
    }
    fillRedis();
  }

  /** A dozen keys of every kind and with both ends, and three of somebody else. */
  private void fillRedis() {
    redis("SET", "rel:expires", "soon", "EX", "86400");
    redis("SET", "rel:\u00e4 \u65e5", "not ASCII");
    redis("RPUSH", "rel:list", "a", "b");
    redis("HSET", "rel:hash", "field", "value");
    IntStream.rangeClosed(1, 8).forEach(n -> redis("SET", "rel:" + n, "v" + n));
    IntStream.rangeClosed(1, 3).forEach(n -> redis("SET", "experiment:" + n, "on"));
  }

  private void redis(String... words) {
    production.redis().command(List.of(words));
  }

  /** All of them by name. */
  static Map<String, Incident> all() {
    var all = new LinkedHashMap<String, Incident>();
    all.put("succeeded", i -> i.run(0, RELEASE, "scenario", "release"));
    all.put("succeeded-and-undone", Incidents::succeededAndUndone);
    all.put("bulk-step", i -> i.run(0, List.of(TARGET), "scenario", "keys"));
    all.put("nothing-to-do", Incidents::nothingToDo);
    all.put(
        "stopped-at-gate", i -> i.run(4, List.of(TARGET, NOT_ENOUGH), "scenario", "two-changes"));
    all.put("interrupted", Incidents::interrupted);
    all.put("interrupted-and-resumed", Incidents::resumed);
    all.put("killed-mid-step", Incidents::killedMidStep);
    all.put("killed-mid-undo", Incidents::killedMidUndo);
    all.put("torn", Incidents::torn);
    all.put("torn-and-resumed", Incidents::tornAndResumed);
    all.put(
        "failed-and-undone", i -> i.run(5, List.of(TARGET, failed("undo")), "scenario", "fails"));
    all.put("refused", i -> i.run(3, List.of(TARGET, failed("undo")), "scenario", "refused"));
    all.put("temporary", i -> i.run(0, List.of(PLAN), "scenario", "banner"));
    all.put("temporary-taken-back", Incidents::temporaryTakenBack);
    all.put("drifted-undo", Incidents::driftedUndo);
    all.put(
        "operator-needed",
        i -> i.run(6, List.of(PLAN, failed("retry"), failed("stop")), "scenario", "stuck"));
    all.put(
        "target-gone",
        i -> i.run(6, List.of(), "drill", "auth-failure", "--no-input", "--approve-all"));
    all.put("told", Incidents::told);
    return Collections.unmodifiableMap(all);
  }

  private static Shell.Answer failed(String remedy) {
    return new Shell.Answer("failed", remedy);
  }

  private void succeededAndUndone() {
    run(0, RELEASE, "scenario", "release");
    run(0, List.of(), "undo", "latest", "--yes");
  }

  private void nothingToDo() {
    redis("FLUSHALL");
    run(0, List.of(), "scenario", "keys");
  }

  private void interrupted() {
    var answers = List.of(TARGET, ENOUGH);
    exit(130, shell.interruptedAt("Is it enough?", answers, "scenario", "two-changes"));
  }

  private void resumed() {
    interrupted();
    run(0, List.of(), "resume");
  }

  private void killedMidStep() {
    killed("\"before-kept\",\"step\":\"limit\"", List.of(TARGET), "scenario", "two-changes");
  }

  private void killedMidUndo() {
    run(0, List.of(TARGET, ENOUGH), "scenario", "two-changes");
    killed("\"undo-began\",\"step\":\"limit\"", List.of(), "undo", "latest", "--yes");
  }

  /** The machine loses power while the line is written that says that the system has answered. */
  private void torn() throws IOException {
    killed("\"written\",\"step\":\"limit\"", List.of(TARGET), "scenario", "two-changes");
    var lines = Files.readAllLines(journal());
    try (var file = new RandomAccessFile(journal().toFile(), "rw")) {
      file.setLength(file.length() - lines.getLast().length() / 2);
    }
  }

  private void tornAndResumed() throws IOException {
    torn();
    run(0, List.of(ENOUGH), "resume");
  }

  private void temporaryTakenBack() {
    run(0, List.of(PLAN), "scenario", "banner");
    shell.clock().forward(Duration.ofMinutes(31));
    run(0, List.of(), "due");
  }

  private void driftedUndo() {
    run(0, List.of(TARGET, ENOUGH), "scenario", "two-changes");
    production.setEnv("LOGIN_RATE_LIMIT", "61");
    run(6, List.of(), "undo", "latest", "--yes");
  }

  /** It takes longer than it may; of two channels one is there. */
  private void told() throws IOException {
    try (var incidents = TestSite.answering(_ -> new TestSite.Reply(200, "ok"))) {
      production.configure(home, List.of("notify: {incidents: {url: {env: HOOK}}}"));
      shell.export("HOOK", incidents.url() + "/services/T000");
      exit(
          0,
          shell.meanwhile(
              _ -> shell.clock().forward(Duration.ofHours(3)),
              List.of(new Shell.Answer("Go on?", "yes")),
              "scenario",
              "told"));
    }
  }

  private void run(int exit, List<Shell.Answer> answers, String... line) {
    exit(exit, answers.isEmpty() ? shell.run(line) : shell.answering(answers, line));
  }

  private static void exit(int expected, Shell.Result result) {
    if (result.exit() != expected) {
      throw new IllegalStateException(
          "it ended with %d, not with %d:%n%s%s"
              .formatted(result.exit(), expected, result.out(), result.err()));
    }
  }

  /** Runs a command line whose process dies when this is what its journal ends with. */
  private void killed(String last, List<Shell.Answer> answers, String... line) {
    shell.clock().whenAsked(() -> dieAfter(last));
    try {
      var result = answers.isEmpty() ? shell.run(line) : shell.answering(answers, line);
      throw new IllegalStateException("it did not die:\n" + result.out() + result.err());
    } catch (Killed e) {
      shell.clock().whenAsked(() -> {});
    }
  }

  private void dieAfter(String last) {
    try {
      if (Files.exists(journal())
          && Files.readString(journal()).lines().reduce("", (_, l) -> l).contains(last)) {
        throw new Killed();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the run is recorded. */
  Path directory() throws IOException {
    var runs = state().resolve("runs");
    return Files.isDirectory(runs) && !Durable.names(runs).isEmpty()
        ? runs.resolve(Durable.names(runs).getFirst())
        : runs.resolve("none-yet");
  }

  /** The state directory. */
  Path state() {
    return shell.state().resolve("rollback");
  }

  private Path journal() throws IOException {
    return directory().resolve(JournalStore.JOURNAL);
  }
}
