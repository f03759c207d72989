package dev.rollback.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.rollback.action.StepType;
import dev.rollback.cli.Shell;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract takes away each permission that an action or its undo needs. An action that is in
 * the catalogue and not held to it would be one of which nobody knows what preflight misses.
 */
class EveryActionHasAContractTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void everyActionOfTheCatalogueIsHeldToTheContract() {
    var contracts = contracts();
    for (var entry : new Shell(directory).catalog().entries()) {
      if (entry.type() instanceof StepType.ActionType<?, ?, ?, ?> action) {
        assertThat(contracts)
            .as("a subclass of ActionContract for " + action.name())
            .anyMatch(contract -> isAbout(contract, action.inputs()));
      }
    }
  }

  private static List<JavaClass> contracts() {
    return new ClassFileImporter()
        .importPackages("dev.rollback").stream()
            .filter(c -> c.isAssignableTo(ActionContract.class))
            .filter(c -> !c.getModifiers().contains(JavaModifier.ABSTRACT))
            .toList();
  }

  /** Somewhere between it and the contract the action is made. */
  private static boolean isAbout(JavaClass contract, Class<?> action) {
    return Stream.concat(Stream.of(contract), contract.getAllRawSuperclasses().stream())
        .flatMap(c -> c.getConstructorCallsFromSelf().stream())
        .anyMatch(call -> call.getTargetOwner().isEquivalentTo(action));
  }
}
