package dev.rollback.approval;

import dev.rollback.action.Risk;
import dev.rollback.diagnostic.Located;
import dev.rollback.plan.Approvers;
import dev.rollback.plan.Plan;
import dev.rollback.plan.SignedApproval;
import dev.rollback.target.Policy;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what a plan needs before it may be run: the one place where a target's policy becomes an
 * answer. Pure.
 */
public final class Consent {
  private final Situation situation;
  private final List<Reason> reasons = new ArrayList<>();
  private final List<SignedApproval> signatures = new ArrayList<>();
  private final List<Decision.Missing> missing = new ArrayList<>();

  /**
   * Everything that the answer depends on.
   *
   * @param guarded whether the target is protected now; it may not have been when the plan was made
   * @param terminal whether somebody is there to ask
   * @param drill the record of the runbook's last drill
   */
  public record Situation(
      Plan plan,
      Policy policy,
      boolean guarded,
      Mode mode,
      boolean terminal,
      Approvals approvals,
      Optional<DrillRecord> drill,
      Instant now) {
    boolean isProtected() {
      return guarded || plan.guarded();
    }
  }

  private Consent(Situation situation) {
    this.situation = situation;
  }

  /** The answer. */
  public static Decision of(Situation situation) {
    return new Consent(situation).decide();
  }

  private Decision decide() {
    if (situation.plan().nothingToDo()) {
      return new Decision.Go(
          "nothing is changed", List.of(), List.of(Reason.standard("nothing is changed")));
    }
    if (situation.mode() == Mode.SANDBOX) {
      return new Decision.Go(
          "--approve-all in the sandbox", List.of(), List.of(Reason.standard("it is a drill")));
    }
    var against = against();
    if (!against.isEmpty() && situation.policy().override().isEmpty()) {
      return new Decision.Refused(against);
    }
    against.forEach(this::override);
    var signed = byRisk();
    if (!missing.isEmpty()) {
      return new Decision.TooFew(missing, reasons);
    }
    return asked(situation.plan().risk(), signed);
  }

  /** Why it is not to be run now. */
  private List<Reason> against() {
    var policy = situation.policy();
    var now = situation.now();
    var against = new ArrayList<Reason>();
    policy.hours().filter(h -> !h.value().holds(now)).ifPresent(h -> against.add(outside(h)));
    policy.freezes().stream()
        .filter(f -> f.value().holds(now))
        .forEach(f -> against.add(frozen(f)));
    policy.drilledWithin().flatMap(this::undrilled).ifPresent(against::add);
    return against;
  }

  private static Reason outside(Located<Policy.Hours> hours) {
    var h = hours.value();
    var days =
        h.days().isEmpty()
            ? "every day"
            : String.join(
                ", ",
                h.days().stream().map(d -> d.name().toLowerCase(java.util.Locale.ROOT)).toList());
    return new Reason(
        "it is outside of the hours of this target: %s from %s to %s, %s"
            .formatted(days, h.from(), h.to(), h.zone()),
        Optional.of(hours.at()));
  }

  private static Reason frozen(Located<Policy.Freeze> freeze) {
    return new Reason(
        "there is a freeze until %s: %s".formatted(freeze.value().to(), freeze.value().why()),
        Optional.of(freeze.at()));
  }

  private Optional<Reason> undrilled(Located<Duration> within) {
    var why =
        situation
            .drill()
            .map(drill -> undrilled(drill, within.value()))
            .orElse(Optional.of("there is no record of a drill of this runbook"));
    return why.map(
        w ->
            new Reason(
                w + "; it must have been drilled within " + within.value(),
                Optional.of(within.at())));
  }

  private Optional<String> undrilled(DrillRecord drill, Duration within) {
    var at = drill.at().truncatedTo(ChronoUnit.SECONDS);
    if (!drill.isOf(situation.plan().text())) {
      return Optional.of("the runbook was changed since its drill at " + at);
    } else if (!drill.healed()) {
      return Optional.of("the runbook's last drill, at " + at + ", did not heal what was broken");
    } else if (drill.at().plus(within).isBefore(situation.now())) {
      return Optional.of("the runbook was drilled last at " + at);
    }
    return Optional.empty();
  }

  private void override(Reason against) {
    situation.policy().override().ifPresent(needed -> need(needed, against));
  }

