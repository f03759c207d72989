package dev.rollback.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.plan.CheckResult;
import dev.rollback.plan.CheckResult.Verdict;
import dev.rollback.run.Progress;
import dev.rollback.run.StepProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How far a run has come, beside its journal. */
class ProgressFileTest {
  @TempDir private Path state;
  private final Redactor redactor = new Redactor();
  private JournalStore store;
  private ProgressFile file;

  @BeforeEach
  void record() {
    store = Stores.at(state, Clock.systemUTC(), redactor);
    Stores.record(store, "r-1", Samples.started("r-1"));
    file = store.progress("r-1");
  }

  private Path directory() {
    return state.resolve("runs/r-1");
  }

  private static StepProgress said(String text) {
    return new StepProgress("a", 2, Samples.AT, new Progress.Said(text));
  }

  private static CheckResult read(String said) {
    return new CheckResult(
        "c",
        "",
        "http.get",
        "status == 200",
        Verdict.FAIL,
        Samples.json("{'status':503,'said':'" + said + "'}"),
        "",
        Samples.AT,
        1);
  }

  @Test
  void whatWasSaidLastIsRead() throws IOException {
    assertThat(file.read()).isEmpty();
    file.write(List.of(said("1 of 3 pods")));
    var both =
        List.of(
            said("2 of 3 pods"),
            new StepProgress(
                "c", 3, Samples.AT, new Progress.Read(read("no"), Duration.ofSeconds(7))));
    file.write(both);
    assertThat(store.progress("r-1").read()).isEqualTo(both);
    file.remove();
    assertThat(file.read()).isEmpty();
    file.remove();
    assertThat(Durable.names(directory())).containsExactly("journal.jsonl", "lock");
  }

  @Test
  void secretsAreMaskedAndNobodyElseCanReadIt() throws IOException {
    redactor.learn(Sensitive.of("hunter22"));
    file.write(
        List.of(
            said("it is hunter22"),
            new StepProgress(
                "c", 3, Samples.AT, new Progress.Read(read("hunter22"), Duration.ZERO))));
    var path = directory().resolve("progress.json");
    assertThat(Files.readString(path)).doesNotContain("hunter22").contains("it is ***");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
  }

  @Test
  void itIsNoPartOfTheRecord() throws IOException {
    file.write(List.of(said("1 of 3 pods")));
    Files.writeString(directory().resolve("progress.json.part"), "half");
    var verified = store.verify("r-1");
    assertThat(verified.intact()).isTrue();
    assertThat(verified.notes()).isEmpty();
    assertThat(store.list()).hasSize(1);
    try (var journal = store.open("r-1")) {
      assertThat(journal.entries()).hasSize(1);
    }
  }

  @Test
  void whatADeadProcessHasLeftHalfWrittenIsNotInTheWay() throws IOException {
    Files.writeString(directory().resolve("progress.json.part"), "half");
    file.write(List.of(said("1 of 3 pods")));
    assertThat(file.read()).containsExactly(said("1 of 3 pods"));
    assertThat(directory().resolve("progress.json.part")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"format\":2,\"steps\":[]}",
        "{\"format\":1,\"steps\":[{\"step\":\"a\"}]}",
        "{\"format\":1,\"steps\":[{\"step\":\"a\",\"since\":2,\"at\":\"2026-01-01T00:00:00Z\","
            + "\"how\":{\"type\":\"dreamt\"}}]}",
        "[]",
        "7"
      })
  void whatAnotherVersionSaysIsNothing(String text) throws IOException {
    Files.writeString(directory().resolve("progress.json"), text);
    assertThat(file.read()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "no JSON", "{\"format\":1,"})
  void whatIsNoJsonCannotBeRead(String text) throws IOException {
    Files.writeString(directory().resolve("progress.json"), text);
    assertThatThrownBy(file::read).isInstanceOf(IOException.class);
  }

  @Test
  void whatIsTooLongIsLeftOutAndNothingOlderStandsForIt() throws IOException {
    file.write(List.of(said("1 of 3 pods")));
    file.write(List.of(said("x".repeat(70_000))));
    assertThat(file.read()).isEmpty();
  }

  @Test
  void whereItCannotBeWrittenThatIsSaid() throws IOException {
    Files.createDirectories(directory().resolve("progress.json/occupied"));
    assertThatThrownBy(() -> file.write(List.of(said("1 of 3 pods"))))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(file::remove).isInstanceOf(IOException.class);
    assertThatThrownBy(file::read).isInstanceOf(IOException.class);
  }
}
