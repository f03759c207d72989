package dev.rollback.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.Located;
import dev.rollback.diagnostic.SourceFile;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import dev.rollback.shape.Hint;
import dev.rollback.shape.PlanTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records of every shape, and what is said of texts that are bound to them. */
final class BoundSamples {
  private BoundSamples() {}

  enum Mode {
    UNDO,
    STOP,
    POINT_OF_NO_RETURN
  }

  sealed interface Ref {
    record Env(String env) implements Ref {}

    record File(String file, @Default("false") boolean trim) implements Ref {}

    record Command(List<String> command) implements Ref {}
  }

  @Doc("How often.")
  record Retry(@Default("3") int attempts, @Default("PT1S") Duration delay) {
    Retry {
      if (attempts < 1) {
        throw new IllegalArgumentException("at least one attempt is needed, not " + attempts);
      }
    }
  }

  /** One component of each shape. */
  record All(
      @Doc("The workload.") String deployment,
      @Default("1") int replicas,
      Optional<Long> size,
      Optional<Double> ratio,
      @Default("true") boolean strict,
      @Default("PT5M") Duration timeout,
      Optional<Instant> at,
      Optional<LocalDate> day,
      @Default("undo") Mode onFailure,
      List<String> symptoms,
      Map<String, String> env,
      Optional<Retry> retry,
      Optional<Ref> secret,
      Optional<JsonNode> patch,
      Optional<Located<String>> when,
      Optional<YamlNode> steps,
      Optional<Hint<Integer>> place) {}

  record Timed(String name, PlanTime now) {}

  static YamlNode tree(String text) {
    return YamlReader.parse(new SourceFile("r.yaml", text)).orThrow();
  }

  static <T extends Record> T bound(String text, Class<T> type) {
    return Binder.bind(tree(text), type, BindContext.plain()).orThrow();
  }

  static List<String> told(List<Diagnostic> problems) {
    return problems.stream()
        .map(
            p ->
                p.at().map(a -> a.line() + ":" + a.column() + " ").orElse("")
                    + p.message()
                    + " | "
                    + p.advice().orElse(""))
        .toList();
  }
}