  /** Whether the risk of the plan takes signed approvals at all. */
  private boolean byRisk() {
    var risk = situation.plan().risk();
    var any = false;
    if (situation.policy().approvals().isPresent()) {
      var by = situation.policy().approvals().get();
      any |= byRisk(risk, Risk.REVERSIBLE, by.reversible());
      any |= byRisk(risk, Risk.DISRUPTIVE, by.disruptive());
      any |= byRisk(risk, Risk.DESTRUCTIVE, by.destructive());
    }
    return any;
  }

  private boolean byRisk(Risk risk, Risk from, Optional<Located<Policy.Needed>> needed) {
    if (needed.isEmpty() || risk.compareTo(from) < 0) {
      return false;
    }
    var word = risk.name().toLowerCase(java.util.Locale.ROOT);
    need(
        needed.get(),
        new Reason(
            "the plan is " + word + ", which needs approvals", Optional.of(needed.get().at())));
    return true;
  }

  private void need(Located<Policy.Needed> located, Reason why) {
    var needed = new Approvers(located.value().role(), located.value().count());
    var given = situation.approvals().ofPlan(needed.role(), situation.now());
    reasons.add(new Reason(why.text() + ": " + needed.label(), why.at()));
    if (given.size() < needed.count()) {
      missing.add(
          new Decision.Missing(needed, given.stream().map(SignedApproval::by).toList(), why));
    }
    given.stream().filter(g -> !signatures.contains(g)).forEach(signatures::add);
  }

  /**
   * Whoever runs it agrees as well. Where others had to sign the very plan, --yes suffices for
   * that, whatever its risk and its target: it was looked at by more persons than one.
   */
  private Decision asked(Risk risk, boolean signed) {
    var why = signed ? Optional.<Reason>empty() : whyYesDoesNotSuffice(risk);
    if (situation.mode() == Mode.YES && why.isEmpty()) {
      reasons.add(
          signed
              ? Reason.standard("--yes suffices for a plan that was signed")
              : yesSuffices(risk));
      return new Decision.Go("--yes", signatures, reasons);
    }
    if (!situation.terminal()) {
      var covered =
          situation.mode() == Mode.YES && why.isPresent()
              ? why.get().text() + ", so --yes does not cover it, and nobody is there to ask"
              : "the plan needs an approval, and nobody is there to ask";
      why.ifPresent(reasons::add);
      return new Decision.Nobody(covered, reasons);
    }
    why.ifPresent(reasons::add);
    var name = typed(risk);
    name.ifPresent(reasons::add);
    if (reasons.isEmpty()) {
      reasons.add(Reason.standard("every plan that changes something asks, unless --yes answers"));
    }
    return new Decision.Confirm(name.isPresent(), signatures, reasons);
  }

  private Reason yesSuffices(Risk risk) {
    var word = risk.name().toLowerCase(java.util.Locale.ROOT);
    return new Reason(
        "--yes suffices for a plan that is " + word, situation.policy().yes().map(Located::at));
  }

  private Optional<Reason> whyYesDoesNotSuffice(Risk risk) {
    var yes = situation.policy().yes();
    if (situation.isProtected()) {
      return Optional.of(Reason.standard("the target is protected"));
    }
    var most =
        switch (yes.map(Located::value).orElse(Policy.UpTo.DISRUPTIVE)) {
          case NONE -> Risk.OBSERVE;
          case REVERSIBLE -> Risk.REVERSIBLE;
          case DISRUPTIVE -> Risk.DISRUPTIVE;
          case DESTRUCTIVE -> Risk.DESTRUCTIVE;
        };
    if (risk.compareTo(most) <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Reason(
            risk == Risk.DESTRUCTIVE
                ? "part of the plan is destructive"
                : "the plan is " + risk.name().toLowerCase(java.util.Locale.ROOT),
            yes.map(Located::at)));
  }

  private Optional<Reason> typed(Risk risk) {
    var typed = situation.policy().typedName();
    var from =
        switch (typed.map(Located::value).orElse(Policy.From.DESTRUCTIVE)) {
          case REVERSIBLE -> Optional.of(Risk.REVERSIBLE);
          case DISRUPTIVE -> Optional.of(Risk.DISRUPTIVE);
          case DESTRUCTIVE -> Optional.of(Risk.DESTRUCTIVE);
          case NEVER -> Optional.<Risk>empty();
        };
    return from.filter(f -> risk.compareTo(f) >= 0)
        .map(
            f ->
                new Reason(
                    "from %s on, the target's name is typed"
                        .formatted(f.name().toLowerCase(java.util.Locale.ROOT)),
                    typed.map(Located::at)));
  }
}
