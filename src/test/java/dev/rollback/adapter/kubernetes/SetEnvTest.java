package dev.rollback.adapter.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.rollback.shape.Hint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  void namesItsPartsSoThatOtherEntriesMayBeSetAtTheSameTime() {
    var one = setEnv(Map.of("A", "1")).target();
    assertThat(one.label()).isEqualTo("deployment/grid-api env/A");
    assertThat(one.overlaps(setEnv(Map.of("B", "1")).target())).isFalse();
    assertThat(one.overlaps(setEnv(Map.of("B", "1"), "A").target())).isTrue();
    assertThat(one.overlaps(new Scale("grid-api", 1).target())).isFalse();
  }
}
