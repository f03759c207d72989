package dev.rollback.sandbox.prometheus.promql;

/** Tells where in a query something is wrong, as Prometheus does. */
final class Place {
  private Place() {}

  static PromQlException error(String query, int at, String what) {
    var before = query.substring(0, Math.min(at, query.length()));
    var line = before.lines().count() + (before.isEmpty() || before.endsWith("\n") ? 1 : 0);
    var column = before.length() - before.lastIndexOf('\n');
    return PromQlException.badData("%d:%d: parse error: %s".formatted(line, column, what));
  }
}
