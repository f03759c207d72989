package dev.rollback.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.rollback.action.Requirement;
import dev.rollback.action.StepType;
import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.cli.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of what each step of the catalogue is held to, read from the compiled classes: what an
 * action says of itself, and which tests make it. -Dgolden.update=true writes it anew.
 */
class ProvedTest {
  private static final Path PAGE = Path.of("docs/design/proved.md");

  /** The contract counts effects at the server; where that cannot be, it says why. */
  private static final Map<String, String> WITHOUT_CONTRACT =
      Map.of("postgres.restore-point", "no server can be asked which restore points it has");

  @TempDir private Path directory = Path.of("");

  @Test
  void theTableIsWhatTheClassesSay() throws IOException {
    var page = new Table(new ClassFileImporter().importPackages("dev.rollback")).page(types());
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE))
        .as(PAGE + "; write it anew with -Dgolden.update=true -Dtest=ProvedTest")
        .isEqualTo(page);
    assertThat(page.lines()).noneMatch(line -> line.contains("|  |"));
  }

  private List<StepType<?, ?>> types() {
    return new Shell(directory)
        .catalog().entries().stream().<StepType<?, ?>>map(e -> e.type()).toList();
  }

  /** One reading of all classes. */
  private record Table(JavaClasses classes) {
    private static final String HEAD =
        """
        # What each step is held to

        Made by `ProvedTest` from the compiled classes; not written by hand.

        Every action passes `ActionContract` (every one-way action `OneWayContract`) against each of \
        the servers in the last column: looking writes nothing, the preview is what happens, drift is \
        refused, a second time there is nothing to do, undo brings the state back, and of each \
        permission that is taken away at the server preflight names just that one. `LabIT` runs \
        against installed servers and servers of images (`mvn verify -Plab`), the others in `mvn verify`.

        """;

    String page(List<StepType<?, ?>> types) {
      return HEAD
          + section("Actions", "Preview", types, StepType.ActionType.class)
          + section("One-way actions", "Preview", types, StepType.OneWayType.class)
          + section("Checks", "Reads", types, StepType.CheckType.class)
          + section("Captures", "Reads", types, StepType.CaptureType.class);
    }

    private String section(String title, String second, List<StepType<?, ?>> types, Class<?> kind) {
      var rows =
          types.stream().filter(kind::isInstance).map(this::row).collect(Collectors.joining());
      var moves = kind == StepType.ActionType.class;
      return rows.isEmpty()
          ? ""
          : "## %s\n\n| Step | %s | Preflight |%s Run against |\n|---|---|---|%s---|\n%s\n"
              .formatted(
                  title, second, moves ? " Drift | Undo |" : "", moves ? "---|---|" : "", rows);
    }

    private String row(StepType<?, ?> type) {
      var step = classes.get(type.inputs());
      return switch (type) {
        case StepType.ActionType<?, ?, ?, ?> _ ->
            cells(type, preview(step), preflight(step), "refused", undo(step), contracts(step));
        case StepType.OneWayType<?, ?, ?> _ ->
            cells(type, "what is sent", preflight(step), oneWay(type, step));
        case StepType.CheckType<?, ?, ?, ?> _, StepType.CaptureType<?, ?, ?> _ ->
            cells(type, "live", preflight(step), tests(step, _ -> true));
      };
    }

    private static String cells(StepType<?, ?> type, String... cells) {
      return "| `%s` | %s |\n".formatted(type.name(), String.join(" | ", cells));
    }

    private static String preview(JavaClass step) {
      return words(
          method(step, "trust").getFieldAccesses().stream()
              .filter(access -> access.getTargetOwner().isEquivalentTo(Trust.class))
              .map(JavaFieldAccess::getName));
    }

    /** Whether anything is asked: a list that is empty is made by a call of {@code List.of()}. */
    private String preflight(JavaClass step) {
      var asks =
          calls(step, "requirements")
              .anyMatch(
                  call ->
                      call.getTarget().getRawReturnType().isEquivalentTo(Requirement.class)
                          || call.getTargetOwner().getName().startsWith("dev.rollback.adapter")
                          || !call.getTarget().getRawParameterTypes().isEmpty());
      return asks ? "probed" : "reached only";
    }

    /**
     * What is returned is made there, or is a constant: the one for all that is restored, or a why.
     */
    private static String undo(JavaClass step) {
      var constants =
          method(step, "undo").getFieldAccesses().stream()
              .map(access -> access.getTarget())
              .filter(field -> field.getRawType().isEquivalentTo(Undo.class))
              .map(field -> field.getOwner().isEquivalentTo(Undo.class))
              .toList();
      var impossible =
          constants.contains(false)
              || calls(step, "undo").anyMatch(call -> call.getName().equals("impossible"));
      return Stream.of(
              constants.contains(true) ? "restored" : "",
              impossible ? "impossible, and says why" : "")
          .filter(Predicate.not(String::isEmpty))
          .collect(Collectors.joining(", or "));
    }

    private static Stream<JavaMethodCall> calls(JavaClass step, String method) {
      return method(step, method).getMethodCallsFromSelf().stream();
    }

    /** Its own, or the one that it shares with others of its kind. */
    private static JavaMethod method(JavaClass step, String name) {
      return Stream.of(
              Stream.of(step),
              step.getAllRawSuperclasses().stream(),
              step.getAllRawInterfaces().stream())
          .flatMap(classes -> classes)
          .flatMap(c -> c.tryGetMethod(name).stream())
          .filter(m -> !m.getModifiers().contains(JavaModifier.ABSTRACT))
          .findFirst()
          .orElseThrow(() -> new AssertionError(step.getName() + " has no " + name + "()"));
    }

    private static String words(Stream<String> names) {
      return names
          .map(name -> name.toLowerCase(Locale.ROOT))
          .collect(Collectors.toCollection(TreeSet::new))
          .stream()
          .collect(Collectors.joining(" or "));
    }

    private String oneWay(StepType<?, ?> type, JavaClass step) {
      return Optional.ofNullable(WITHOUT_CONTRACT.get(type.name()))
          .map(why -> "not held to the contract, since " + why + ": " + tests(step, _ -> true))
          .orElseGet(() -> contracts(step));
    }

    private String contracts(JavaClass step) {
      return tests(
          step,
          test ->
              test.isAssignableTo(ActionContract.class)
                  || test.isAssignableTo(OneWayContract.class));
    }

    /** The tests of which one, or one of whose superclasses, makes the step. */
    private String tests(JavaClass step, Predicate<JavaClass> which) {
      return classes.stream()
          .filter(
              test -> test.getSimpleName().endsWith("Test") || test.getSimpleName().endsWith("IT"))
          .filter(test -> !test.getModifiers().contains(JavaModifier.ABSTRACT))
          .filter(which)
          .filter(test -> makes(test, step))
          .map(test -> "`" + named(test) + "`")
          .collect(Collectors.toCollection(TreeSet::new))
          .stream()
          .collect(Collectors.joining(", "));
    }

    private static String named(JavaClass test) {
      return test.getEnclosingClass()
          .map(outer -> outer.getSimpleName() + "." + test.getSimpleName())
          .orElse(test.getSimpleName());
    }

    private static boolean makes(JavaClass test, JavaClass step) {
      return Stream.concat(Stream.of(test), test.getAllRawSuperclasses().stream())
          .anyMatch(
              c ->
                  c.getConstructorCallsFromSelf().stream()
                          .anyMatch(call -> call.getTargetOwner().equals(step))
                      || c.getReferencedClassObjects().stream()
                          .anyMatch(object -> object.getRawType().equals(step)));
    }
  }
}
