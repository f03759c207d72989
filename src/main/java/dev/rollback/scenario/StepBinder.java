package dev.rollback.scenario;

import dev.rollback.action.Catalog;
import dev.rollback.action.Connection;
import dev.rollback.action.Limit;
import dev.rollback.action.StateAction;
import dev.rollback.action.StepType;
import dev.rollback.action.Systems;
import dev.rollback.condition.Condition;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.Located;
import dev.rollback.diagnostic.SourceSpan;
import dev.rollback.diagnostic.UserException;
import dev.rollback.shape.Codec;
import dev.rollback.shape.Shapes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Builds the steps that reach a system: actions, captures and checks, each on its connection. Where
 * a step may be left out, its connection may be missing.
 */
final class StepBinder {
  private static final Duration USUAL_TIMEOUT = Duration.ofMinutes(2);

  private final Catalog catalog;
  private final Systems systems;
  private final Filling filling;

  StepBinder(Catalog catalog, Systems systems, Filling filling) {
    this.catalog = catalog;
    this.systems = systems;
    this.filling = filling;
  }

  /**
   * An action.
   *
   * @param optional whether it may be left out
   */
  Optional<BoundStep> action(StepForm.ActionStep step, BoundStep.Meta meta, boolean optional) {
    return catalog.find(step.action().value()).flatMap(e -> action(step, meta, optional, e));
  }

  private <C extends Record, R, W extends R> Optional<BoundStep> action(
      StepForm.ActionStep step,
      BoundStep.Meta meta,
      boolean optional,
      Catalog.Entry<C, R, W> entry) {
    var way = way(entry, step.connection(), step.action().at(), optional);
    return switch (entry.type()) {
      case StepType.ActionType<?, ?, R, W> type -> way.flatMap(w -> move(type, meta, step, w));
      case StepType.OneWayType<?, R, W> type ->
          way.flatMap(
              w ->
                  filling
                      .inputs(type.inputs(), step.with(), step.action().at())
                      .map(
                          action ->
                              new BoundStep.OneWay<R, W>(
                                  meta,
                                  type.name(),
                                  w.label(),
                                  w.connection(),
                                  action,
                                  step.timeout(),
                                  step.onFailure())));
      case StepType.CheckType<?, ?, R, W> _, StepType.CaptureType<?, R, W> _ -> Optional.empty();
    };
  }

  private <A extends Record & StateAction<S, R, W>, S extends Record, R, W extends R>
      Optional<BoundStep> move(
          StepType.ActionType<A, S, R, W> type,
          BoundStep.Meta meta,
          StepForm.ActionStep step,
          Way<R, W> way) {
    return filling
        .inputs(type.inputs(), step.with(), step.action().at())
        .map(
            action ->
                new BoundStep.Move<S, R, W>(
                    meta,
                    type.name(),
                    way.label(),
                    way.connection(),
                    action,
                    Codec.of(type.state()),
                    step.timeout().orElse(USUAL_TIMEOUT),
                    step.retry().orElseGet(() -> new StepForm.Retry(1, Duration.ZERO, 1)),
                    step.onFailure(),
                    step.temporary().flatMap(this::temporary),
                    limit(action.limit(), step.limit().orElse(Limit.NONE).byKind())));
  }

  private static Map<String, Long> limit(Map<String, Long> usual, Map<String, Long> written) {
    var limit = new LinkedHashMap<>(usual);
    limit.putAll(written);
    return limit;
  }

  private Optional<Temporary> temporary(Located<String> written) {
    var text = new Located<>(filling.text(written), written.at());
    var found = Temporaries.problems(text);
    found.forEach(filling::problem);
    return found.isEmpty() ? Optional.of(Temporaries.of(text)) : Optional.empty();
  }

  /**
   * A capture.
   *
   * @param optional whether it may be left out
   */
  Optional<BoundStep> collect(StepForm.CollectStep step, BoundStep.Meta meta, boolean optional) {
    return catalog.find(step.collect().value()).flatMap(e -> collect(step, meta, optional, e));
  }

