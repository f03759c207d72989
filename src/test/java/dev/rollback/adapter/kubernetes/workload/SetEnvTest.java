package dev.rollback.adapter.kubernetes.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.rollback.shape.Hint;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SetEnvTest {
  private static SetEnv setEnv(Map<String, String> env, String... unset) {
    return new SetEnv("grid-api", Optional.empty(), env, List.of(unset), List.of());
  }

  private static EnvState state(Map<String, String> env, String... order) {
    return new EnvState("app", env, Map.of(), Map.of(), new Hint<>(List.of(order)));
  }

  @Test
  void newEntriesGoToTheEndAndOthersStay() {
    var after = setEnv(Map.of("A", "1", "C", "3")).desired(state(Map.of("A", "0"), "A", "B"));
    assertThat(after.env()).containsExactlyInAnyOrderEntriesOf(Map.of("A", "1", "C", "3"));
    assertThat(after.order().value()).containsExactly("A", "B", "C");
  }

  @Test
  void aReferenceIsReplaced() {
    var before =
        new EnvState(
            "app", Map.of(), Map.of("A", new TextNode("x")), Map.of(), new Hint<>(List.of("A")));
    assertThat(setEnv(Map.of("A", "1")).desired(before)).isEqualTo(state(Map.of("A", "1")));
  }

  @Test
  void ofRepeatedEntriesTheLastOneStays() {
    var before =
        new EnvState(
            "app",
            Map.of("A", "2"),
            Map.of(),
            Map.of("A", List.of(new TextNode("1"))),
            new Hint<>(List.of("A", "B", "A", "C")));
    var after = setEnv(Map.of("A", "3")).desired(before);
    assertThat(after.hidden()).isEmpty();
    assertThat(after.order().value()).containsExactly("B", "A", "C");
  }

  @Test
  void whatHasEffectAlreadyIsLeftAlone() {
    var before =
        new EnvState(
            "app",
            Map.of("A", "2"),
            Map.of(),
            Map.of("A", List.of(new TextNode("1"))),
            new Hint<>(List.of("A", "A")));
    assertThat(setEnv(Map.of("A", "2"), "GONE").desired(before)).isEqualTo(before);
  }

  @Test
  void unsetRemovesEveryEntryOfTheName() {
    var after = setEnv(Map.of(), "A").desired(state(Map.of("A", "0"), "A", "B", "A"));
    assertThat(after.has("A")).isFalse();
    assertThat(after.order().value()).containsExactly("B");
  }

  @Test
  void refusesInputsWithoutMeaning() {
    assertThatThrownBy(() -> setEnv(Map.of())).hasMessageContaining("nothing to do");
    assertThatThrownBy(() -> setEnv(Map.of("A", "1"), "A"))
        .hasMessageContaining("A stands in `env` and in `unset`");
    assertThatThrownBy(() -> setEnv(Map.of("A B", "1"))).hasMessageContaining("'A B' is no name");
    assertThatThrownBy(() -> setEnv(Map.of("A=B", "1"))).hasMessageContaining("'A=B' is no name");
    assertThatThrownBy(() -> new Scale("grid-api", -1)).hasMessageContaining("less than 0");
  }

  @Test
  void aReferenceTakesThePlaceOfALiteralAndGivesItBack() {
    var action =
        new SetEnv(
            Optional.of("grid-api"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Map.of("A", new EnvReference("vault", "a", false)),
            Map.of("B", new EnvReference("settings", "b", true)),
            List.of(),
            List.of());
    var before = state(Map.of("A", "1"), "A", "Z");
    var after = action.desired(before);
    assertThat(after.env()).isEmpty();
    assertThat(after.valueFrom().toString())
        .contains("\"secretKeyRef\":{\"name\":\"vault\",\"key\":\"a\"}")
        .contains("\"configMapKeyRef\":{\"name\":\"settings\",\"key\":\"b\",\"optional\":true}");
    assertThat(after.order().value()).containsExactly("A", "Z", "B");
    assertThat(action.desired(after)).isEqualTo(after);
    var entries = List.of(entry("A", "1"), entry("Z", "z"));
    var names = Set.of("A", "B");
    var written = EnvList.write(entries, after, names);
    assertThat(EnvList.read("app", written, names)).isEqualTo(after);
    assertThat(EnvList.write(written, before, names)).isEqualTo(entries);
  }

  private static EnvVar entry(String name, String value) {
    return new EnvVar(name, value, null);
  }

  @Test
  void aNameHasOneSource() {
    var from = Map.of("A", new EnvReference("vault", "a", false));
    assertThatThrownBy(
            () ->
                new SetEnv(
                    Optional.of("grid-api"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of("A", "1"),
                    from,
                    from,
                    List.of(),
                    List.of()))
        .hasMessageContaining("A stands in `env` and in `from-secret` and in `from-config-map`");
  }

  @Test
  void namesItsPartsSoThatOtherEntriesMayBeSetAtTheSameTime() {
    var one = setEnv(Map.of("A", "1")).target();
    assertThat(one.label()).isEqualTo("deployment/grid-api env/A");
    assertThat(one.overlaps(setEnv(Map.of("B", "1")).target())).isFalse();
    assertThat(one.overlaps(setEnv(Map.of("B", "1"), "A").target())).isTrue();
    assertThat(one.overlaps(new Scale("grid-api", 1).target())).isFalse();
  }
}
