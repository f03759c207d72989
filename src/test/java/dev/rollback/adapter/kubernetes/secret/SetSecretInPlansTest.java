package dev.rollback.adapter.kubernetes.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.adapter.kubernetes.KubernetesAdapter;
import dev.rollback.fidelity.Workbench;
import dev.rollback.run.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries of a Secret that change in a run: as its plan has shown, or not at all. */
class SetSecretInPlansTest extends SetSecretFixture {
  @Test
  void aLaterStepIsPreviewedOnWhatAnEarlierOneMakes() {
    create(Map.of("DB", "the old one"));
    SANDBOX.create(using(API));
    var workbench =
        new Workbench(
            List.of(new KubernetesAdapter(Map.of(), Path.of("/"))),
            Map.of("kubernetes", opened.orElseThrow()));
    var scenario =
        workbench.bind(
            """
            steps:
              - id: rotate
                action: kubernetes.set-secret
                with: {secret: grid-auth, set: {DB: {env: NEW}}, generate: {K: {}}, restart: true}
              - id: clean
                action: kubernetes.set-secret
                with: {secret: grid-auth, remove: [DB]}
            after:
              - {check: kubernetes.ready, with: {deployment: grid-api}, within: PT30S, every: PT0.01S}
            """);
    var plan = workbench.plan(scenario);
    assertThat(entries()).isEqualTo(Map.of("DB", "the old one"));
    assertThat(plan.changes().getLast().before().at("/entries/DB"))
        .isEqualTo(plan.changes().getFirst().after().at("/entries/DB"));
    var ran = workbench.run(scenario, plan);
    assertThat(ran.outcome()).as(ran.failures().toString()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(entries().keySet()).containsExactly("K");
  }

  @Test
  void aValueThatIsAnotherSinceThePlanIsNotWritten(@TempDir Path folder) throws IOException {
    create(Map.of("DB", "the old one"));
    var file = folder.resolve("value");
    Files.writeString(file, "what was approved");
    var workbench =
        new Workbench(
            List.of(new KubernetesAdapter(Map.of(), Path.of("/"))),
            Map.of("kubernetes", opened.orElseThrow()));
    var scenario =
        workbench.bind(
            """
            steps:
              - id: rotate
                action: kubernetes.set-secret
                with: {secret: grid-auth, set: {DB: {file: "%s"}}}
            after:
              - {check: kubernetes.ready, with: {deployment: grid-api}}
            """
                .formatted(file));
    var plan = workbench.plan(scenario);
    Files.writeString(file, "something else by now");
    var ran = workbench.run(scenario, plan);
    assertThat(ran.outcome()).isNotEqualTo(Outcome.SUCCEEDED);
    assertThat(ran.failures())
        .singleElement()
        .asString()
        .contains("would not become what was approved; since then: entries.DB.fingerprint: ");
    assertThat(entries()).isEqualTo(Map.of("DB", "the old one"));
  }
}
