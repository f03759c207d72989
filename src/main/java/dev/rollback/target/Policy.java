package dev.rollback.target;

import dev.rollback.diagnostic.Located;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What may be done on a target without asking, what needs approvals, and when. */
@Doc("What may be done on a target without asking, what needs approvals, and when.")
public record Policy(
    @Doc(
            "Who answers gates that have approvers: `signed`, persons of that role by signed"
                + " approvals; `terminal`, whoever runs it.")
        @Default("signed")
        Gates gates,
    @Doc(
            "The highest risk of a plan for which --yes suffices. When missing: disruptive, and"
                + " none on a protected target.")
        Optional<Located<UpTo>> yes,
    @Doc(
            "The risk from which the target's name must be typed instead of yes. When missing:"
                + " destructive.")
        Optional<Located<From>> typedName,
    @Doc("The signed approvals that a plan needs as a whole, by its risk.")
        Optional<ByRisk> approvals,
    @Doc("The hours in which plans may be run.") Optional<Located<Hours>> hours,
    @Doc("Times in which no plan may be run.") List<Located<Freeze>> freezes,
    @Doc(
            "How long ago the runbook may have been drilled last, by its record (`rollback drill"
                + " NAME --record`). One that was changed since counts as not drilled.")
        Optional<Located<Duration>> drilledWithin,
    @Doc(
            "Whose signed approvals of the plan let it be run outside of hours, in a freeze, or"
                + " without a drill. When missing, nobody's.")
        Optional<Located<Needed>> override) {
  /** Where nothing is written. */
  public static final Policy NONE =
      new Policy(
          Gates.SIGNED,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty());

  /** Who answers gates that have approvers. */
  public enum Gates {
    /** Persons of the role, by signed approvals. */
    SIGNED,
    /** Whoever runs it, at the terminal. */
    TERMINAL
  }

  /** A highest risk. */
  public enum UpTo {
    /** Not even the least. */
    NONE,
    /** Nobody notices. */
    REVERSIBLE,
    /** Users may notice. */
    DISRUPTIVE,
    /** Something may be gone. */
    DESTRUCTIVE
  }

  /** A lowest risk. */
  public enum From {
    /** Nobody notices. */
    REVERSIBLE,
    /** Users may notice. */
    DISRUPTIVE,
    /** Something may be gone. */
    DESTRUCTIVE,
    /** Not even for the most. */
    NEVER
  }

  /** How many persons of which role must approve. */
  @Doc("How many persons of which role must approve.")
  public record Needed(
      @Doc("The role, one of `roles`.") String role,
      @Doc("How many persons of it.") @Default("1") int count) {
    /** Checks the number. */
    public Needed {
      if (count < 1 || count > 20) {
        throw new IllegalArgumentException("count must be between 1 and 20, not " + count);
      }
    }
  }

  /** Signed approvals of a plan as a whole; a higher risk needs those of the lower ones as well. */
  @Doc("Signed approvals of a plan, by its risk; a higher risk needs those of the lower as well.")
  public record ByRisk(
      @Doc("For a plan that changes anything.") Optional<Located<Needed>> reversible,
      @Doc("For a plan that users may notice.") Optional<Located<Needed>> disruptive,
      @Doc("For a plan by which something may be gone.") Optional<Located<Needed>> destructive) {}

  /** Days and times of a week. */
  @Doc("Days and times of a week.")
  public record Hours(
      @Doc("The days: monday, tuesday …; none means all.") List<DayOfWeek> days,
      @Doc("When they begin: \"08:00\".") String from,
      @Doc("When they end: \"18:00\".") String to,
      @Doc("The time zone: Europe/Berlin, UTC.") String zone) {
    /** Checks that it is a time of a day somewhere. */
    public Hours {
      if (!time("from", from).isBefore(time("to", to))) {
        throw new IllegalArgumentException("'from' must be before 'to' on the same day");
      }
      try {
        ZoneId.of(zone);
      } catch (DateTimeException e) {
        throw new IllegalArgumentException("'" + zone + "' is no time zone: Europe/Berlin, UTC", e);
      }
    }

    private static LocalTime time(String key, String text) {
      try {
        return LocalTime.parse(text);
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(
            "'" + key + "' must be a time such as \"08:00\", not '" + text + "'", e);
      }
    }

    /** Whether a moment is within. */
    public boolean holds(Instant now) {
      var there = now.atZone(ZoneId.of(zone));
      var time = there.toLocalTime();
      return (days.isEmpty() || days.contains(there.getDayOfWeek()))
          && !time.isBefore(LocalTime.parse(from))
          && time.isBefore(LocalTime.parse(to));
    }
  }

  /** A time in which nothing is run. */
  @Doc("A time in which nothing is run.")
  public record Freeze(
      @Doc("When it begins: 2026-12-20T00:00:00Z.") Instant from,
      @Doc("When it ends.") Instant to,
      @Doc("Why, for those who are kept from it.") String why) {
    /** Checks that it has a length. */
    public Freeze {
      if (!from.isBefore(to)) {
        throw new IllegalArgumentException("'from' must be before 'to'");
      }
    }

    /** Whether a moment is within. */
    public boolean holds(Instant now) {
      return !now.isBefore(from) && now.isBefore(to);
    }
  }

  /** Whoever may have to approve a plan as a whole, in whatever situation. */
  public List<Located<Needed>> everybodyNeeded() {
    return Stream.concat(
            approvals.stream()
                .flatMap(a -> Stream.of(a.reversible(), a.disruptive(), a.destructive())),
            Stream.of(override))
        .flatMap(Optional::stream)
        .toList();
  }
}
