package dev.rollback.adapter.kubernetes.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.shape.Codec;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvListTest {
  private static final Set<String> NAMED = Set.of("X", "Y");

  /** Letters are names; each entry's value is its place, so that equal names differ. */
  private static List<EnvVar> entries(String names) {
    return java.util.stream.IntStream.range(0, names.length())
        .mapToObj(i -> literal(names.substring(i, i + 1), String.valueOf(i)))
        .toList();
  }

  private static EnvVar literal(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
  }

  private static String names(List<EnvVar> entries) {
    return String.join("", entries.stream().map(EnvVar::getName).toList());
  }

  private static EnvState journalled(EnvState state) {
    var codec = Codec.of(EnvState.class);
    return codec.decode(codec.encode(state));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "X", "A", "AB", "XAB", "AXB", "ABX", "XY", "AXYB", "XAYAX", "XXX", "AXAXAYA"})
  void restoresExactlyWhatWasThere(String before) {
    var original = entries(before);
    var state = journalled(EnvList.read("app", original, NAMED));
    var others = original.stream().filter(e -> !NAMED.contains(e.getName()));
    var meanwhile = Stream.concat(others, Stream.of(literal("Y", "new"), literal("X", "new")));
    assertThat(EnvList.write(meanwhile.toList(), state, NAMED)).isEqualTo(original);
  }

  @Test
  void keepsWhatOthersHaveAddedMeanwhile() {
    var state = EnvList.read("app", entries("AXB"), NAMED);
    assertThat(names(EnvList.write(entries("ACBZ"), state, NAMED))).isEqualTo("AXCBZ");
  }

  @Test
  void keepsItsPlaceWhenItsNeighbourIsGone() {
    var state = EnvList.read("app", entries("ABXC"), NAMED);
    assertThat(names(EnvList.write(entries("AC"), state, NAMED))).isEqualTo("AXC");
  }

  @Test
  void aReferenceIsKeptAsAReference() {
    var entry =
        new EnvVarBuilder()
            .withName("X")
            .withNewValueFrom()
            .withNewSecretKeyRef("password", "grid-db", true)
            .endValueFrom()
            .build();
    var state = journalled(EnvList.read("app", List.of(entry), NAMED));
    assertThat(state.env()).isEmpty();
    assertThat(state.valueFrom().get("X"))
        .hasToString(
            "{\"secretKeyRef\":{\"key\":\"password\",\"name\":\"grid-db\",\"optional\":true}}");
    assertThat(EnvList.write(List.of(), state, NAMED)).containsExactly(entry);
  }

  @Test
  void theOrderIsNoPartOfTheState() {
    assertThat(EnvList.read("app", List.of(literal("X", "1"), literal("A", "2")), NAMED))
        .isEqualTo(EnvList.read("app", List.of(literal("B", "3"), literal("X", "1")), NAMED));
  }

  @Test
  void aMissingValueIsAnEmptyOne() {
    var missing = new EnvVarBuilder().withName("X").build();
    assertThat(EnvList.read("app", List.of(missing), NAMED).env()).containsEntry("X", "");
  }
}
