package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.action.StepType;
import dev.rollback.contract.SandboxKubernetes;
import dev.rollback.fidelity.Subjects;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An action that nobody has measured would be one whose preview nobody can rely on. */
class FidelityCatalogueTest {
  @RegisterExtension static final SandboxKubernetes SANDBOX = new SandboxKubernetes();

  @Test
  void everyActionHasStartStates() {
    var actions =
        Catalogs.of(Map.of(), Path.of("")).entries().stream()
            .<StepType<?, ?>>map(e -> e.type())
            .filter(StepType.ActionType.class::isInstance)
            .map(StepType::name)
            .collect(Collectors.toSet());
    var measured =
        Stream.concat(Subjects.all(SANDBOX).stream(), Subjects.inTheLab().stream())
            .flatMap(
                s -> {
                  try (var subject = s.get()) {
                    return subject.actions().stream();
                  }
                })
            .collect(Collectors.toSet());
    assertThat(measured).isEqualTo(actions);
  }
}
