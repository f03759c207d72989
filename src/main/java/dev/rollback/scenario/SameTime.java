package dev.rollback.scenario;

import dev.rollback.action.Target;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.SourceSpan;
import java.util.ArrayList;
import java.util.List;

/** Steps that run at the same time must not see each other's changes. */
final class SameTime {
  private SameTime() {}

  private record Moved(String connection, Target target, String id, SourceSpan at) {
    boolean touches(Moved other) {
      return connection.equals(other.connection) && target.touches(other.target);
    }
  }

  /** Each pair of steps that changes the same thing. */
  static List<Diagnostic> problems(List<BoundStep> steps, StepForm.ParallelStep form) {
    var problems = new ArrayList<Diagnostic>();
    var moved = new ArrayList<Moved>();
    for (var i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof BoundStep.Move<?, ?, ?> m) {
        var at = form.parallel().get(i).action().at();
        moved.add(new Moved(m.way(), m.action().target(), m.id(), at));
      }
    }
    for (var i = 0; i < moved.size(); i++) {
      var one = moved.get(i);
      moved.subList(0, i).stream()
          .filter(one::touches)
          .map(
              other ->
                  "'%s' and '%s' both change %s at the same time"
                      .formatted(one.id(), other.id(), one.target().object()))
          .map(what -> Diagnostic.error(one.at(), what).advise("Put one after the other."))
          .forEach(problems::add);
    }
    return problems;
  }
}
