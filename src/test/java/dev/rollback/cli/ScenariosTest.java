package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollback.diagnostic.Redactor;
import dev.rollback.journal.JournalStore;
import dev.rollback.journal.Writer;
import dev.rollback.run.RunState;
import dev.rollback.sandbox.Prober;
import dev.rollback.sandbox.Sandbox;
import dev.rollback.sandbox.fault.Faults;
import dev.rollback.sandbox.site.Fault;
import dev.rollback.sandbox.site.Footprint;
import dev.rollback.sandbox.site.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the scenarios owe to every fault, judged from outside: the one that it is for heals it,
 * once, as its preview has shown, and its undo brings everything back or the plan has said what it
 * does not; each of the others sees that it is not for this, and changes nothing.
 */
class ScenariosTest {
  private static final Path RUNBOOKS = Path.of("runbooks");
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration SETTLING = Duration.ofSeconds(30);

  private static final Pattern CAUSE = Pattern.compile("(?m)^  - cause: (\\S+)$");

  @TempDir private Path home;

  /** All; {@code -Drollback.faults=ID,ID} tries some. */
  static Stream<Fault> faults() {
    var wanted = System.getProperty("rollback.faults", "");
    return wanted.isEmpty()
        ? Faults.all().stream()
        : Stream.of(wanted.split(",")).map(id -> Faults.named(id).orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isHealedByItsScenarioAndLeftAloneByTheOthers(Fault fault) throws IOException {
    try (var sandbox = Sandbox.start();
        var prober = Prober.start(sandbox, Clock.systemUTC())) {
      fault.inject(sandbox);
      var shell = shell(sandbox);
      var broken = Footprint.of(sandbox);

      othersLeaveItAlone(fault, sandbox, shell);

      var scenario = fault.scenarios().iterator().next();
      var arguments = command("scenario", scenario, fault.parameters(sandbox));
      var person = new Person(fault, sandbox, DrillTarget.NAME, broken);
      var healing = shell.attended(person, arguments);
      assertThat(healing.exit()).as(healing.out() + healing.err()).isZero();
      assertThat(prober.awaitServed(PATIENCE)).as("a customer is served").isTrue();
      assertThat(fault.remains(sandbox)).isEmpty();
      assertThat(run(shell).plan().diagnosis().orElseThrow().found())
          .containsAnyElementsOf(fault.causes());

      whatWasShownIsWhatHasHappened(person.broken(), sandbox, shell);

      // A request that was held up by the fault may come last, and is seen.
      await().atMost(SETTLING).untilAsserted(() -> nothingIsLeftToDo(shell, arguments));

      prober.stop();
      undoBringsBack(person.broken(), sandbox, shell);
    } finally {
      deleteState();
    }
  }

  private static void nothingIsLeftToDo(Shell shell, String... arguments) {
    var again = shell.run(arguments);
    assertThat(again.exit()).as(again.out() + again.err()).isZero();
    assertThat(again.out()).contains("Nothing to do");
  }

  private void othersLeaveItAlone(Fault fault, Sandbox sandbox, Shell shell) throws IOException {
    var before = Footprint.of(sandbox);
    var writes = sandbox.cluster().writes().size();
    for (var other : others(fault)) {
      var result = shell.run(command("scenario", other, usual(other, sandbox)));
      assertThat(result.exit())
          .as(other + " against " + fault.id() + "\n" + result.out() + result.err())
          .isIn(ExitCode.CHECK.code(), ExitCode.OK.code());
      if (result.exit() == 0) {
        assertThat(result.out()).as(other).contains("Nothing to do");
      }
    }
    assertThat(sandbox.cluster().writes().stream().skip(writes).map(w -> w.resource()))
        .as("nothing but leases was written")
        .allMatch(resource -> resource.startsWith("leases"));
    assertThat(before.changedIn(Footprint.of(sandbox))).isEmpty();
  }

  /** Three that are not for it, each fault's other ones; {@code -Drollback.others=all}: all. */
  private static List<String> others(Fault fault) {
    var others =
        scenarios().stream()
            .filter(other -> !callsOthers(other) && !fault.scenarios().contains(other))
            .toList();
    var first = Faults.all().indexOf(fault);
    return "all".equals(System.getProperty("rollback.others"))
        ? others
        : IntStream.range(first, first + 3)
            .mapToObj(i -> others.get(i % others.size()))
            .distinct()
            .toList();
  }

  private void whatWasShownIsWhatHasHappened(Footprint broken, Sandbox sandbox, Shell shell) {
    var run = run(shell);
    var foretold = new Foretold(shell.catalog(), run);
    var seen = Truth.of(home, sandbox.directory().resolve("rollback.yaml"), run);
    assertThat(foretold.wrong(seen, broken, Footprint.of(sandbox))).isEmpty();
    if (!run.plan().changes().isEmpty()) {
      assertThat(foretold.compared()).as("diffs of the preview").isPositive();
    }
  }

  private void undoBringsBack(Footprint broken, Sandbox sandbox, Shell shell) {
    var healed = Footprint.of(sandbox);
    var run = run(shell);
    var undone = shell.run("undo", run.run(), "--yes");
    var notBack = broken.notBackIn(Footprint.of(sandbox), healed);
    var foretold = Drill.withoutUndo(run.plan());
    if (foretold.isEmpty()) {
      assertThat(undone.exit()).as(undone.out() + undone.err()).isZero();
      assertThat(notBack).as("not as it was before").isEmpty();
    } else {
      assertThat(undone.exit())
          .as(undone.out() + undone.err())
          .isIn(ExitCode.OK.code(), ExitCode.OPERATOR.code());
    }
  }

  /** The run that has changed something. */
  private static RunState run(Shell shell) {
    var store =
        new JournalStore(
            shell.state().resolve("rollback"),
            new Writer("test", "here", 1),
            Clock.systemUTC(),
            new Redactor());
    return store.list().stream()
        .map(summary -> RunState.of(store.read(summary.run())))
        .filter(run -> !run.plan().nothingToDo())
        .findFirst()
        .orElseThrow();
  }

  /** What a drill of that scenario would give it. */
  static Map<String, String> usual(String scenario, Site site) {
    return Faults.of(scenario).stream()
        .findFirst()
        .map(fault -> fault.parameters(site))
        .orElse(Map.of());
  }

  private static String[] command(String verb, String scenario, Map<String, String> parameters) {
    var words = new ArrayList<>(List.of(verb, scenario));
    parameters.forEach((name, value) -> words.addAll(List.of("-p", name + "=" + value)));
    return words.toArray(String[]::new);
  }

  private Shell shell(Sandbox sandbox) throws IOException {
    var runbooks = Files.createDirectories(home.resolve("runbooks"));
    for (var name : names()) {
      Files.copy(RUNBOOKS.resolve(name + ".yaml"), runbooks.resolve(name + ".yaml"));
    }
    return new Shell(home).export("ROLLBACK_CONFIG", DrillTarget.write(sandbox).toString());
  }

  private void deleteState() throws IOException {
    try (var files = Files.walk(home)) {
      for (var file :
          files.sorted((a, b) -> b.compareTo(a)).filter(f -> !f.equals(home)).toList()) {
        Files.delete(file);
      }
    }
  }

  private static List<String> names() throws IOException {
    try (var files = Files.list(RUNBOOKS)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.endsWith(".yaml"))
          .map(f -> f.substring(0, f.length() - ".yaml".length()))
          .sorted()
          .toList();
    }
  }

  /** Those that there is a fault for; what is a checklist for all of them is for each. */
  static List<String> scenarios() {
    return Faults.all().stream().flatMap(f -> f.scenarios().stream()).distinct().sorted().toList();
  }

  /** What calls the others would heal the faults of all of them: see IncidentTest. */
  static boolean callsOthers(String name) {
    try {
      return Files.readString(RUNBOOKS.resolve(name + ".yaml")).contains("- scenario:");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A runbook that nothing can be drilled with would be one that nobody has tried. */
  @Test
  void everyRunbookThatChangesSomethingHasAFault() throws IOException {
    var drilled = new TreeSet<>(scenarios());
    for (var name : names()) {
      if (Files.readString(RUNBOOKS.resolve(name + ".yaml")).contains("action:")) {
        assertThat(drilled).contains(name);
      }
    }
  }

  /** What no fault can be made of, and why. */
  private static final Map<String, String> WITHOUT_FAULT =
      Map.of(
          "attack", "its branch is to change nothing: see RateLimitingTest",
          "reported-leak", "a person says so by a parameter, and no system shows it");

  @Test
  void everyCauseHasAFaultOrAReason() throws IOException {
    var causes = new TreeSet<String>();
    for (var name : names()) {
      CAUSE
          .matcher(Files.readString(RUNBOOKS.resolve(name + ".yaml")))
          .results()
          .forEach(found -> causes.add(found.group(1)));
    }
    var made = Faults.all().stream().flatMap(f -> f.causes().stream()).toList();
    assertThat(causes).containsAll(made);
    assertThat(made).doesNotContainAnyElementsOf(WITHOUT_FAULT.keySet());
    causes.removeAll(made);
    assertThat(causes).isEqualTo(WITHOUT_FAULT.keySet());
  }
}
