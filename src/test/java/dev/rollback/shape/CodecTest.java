package dev.rollback.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodecTest {
  private final ObjectMapper json = new ObjectMapper();

  sealed interface Step {}

  record Leaf(String name) implements Step {}

  record Group(List<Step> steps) implements Step {}

  record Values(
      long wide, int narrow, double part, boolean flag, JsonNode tree, List<String> texts) {}

  @Test
  void aTypeThatContainsItselfIsReadAndWritten() {
    var codec = Codec.of(Step.class);
    var value = new Group(List.of(new Leaf("a"), new Group(List.of(new Leaf("b")))));

    assertThat(codec.decode(codec.encode(value))).isEqualTo(value);
    assertThat(codec.shape()).isEqualTo(Codec.of(Step.class).shape());
    assertThat(codec.shape().toString()).contains("Step");
  }

  @ParameterizedTest
  @CsvSource({"1,0.5", "2147483647,NaN", "2147483648,-Infinity", "-9223372036854775808,1e300"})
  void aTreeEqualsTheTreeThatIsReadBackFromItsText(long wide, double part) throws Exception {
    var codec = Codec.of(Values.class);
    var value =
        new Values(wide, 7, part, true, JsonNodeFactory.instance.nullNode(), List.of("x", ""));
    var text = json.writeValueAsString(codec.encode(value));

    assertThat(codec.decode(json.readTree(text))).isEqualTo(value);
    assertThat(codec.encode(codec.decode(json.readTree(text)))).isEqualTo(codec.encode(value));
    if (Double.isFinite(part)) {
      assertThat(json.readTree(text)).isEqualTo(codec.encode(value));
    }
  }

  record Kept(JsonNode tree) {}

  /** A client has whole numbers in forms of its own: a resumed run has them from its journal. */
  @Test
  void aClientsTreeEqualsTheSameTreeReadBackFromItsText() throws Exception {
    var codec = Codec.of(Kept.class);
    var tree = json.createObjectNode().put("grace", 30L).put("short", (short) 1);
    tree.putArray("ports").add(8_000L).add(2_147_483_648L).add(0.5).add("x");
    var kept = codec.encode(new Kept(tree));

    assertThat(json.readTree(json.writeValueAsString(kept))).isEqualTo(kept);
    assertThat(codec.decode(kept))
        .isEqualTo(codec.decode(json.readTree(json.writeValueAsString(kept))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'wide':'1'}|$.wide is not a whole number",
        "{'wide':1.5}|$.wide is not a whole number",
        "{'wide':9223372036854775808}|$.wide is not a whole number",
        "{'wide':1,'narrow':4294967296}|$.narrow is not a whole number of 32 bits",
        "{'wide':1,'narrow':1,'part':'much'}|$.part is not a number",
        "{'wide':1,'narrow':1,'part':1,'flag':'yes'}|$.flag is not true or false",
        "{'wide':1,'narrow':1,'part':1,'flag':true}|$.tree is missing",
        "{'wide':1,'narrow':1,'part':1,'flag':true,'tree':1,'texts':'x'}|$.texts is not a list",
        "{'wide':1,'narrow':1,'part':1,'flag':true,'tree':1,'texts':['x',2]}|$.texts[1] is not a"
            + " text",
        "[]|$ is not a mapping"
      })
  void whatIsIllTypedIsNamedAndNotTakenForZero(String text, String problem) throws Exception {
    var tree = json.readTree(text.replace('\'', '"'));
    assertThatThrownBy(() -> Codec.of(Values.class).decode(tree))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(problem);
  }
}
