package dev.rollback.action;

import java.util.function.Function;

/**
 * Something that an action needs and that can be asked for without changing anything.
 *
 * @param <R> the system's reading client
 * @param what in the system's own terms: {@code patch deployments.apps in grid}; requirements of
 *     one connection with the same text are asked once
 * @param use whether the change or its undo needs it
 * @param probe asks; it may throw {@link dev.rollback.diagnostic.SystemException} when the system
 *     cannot be asked at all
 */
public record Requirement<R>(String what, Use use, Function<R, Finding> probe) {

  /** What needs it. */
  public enum Use {
    /** The change. */
    APPLY,
    /** Its undo. */
    UNDO,
    /** Both. */
    BOTH
  }

  /** What the probe found. */
  public sealed interface Finding {
    /** It is there. */
    record Met() implements Finding {}

    /**
     * It is not there. {@code remedy} is what to do: the command that grants it, where one does.
     */
    record Missing(String why, String remedy) implements Finding {}

    /**
     * It is there, or it cannot be told; nothing is refused for it, and a person should know.
     * {@code remedy} is what to do, or empty.
     */
    record Warning(String why, String remedy) implements Finding {}
  }

  /** For the change and its undo alike. */
  public static <R> Requirement<R> both(String what, Function<R, Finding> probe) {
    return new Requirement<>(what, Use.BOTH, probe);
  }

  /** For the change alone. */
  public static <R> Requirement<R> apply(String what, Function<R, Finding> probe) {
    return new Requirement<>(what, Use.APPLY, probe);
  }

  /**
   * A program on this machine, new enough.
   *
   * @param oldest the first version that does, numbers with dots between them
   * @param version asks the program
   */
  public static <R> Requirement<R> program(
      String name, String oldest, Use use, Function<R, String> version) {
    return new Requirement<>(
        name + " " + oldest + " or later",
        use,
        reader -> {
          var found = version.apply(reader);
          return Versions.atLeast(found, oldest)
              ? new Finding.Met()
              : new Finding.Missing(
                  "The program " + name + " is " + found + ".",
                  "Install " + name + " " + oldest + " or later.");
        });
  }

  /** For the undo alone. */
  public static <R> Requirement<R> undo(String what, Function<R, Finding> probe) {
    return new Requirement<>(what, Use.UNDO, probe);
  }
}
