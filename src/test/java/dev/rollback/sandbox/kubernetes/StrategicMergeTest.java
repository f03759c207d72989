package dev.rollback.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategicMergeTest {
  private final ObjectMapper json = new ObjectMapper();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a named thing is changed in its place | {"env":[{"name":"A","value":"1"},{"name":"B","value":"2"}]} | {"env":[{"name":"A","value":"9"}]} | {"env":[{"name":"A","value":"9"},{"name":"B","value":"2"}]}
          a new one goes to the end | {"env":[{"name":"A"}]} | {"env":[{"name":"B"}]} | {"env":[{"name":"A"},{"name":"B"}]}
          one is deleted | {"env":[{"name":"A"},{"name":"B"}]} | {"env":[{"name":"A","$patch":"delete"}]} | {"env":[{"name":"B"}]}
          null removes a field | {"env":[{"name":"A","valueFrom":{"x":1}}]} | {"env":[{"name":"A","value":"v","valueFrom":null}]} | {"env":[{"name":"A","value":"v"}]}
          the order is followed | {"env":[{"name":"A"},{"name":"B"}]} | {"$setElementOrder/env":[{"name":"B"},{"name":"A"}],"env":[{"name":"B","value":"2"}]} | {"env":[{"name":"B","value":"2"},{"name":"A"}]}
          only the retained keys stay | {"strategy":{"type":"A","rollingUpdate":{}}} | {"strategy":{"$retainKeys":["type"],"type":"B"}} | {"strategy":{"type":"B"}}
          a list without names is replaced | {"args":["a","b"]} | {"args":["c"]} | {"args":["c"]}
          """)
  void merges(String name, String target, String patch, String result)
      throws JsonProcessingException {
    assertThat(StrategicMerge.apply(tree(patch), tree(target))).isEqualTo(tree(result));
  }

  private ObjectNode tree(String text) throws JsonProcessingException {
    return (ObjectNode) json.readTree(text);
  }
}
