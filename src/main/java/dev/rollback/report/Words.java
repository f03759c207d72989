package dev.rollback.report;

import dev.rollback.action.Risk;
import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.run.Elapsed;
import dev.rollback.scenario.Temporary;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The words in which the same things are said everywhere. */
final class Words {
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss zzz", Locale.ROOT);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private Words() {}

  /** {@code 2026-02-13 03:12:07 UTC}. */
  static String moment(Instant at, ZoneId zone) {
    return DAY_AND_TIME.format(at.atZone(zone)).replaceFirst(" Z$", " UTC");
  }

  /** {@code 03:12:07}. */
  static String time(Instant at, ZoneId zone) {
    return TIME.format(at.atZone(zone));
  }

  /** {@code 0.4 s}, {@code 12 s}, {@code 4 min 12 s}, {@code 2 h 5 min}, {@code 3 d 4 h}. */
  static String duration(Duration d) {
    return Elapsed.text(d);
  }

  /** {@code 1,234}. */
  static String number(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  /** {@code 1 pod}, {@code 1,234 keys}; the names of kinds are plurals. */
  static String objects(long n, String kinds) {
    return number(n) + " " + (n == 1 ? kinds.replaceFirst("s$", "") : kinds);
  }

  /** {@code 1 gate}, {@code 2 gates}. */
  static String count(long n, String noun) {
    return number(n) + " " + noun + (n == 1 ? "" : "s");
  }

  static String risk(Risk risk) {
    return switch (risk) {
      case OBSERVE -> "observe";
      case REVERSIBLE -> "reversible";
      case DISRUPTIVE -> "disruptive";
      case DESTRUCTIVE -> "destructive";
    };
  }

  private static String riskMeans(Risk risk) {
    return switch (risk) {
      case OBSERVE -> "it only reads";
      case REVERSIBLE -> "nobody notices";
      case DISRUPTIVE -> "users may notice";
      case DESTRUCTIVE -> "something is gone, at least until it is undone";
    };
  }

  /** What the risk means for a change that can, or cannot, be undone. */
  static String riskMeans(Risk risk, Undo undo) {
    return switch (undo) {
      case Undo.Restore _ -> riskMeans(risk);
      case Undo.Impossible _ ->
          risk == Risk.DESTRUCTIVE ? "something is gone for good" : riskMeans(risk);
    };
  }

  static Tone tone(Risk risk) {
    return switch (risk) {
      case OBSERVE, REVERSIBLE -> Tone.PLAIN;
      case DISRUPTIVE -> Tone.CARE;
      case DESTRUCTIVE -> Tone.BAD;
    };
  }

  static String trust(Trust trust) {
    return switch (trust) {
      case EXACT -> "exact";
      case BOUNDED -> "bounded";
      case OPAQUE -> "opaque";
    };
  }

  static String trustMeans(Trust trust) {
    return switch (trust) {
      case EXACT -> "this is what happens";
      case BOUNDED -> "no more than this happens";
      case OPAQUE -> "only what is started is known";
    };
  }

  /** What a stretch of time was spent with, and how it ended. */
  static String span(Report.Span span) {
    var what =
        switch (span.kind()) {
          case WORK -> "worked";
          case WAIT -> "waited for an answer";
          case CHECK -> "read";
          case UNDO -> "taken back";
          case REDO -> "put back";
          case PAUSE -> "nothing worked on the run";
        };
    return switch (span.end()) {
      case DONE -> what;
      case FAILED -> what + ", FAILED";
      case DECLINED -> what + ", declined";
      case UNKNOWN -> what + ", OUTCOME UNKNOWN";
      case BROKEN_OFF -> what + ", broken off";
    };
  }

  static String undo(Undo undo) {
    return switch (undo) {
      case Undo.Restore _ -> "the state before is written back";
      case Undo.Impossible(var why) -> "IMPOSSIBLE: " + why;
    };
  }

  static String temporary(Temporary temporary) {
    return switch (temporary) {
      case Temporary.UntilRunEnds _ -> "taken back when the steps are through";
      case Temporary.Lasting(var time) -> "for " + duration(time) + ", then taken back";
    };
  }
}
