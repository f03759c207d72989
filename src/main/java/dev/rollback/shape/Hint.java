package dev.rollback.shape;

/**
 * A value that is kept with a state but is no part of it: two hints are always equal, so a state is
 * the same state whatever its hints say. For what helps to write a state back exactly (the place of
 * an entry in a list) and may change without anything having drifted.
 */
public record Hint<T>(T value) {
  @Override
  public boolean equals(Object other) {
    return other instanceof Hint<?>;
  }

  @Override
  public int hashCode() {
    return 0;
  }
}
