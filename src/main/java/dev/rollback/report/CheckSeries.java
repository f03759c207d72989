package dev.rollback.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.plan.CheckResult;
import dev.rollback.report.Series.Kind;
import dev.rollback.report.Series.Limit;
import dev.rollback.report.Series.Point;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The numbers of a check that are worth a drawing: those that its expectation compares with more or
 * less, and those that were read more than once.
 */
final class CheckSeries {
  private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";
  private static final String NUMBER = "-?\\d+(?:\\.\\d+)?";

  /** What stands before a name or behind a number must not make another one of it. */
  private static final String END = "(?![\\w.]|\\s*[-*/+%])";

  private static final Pattern LIMIT =
      Pattern.compile(
          "(?<![\\w.\\-*/+%]\\s{0,3})("
              + NAME
              + ")\\s*(<=|>=|<|>)\\s*(?:("
              + NUMBER
              + ")"
              + "|baseline\\.("
              + NAME
              + ")(?:\\s*\\*\\s*("
              + NUMBER
              + "))?)"
              + END);

  private final Report.Judged check;
  private final ZoneId zone;
  private final String expect;

  private CheckSeries(Report.Judged check, ZoneId zone) {
    this.check = check;
    this.zone = zone;
    this.expect = check.result().map(CheckResult::expect).orElse("");
  }

  static List<Series> of(Report.Judged check, ZoneId zone) {
    return new CheckSeries(check, zone).series();
  }

  private List<Series> series() {
    return check.result().stream()
        .flatMap(r -> r.values().properties().stream())
        .filter(value -> value.getValue().isNumber())
        .map(Map.Entry::getKey)
        .filter(this::named)
        .map(this::series)
        .filter(series -> !series.limits().isEmpty() || series.points().size() > 1)
        .toList();
  }

  private boolean named(String key) {
    return Pattern.compile(NAME).matcher(expect).results().anyMatch(m -> same(m.group(), key));
  }

  /** Keys are written with hyphens, variables cannot be. */
  private static boolean same(String variable, String key) {
    return plain(variable).equals(plain(key));
  }

  private static String plain(String name) {
    return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
  }

  private Series series(String key) {
    var points =
        check.readings().stream()
            .filter(r -> r.values().path(key).isNumber())
            .map(r -> point(r, r.values().path(key)))
            .toList();
    var title = ReportChapters.title(check.id(), check.name()) + ", " + key;
    return new Series(title, points, limits(key), zone, all(key, points.size()));
  }

  /** All readings in a sentence, where it was waited for them. */
  private Optional<String> all(String key, int drawn) {
    return check.sampled().map(all -> counted(all, drawn) + range(all, key) + "; " + passed(all));
  }

  private static String counted(Report.Sampled all, int drawn) {
    var readings = Words.count(all.count(), "reading");
    return drawn < all.count() ? readings + " (" + Words.number(drawn) + " kept)" : readings;
  }

  private static String range(Report.Sampled all, String key) {
    return Optional.ofNullable(all.ranges().get(key))
        .map(range -> ", " + range.least().asText() + " to " + range.most().asText())
        .orElse("");
  }

  private String passed(Report.Sampled all) {
    return all.passed()
        .map(
            first ->
                "first passed at "
                    + Words.time(first, zone)
                    + all.since().map(since -> lasted(first, since)).orElse(", not at the end"))
        .orElse("never passed");
  }

  private String lasted(Instant first, Instant since) {
    return since.equals(first) ? "" : ", without a break since " + Words.time(since, zone);
  }

  private static Point point(Report.Reading reading, JsonNode value) {
    return new Point(reading.at(), value.asDouble(), value.asText(), reading.verdict());
  }

  private List<Limit> limits(String key) {
    var limits = new ArrayList<Limit>();
    LIMIT
        .matcher(expect)
        .results()
        .filter(m -> same(m.group(1), key))
        .forEach(m -> threshold(m).ifPresent(limits::add));
    baseline(key)
        .ifPresent(
            was ->
                limits.add(new Limit("baseline " + was.asText(), was.asDouble(), Kind.BASELINE)));
    return limits;
  }

  private Optional<JsonNode> baseline(String variable) {
    return check.baseline().stream()
        .flatMap(b -> b.properties().stream())
        .filter(p -> same(variable, p.getKey()) && p.getValue().isNumber())
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private Optional<Limit> threshold(MatchResult found) {
    var sign = found.group(2);
    if (found.group(3) != null) {
      return Optional.of(
          new Limit(
              "has to be %s %s".formatted(sign, found.group(3)),
              Double.parseDouble(found.group(3)),
              Kind.THRESHOLD));
    }
    var factor = found.group(5) == null ? 1 : Double.parseDouble(found.group(5));
    return baseline(found.group(4))
        .map(
            was ->
                new Limit(
                    "has to be %s %s".formatted(sign, number(was.asDouble() * factor)),
                    was.asDouble() * factor,
                    Kind.THRESHOLD));
  }

  private static String number(double value) {
    return java.math.BigDecimal.valueOf(value)
        .round(new java.math.MathContext(6))
        .stripTrailingZeros()
        .toPlainString();
  }
}
