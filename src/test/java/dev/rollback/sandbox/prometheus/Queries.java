package dev.rollback.sandbox.prometheus;

import java.util.List;
import java.util.stream.Stream;

/** Queries of all that is known here; {@code $} stands before the name of each metric. */
final class Queries {
  private Queries() {}

  /** The thresholds of the runbooks, in another server's names. */
  private static final List<String> THRESHOLDS =
      List.of(
          "sum(rate($requests_total{status=~\"5..\"}[1m])) / sum(rate($requests_total[1m]))",
          "sum by (path) (rate($requests_total{status=~\"5..\"}[1m]))"
              + " / sum by (path) (rate($requests_total[1m]))",
          "(sum(rate($requests_total{status=\"503\"}[1m])) or vector(0))"
              + " / sum(rate($requests_total[1m]))",
          "sum(increase($requests_total[5m]))",
          "histogram_quantile(0.95, sum by (le) (rate($seconds_bucket[1m])))",
          "histogram_quantile(0.99, sum by (path, le) (rate($seconds_bucket[2m])))",
          "histogram_quantile(0.99, sum by (le) (rate($seconds_bucket[1m])))"
              + " / histogram_quantile(0.99, sum by (le) (rate($seconds_bucket[1m] offset 2m)))",
          "max($pool_active / $pool_max)",
          "max_over_time($pool_active[1m]) / on() $pool_max",
          "sum(rate($requests_total{status=\"429\"}[1m]))"
              + " / clamp_min(sum(rate($requests_total[1m])), 0.001)",
          "sum(rate($requests_total{status=\"200\"}[1m]))"
              + " / sum(rate($requests_total{status=~\"200|429\"}[1m]))",
          "absent($requests_total{path=\"/z\"})",
          "(sum(rate($requests_total{path=~\"/a|/b\",status=~\"5..\"}[1m])) or vector(0))"
              + " / sum(rate($requests_total{path=~\"/a|/b\"}[1m]))"
              + " and on() sum(increase($requests_total{path=~\"/a|/b\"}[1m])) >= 200",
          "histogram_quantile(0.95, sum by (le) (rate($seconds_bucket{path=~\"/.\"}[1m])))"
              + " and on() sum(increase($seconds_count{path=~\"/.\"}[1m])) >= 900",
          "max(avg_over_time($pool_active[1m]) / $pool_max)",
          "max(max_over_time($pool_active[1m]))",
          "(sum(rate($requests_total{status=\"200\"}[1m])) / sum(rate($requests_total[1m])))"
              + " / (sum(rate($requests_total{status=\"200\"}[1m] offset 2m))"
              + " / sum(rate($requests_total[1m] offset 2m)))",
          "max by (path) (histogram_quantile(0.99, sum by (path, le) (rate($seconds_bucket[1m]))))"
              + " > 0.5");

  private static final List<String> SELECTORS =
      List.of(
          "$requests_total",
          "$requests_total{status=\"200\"}",
          "$requests_total{status!=\"200\", path=~\"/a|/b\"}",
          "$requests_total{path!~\"/.\"}",
          "$requests_total{path='/c d',}",
          "{__name__=~\"$pool_.+\"}",
          "{__name__=\"$memory\", kind=\"quote\\\"back\\\\slash\"}",
          "$requests_total offset 1m",
          "$requests_total offset -30s",
          "$requests_total{none=\"\"}",
          "$requests_total{none!=\"\"}",
          "$nothing",
          "$odd",
          "$endless",
          "-$memory",
          "+$memory",
          "# a comment\n$round # another\n");

  private static final List<String> RANGES =
      List.of(
          "rate($requests_total[1m])",
          "rate($requests_total[40s])",
          "rate($requests_total[20s])",
          "rate($requests_total[1m30s] offset 30s)",
          "rate($zero_total[1m])",
          "rate($memory[1m])",
          "increase($requests_total[2m])",
          "increase($requests_total[10s])",
          "irate($requests_total[1m])",
          "delta($memory[1m])",
          "avg_over_time($memory[1m])",
          "sum_over_time($round[1m])",
          "min_over_time($odd[2m])",
          "max_over_time($odd[2m])",
          "avg_over_time($endless[2m])",
          "count_over_time($requests_total[2m])",
          "histogram_quantile(0.5, $seconds_bucket)",
          "histogram_quantile(0, rate($seconds_bucket[2m]))",
          "histogram_quantile(1, rate($seconds_bucket[2m]))",
          "histogram_quantile(1.1, $seconds_bucket)",
          "histogram_quantile(-1, $seconds_bucket)",
          "histogram_quantile(NaN, $seconds_bucket)",
          "histogram_quantile(0.9, $seconds_bucket{le!=\"+Inf\"})",
          "histogram_quantile(0.9, $seconds_count)",
          "histogram_quantile(0.01, sum(rate($seconds_bucket[1m])) by (le))");

  private static final List<String> AGGREGATIONS =
      List.of(
          "sum($requests_total)",
          "SUM BY (status) ($requests_total)",
          "sum without (instance, job) ($requests_total)",
          "sum($requests_total) without (path, nothing)",
          "avg by (path, job) ($requests_total)",
          "min($requests_total) by (status)",
          "max by (nothing) ($requests_total)",
          "count by (status) ($requests_total > 50)",
          "sum($nothing)",
          "max($odd)",
          "min({__name__=~\"$odd|$round\"})",
          "max({__name__=~\"$odd|$round\"})",
          "avg({__name__=~\"$endless|$round\"})",
          "count by () ($requests_total)");