  private <C extends Record, R, W extends R> Optional<BoundStep> collect(
      StepForm.CollectStep step,
      BoundStep.Meta meta,
      boolean optional,
      Catalog.Entry<C, R, W> entry) {
    var at = step.collect().at();
    var way = way(entry, step.connection(), at, optional);
    return entry.type() instanceof StepType.CaptureType<?, R, W> type
        ? way.flatMap(
            w ->
                filling
                    .inputs(type.inputs(), step.with(), at)
                    .map(
                        capture ->
                            new BoundStep.Collect<R, W>(
                                meta,
                                type.name(),
                                w.label(),
                                w.connection(),
                                capture,
                                step.onFailure())))
        : Optional.empty();
  }

  /**
   * A check.
   *
   * @param optional whether it may be left out
   */
  Optional<BoundStep.Check<?, ?, ?>> check(
      StepForm.CheckStep step, BoundStep.Meta meta, boolean optional) {
    return catalog.find(step.check().value()).flatMap(e -> check(step, meta, optional, e));
  }

  private <C extends Record, R, W extends R> Optional<BoundStep.Check<?, ?, ?>> check(
      StepForm.CheckStep step,
      BoundStep.Meta meta,
      boolean optional,
      Catalog.Entry<C, R, W> entry) {
    var way = way(entry, step.connection(), step.check().at(), optional);
    return entry.type() instanceof StepType.CheckType<?, ?, R, W> type
        ? way.flatMap(w -> check(type, meta, step, w))
        : Optional.empty();
  }

  private <K extends Record & dev.rollback.action.Check<V, R>, V extends Record, R, W extends R>
      Optional<BoundStep.Check<?, ?, ?>> check(
          StepType.CheckType<K, V, R, W> type,
          BoundStep.Meta meta,
          StepForm.CheckStep step,
          Way<R, W> way) {
    var check = filling.inputs(type.inputs(), step.with(), step.check().at());
    if (check.isEmpty()) {
      return Optional.empty();
    }
    var written =
        step.expect()
            .or(() -> check.get().expectation().map(e -> new Located<>(e, step.check().at())));
    if (written.isEmpty()) {
      filling.problem(
          Diagnostic.error(step.check().at(), "'" + type.name() + "' does not say what to expect")
              .advise("Add `expect:` with a condition over what it reads."));
      return Optional.empty();
    }
    var shape = Shapes.ofRecord(type.values());
    var text = written.get().value();
    return filling
        .keep(Condition.compile(written.get(), Baselines.variables(text, shape)))
        .map(
            expect ->
                new BoundStep.Check<V, R, W>(
                    meta,
                    type.name(),
                    way.label(),
                    way.connection(),
                    check.get(),
                    Codec.of(type.values()),
                    text,
                    expect,
                    Baselines.mentioned(text, shape),
                    step.sustained(),
                    step.within(),
                    step.every()));
  }

  /**
   * A step's way to its system.
   *
   * @param label the adapter's own name, whatever its steps are called
   */
  private record Way<R, W extends R>(String label, Connection<R, W> connection) {}

  private <C extends Record, R, W extends R> Optional<Way<R, W>> way(
      Catalog.Entry<C, R, W> entry, Optional<String> written, SourceSpan at, boolean optional) {
    var name = written.orElse(Systems.DEFAULT);
    return connection(entry, name, at, optional)
        .map(c -> new Way<>(Systems.label(entry.adapter().system(), name), c));
  }

  private <C extends Record, R, W extends R> Optional<Connection<R, W>> connection(
      Catalog.Entry<C, R, W> entry, String name, SourceSpan at, boolean optional) {
    try {
      return Optional.of(systems.connection(entry.adapter(), name));
    } catch (UserException e) {
      var missing = e.problems().stream().map(p -> at(p, at)).toList();
      if (optional) {
        return Optional.of(new AbsentConnection<>(missing));
      }
      missing.forEach(filling::problem);
      return Optional.empty();
    }
  }

  /** A problem of the configuration, at the step that finds it where it has no place of its own. */
  private static Diagnostic at(Diagnostic problem, SourceSpan step) {
    return new Diagnostic(
        problem.severity(),
        problem.message(),
        problem.at().or(() -> Optional.of(step)),
        problem.advice());
  }
}
