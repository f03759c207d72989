package dev.rollback.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.diagnostic.Checked;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.SourceFile;
import dev.rollback.shape.Alternative;
import dev.rollback.shape.Doc;
import dev.rollback.shape.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Components that stand for each other: exactly one is written. */
class AlternativesTest {
  record Named(
      @Doc("The one kind.") @Alternative Optional<String> deployment,
      @Doc("The other kind.") @Alternative Optional<String> statefulset,
      Optional<Integer> replicas) {}

  private static YamlNode tree(String text) {
    return YamlReader.parse(new SourceFile("r.yaml", text)).orThrow();
  }

  private static List<Diagnostic> problems(String text) {
    return Binder.bind(tree(text), Named.class, BindContext.plain())
            instanceof Checked.Invalid<Named>(var problems)
        ? problems
        : List.of();
  }

  @Test
  void oneIsBound() {
    var bound =
        Binder.bind(tree("{statefulset: db, replicas: 2}"), Named.class, BindContext.plain())
            .orThrow();
    assertThat(bound).isEqualTo(new Named(Optional.empty(), Optional.of("db"), Optional.of(2)));
  }

  @Test
  void noneIsToldWithAllThatThereAre() {
    assertThat(problems("replicas: 2\n"))
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.message())
                  .isEqualTo("one of 'deployment', 'statefulset' must be there, and none is");
              assertThat(p.advice().orElse("")).contains("Add 'deployment: …' or another");
            });
  }

  @Test
  void theSecondOneIsTheOneThatIsTooMany() {
    assertThat(problems("statefulset: db\nreplicas: 2\ndeployment: api\n"))
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.message()).contains("'statefulset' and 'deployment'", "only one");
              assertThat(p.at().orElseThrow().line()).isEqualTo(3);
            });
  }

  @Test
  void bothAreSeenBeforeParametersHaveValues() {
    var parameters = Map.<String, Shape>of("x", new Shape.Text());
    assertThat(Binder.check(tree("deployment: \"${x}\"\n"), Named.class, parameters)).isEmpty();
    assertThat(Binder.check(tree("replicas: 2\n"), Named.class, parameters)).hasSize(1);
    assertThat(
            Binder.check(
                tree("{deployment: \"${x}\", statefulset: \"${x}\"}"), Named.class, parameters))
        .hasSize(1);
  }

  @Test
  void theSchemaSaysTheSame() {
    var schema = JsonSchemas.of(Named.class);
    assertThat(schema.at("/oneOf").toString())
        .isEqualTo("[{\"required\":[\"deployment\"]},{\"required\":[\"statefulset\"]}]");
    assertThat(schema.has("required")).isFalse();
  }
}
