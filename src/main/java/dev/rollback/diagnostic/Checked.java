package dev.rollback.diagnostic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A value that was checked: it is there with its warnings, or it is not there and all its problems
 * are.
 */
public sealed interface Checked<T> {

  /** The value, and warnings that do not stand in its way. */
  record Valid<T>(T value, List<Diagnostic> warnings) implements Checked<T> {
    /** Keeps its own copy of the warnings. */
    public Valid {
      warnings = List.copyOf(warnings);
    }
  }

  /** No value: at least one of the problems is an error. */
  record Invalid<T>(List<Diagnostic> problems) implements Checked<T> {
    /** Keeps its own copy of the problems. */
    public Invalid {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("an invalid value has at least one problem");
      }
    }
  }

  /** A valid value without warnings. */
  static <T> Checked<T> valid(T value) {
    return new Valid<>(value, List.of());
  }

  /** Every problem, warnings included, in the order in which they were found. */
  default List<Diagnostic> diagnostics() {
    return switch (this) {
      case Valid<T>(var _, var warnings) -> warnings;
      case Invalid<T>(var problems) -> problems;
    };
  }

  /** The next stage, with this stage's diagnostics before its own. */
  default <U> Checked<U> then(Function<? super T, Checked<U>> next) {
    return switch (this) {
      case Invalid<T>(var problems) -> new Invalid<>(problems);
      case Valid<T>(var value, var warnings) -> {
        var all = new ArrayList<>(warnings);
        yield switch (next.apply(value)) {
          case Valid<U>(var result, var more) -> {
            all.addAll(more);
            yield new Valid<>(result, all);
          }
          case Invalid<U>(var problems) -> {
            all.addAll(problems);
            yield new Invalid<>(all);
          }
        };
      }
    };
  }

  /**
   * The value.
   *
   * @throws UserException with all the problems, where there is none
   */
  default T orThrow() {
    return switch (this) {
      case Valid<T>(var value, var _) -> value;
      case Invalid<T>(var problems) -> throw new UserException(problems);
    };
  }
}
