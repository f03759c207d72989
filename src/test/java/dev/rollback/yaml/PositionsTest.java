package dev.rollback.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.diagnostic.Located;
import dev.rollback.diagnostic.Passage;
import dev.rollback.diagnostic.SourceFile;
import dev.rollback.yaml.YamlNode.YamlScalar;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** What stands at a node's span says what the node says. */
class PositionsTest {

  @RepeatedTest(100)
  void theTextAtASpanIsTheScalar(RepetitionInfo run) {
    var text = new RandomTrees(new Random(run.getCurrentRepetition())).document();
    var root = YamlReader.parse(new SourceFile("random.yaml", text)).orThrow();
    assertThat(RandomTrees.scalars(root)).isNotEmpty().allSatisfy(this::standsWhereItSays);
  }

  private void standsWhereItSays(YamlScalar scalar) {
    var source = RandomTrees.source(scalar);
    switch (scalar.style()) {
      case PLAIN -> assertThat(source).isEqualTo(scalar.text());
      default -> {
        var again = YamlReader.parse(new SourceFile("again", source)).orThrow();
        assertThat(((YamlScalar) again).text().strip()).isEqualTo(scalar.text().strip());
      }
    }
  }

  @RepeatedTest(100)
  void aPassageStandsWhereItSays(RepetitionInfo run) {
    var text = new RandomTrees(new Random(run.getCurrentRepetition())).document();
    var root = YamlReader.parse(new SourceFile("random.yaml", text)).orThrow();
    for (var scalar : RandomTrees.scalars(root)) {
      var value = scalar.text();
      for (int i = 0; i < value.length(); i++) {
        var at = Passage.of(new Located<>(value, scalar.at()), i, i + 1);
        if (Character.isLetterOrDigit(value.charAt(i))) {
          assertThat(RandomTrees.source(at)).isEqualTo(value.substring(i, i + 1));
        }
      }
    }
  }
}