  private static final List<String> OPERATORS =
      List.of(
          "1 + 2 * 3 - 4 / 8",
          "(1 + 2) * 3",
          "2 - 1 - 1",
          "-1 * -$round",
          "1 / 0",
          "-1 / 0",
          "0 / 0",
          "0x1F + 1e3 + .5",
          "Inf - inf",
          "1 == bool 2",
          "2 >= bool 2",
          "$round * 2",
          "2 * $round",
          "10 - $round",
          "$round > 10",
          "10 < $round",
          "$round <= bool 10",
          "10 != bool $round",
          "$requests_total == 70",
          "$odd != 3",
          "$odd / 0",
          "$pool_active / $pool_max",
          "$pool_active > $pool_max / 2",
          "$pool_active > bool $pool_max / 2",
          "$requests_total{status=\"500\"} / ignoring(status) $requests_total{status=\"200\"}",
          "$requests_total{status=\"500\"} + on(path, job) $requests_total{status=\"200\"}",
          "$requests_total{status=\"500\"} < on(path) $requests_total{status=\"200\"}",
          "$requests_total{status=\"500\"} > ignoring(status) $requests_total{status=\"200\"}",
          "$requests_total and $requests_total{status=\"500\"}",
          "$requests_total and on(path) $requests_total{status=\"500\"} > 60",
          "$requests_total unless ignoring(status) $requests_total{status=\"429\"}",
          "$requests_total{status=\"500\"} or $requests_total{path=\"/a\"}",
          "$nothing or vector(7)",
          "$round or on() vector(7)",
          "$round + on() vector(1)",
          "$round > 5 and $round < 10",
          "$nothing / $round",
          "1 + $round == 5 or $round * 3 > 60 unless $round");

  private static final List<String> FUNCTIONS =
      List.of(
          "clamp_min($memory, 0)",
          "clamp_max($memory, 0)",
          "clamp_min($odd, 5)",
          "absent($round)",
          "absent($nothing)",
          "absent($nothing{a=\"b\", c!=\"d\", e=~\"f\", g=\"\"})",
          "absent($nothing{a=\"b\", a=\"c\"})",
          "absent(sum($nothing{a=\"b\"}))",
          "vector(1)",
          "vector(scalar($round))",
          "scalar($requests_total)",
          "scalar($round) + 1",
          "time() - time()",
          "time() - timestamp($round)",
          "timestamp($round * 1) - time()",
          "timestamp($requests_total offset 1m) - time()");

  /** Those that give something. */
  static List<String> known() {
    return Stream.of(THRESHOLDS, SELECTORS, RANGES, AGGREGATIONS, OPERATORS, FUNCTIONS)
        .flatMap(List::stream)
        .toList();
  }

  /** Those that nobody can answer. */
  static List<String> wrong() {
    return List.of(
        "",
        "  # nothing",
        "sum(",
        "sum($round",
        "($round",
        "$round)",
        "$round +",
        "$round $round",
        "rate($round)",
        "sum($round[1m])",
        "$round[1m] + 1",
        "-$round[1m]",
        "$round[1x]",
        "$round[1m",
        "$round[0s]",
        "$round[1s1m]",
        "$round offset",
        "$round offset 5",
        "$round{",
        "$round{a}",
        "$round{a=1}",
        "$round{a=\"b}",
        "$round{a=\"\\q\"}",
        "$round{a=~\"(\"}",
        "$round{a=~\"(?=b)\"}",
        "$round{a==\"b\"}",
        "{}",
        "{a=\"\"}",
        "{a=~\".*\"}",
        "1 == 2",
        "1 and 2",
        "$round and 2",
        "$round + bool 2",
        "$round + on(a) 2",
        "no_such_function(1)",
        "histogram_quantile($round, $round)",
        "histogram_quantile(0.9)",
        "clamp_min($round)",
        "vector($round)",
        "scalar(1)",
        "time(1)",
        "sum(1)",
        "sum by ($round)",
        "sum by a ($round)",
        "sum by (a b) ($round)",
        "5m",
        "1..2",
        "\u00e4",
        "$round ! 2",
        "offset 5m",
        "(1 + 2) offset 5m",
        "sum($round) offset 5m",
        "$requests_total + on(path) $requests_total",
        "$requests_total{status=\"500\"} + on(path) $requests_total",
        "$requests_total + on(path) $requests_total{status=\"500\"}",
        "rate({__name__=~\"$pool_.+\"}[1m])",
        "-{__name__=~\"$pool_.+\"}");
  }

  /** What the real one knows, and is refused here. */
  static List<String> unknown() {
    return List.of(
        "topk(2, $round)",
        "quantile(0.5, $round)",
        "stddev($round)",
        "count_values(\"a\", $round)",
        "predict_linear($round[5m], 60)",
        "label_replace($round, \"a\", \"b\", \"c\", \"d\")",
        "absent_over_time($round[5m])",
        "rate($round[1m])[5m:1m]",
        "$round[5m:1m]",
        "max_over_time((rate($round[1m]))[5m:])",
        "$round @ 0",
        "$round[1m] @ end()",
        "$round offset 1m @ 0",
        "$round % 2",
        "2 ^ 3",
        "1 atan2 2",
        "\"text\"",
        "$pool_active / ignoring(a) group_left $pool_max",
        "$pool_active / on(job) group_right(a) $pool_max");
  }
}
