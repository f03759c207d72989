package dev.rollback.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.cli.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps of the shipped runbooks that only a parameter switches on are drilled as well. */
class BranchesTest {
  private static final Path RUNBOOKS = Path.of("runbooks");
  private static final Pattern PARAMETER = Pattern.compile("parameters(?:\\.|\\[')([a-z-]+)");

  /** Who else has them, or why nobody. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "rate-limiting: remedy",
          "ServiceFaultsTest",
          "migration-failure: tool",
          "ScenariosLabIT, by the real Alembic",
          "migration-failure: backup",
          "the embedded server has no pg_dump: BackupTest has the step",
          "security-incident: backup",
          "the same",
          "incident: backup",
          "the same");

  @TempDir private Path home;
  private Shell shell;

  /** One drill of a scenario with steps that are left out otherwise. */
  record Branch(String scenario, String fault, List<String> parameters) {}

  static Stream<Branch> branches() {
    return Stream.of(
        new Branch("memory-pressure", "memory-full", List.of("raise", "restart")),
        new Branch("migration-failure", "half-migration", List.of("writers")),
        new Branch("security-incident", "leaked-credentials", List.of("compromised", "reported")));
  }

  @BeforeEach
  void unpack() throws IOException {
    var runbooks = Files.createDirectories(home.resolve("runbooks"));
    try (var files = Files.list(RUNBOOKS)) {
      for (var file : files.toList()) {
        Files.copy(file, runbooks.resolve(file.getFileName().toString()));
      }
    }
    shell = new Shell(home);
  }

  @ParameterizedTest
  @MethodSource("branches")
  void healsAndIsUndone(Branch branch) {
    var words =
        new ArrayList<>(List.of("drill", branch.scenario(), "--fault", branch.fault(), "--undo"));
    branch.parameters().forEach(p -> words.addAll(List.of("-p", p + "=true")));
    words.addAll(List.of("--no-input", "--approve-all"));

    var result = shell.run(words.toArray(String[]::new));

    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    assertThat(result.out()).contains("Healed: ", "Undone");
  }

  @Test
  void allOfThemAreHereOrSomewhereElse() throws IOException {
    var known = new TreeSet<>(ELSEWHERE.keySet());
    branches().forEach(b -> b.parameters().forEach(p -> known.add(b.scenario() + ": " + p)));
    known.remove("security-incident: reported"); // a cause, and no branch
    assertThat(switches()).containsExactlyElementsOf(known);
  }

  /** The parameters that the steps' conditions name. */
  private static Set<String> switches() throws IOException {
    var switches = new TreeSet<String>();
    try (var files = Files.list(RUNBOOKS)) {
      for (var file : files.toList()) {
        var scenario = file.getFileName().toString().replace(".yaml", "");
        Files.readString(file)
            .replaceFirst("(?s)^.*?\nsteps:\n", "")
            .lines()
            .filter(line -> line.contains("when: "))
            .flatMap(line -> PARAMETER.matcher(line).results())
            .forEach(found -> switches.add(scenario + ": " + found.group(1)));
      }
    }
    return switches;
  }
}
