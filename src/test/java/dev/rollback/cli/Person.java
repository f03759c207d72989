package dev.rollback.cli;

import dev.rollback.console.Prompt;
import dev.rollback.sandbox.site.ByHand;
import dev.rollback.sandbox.site.Fault;
import dev.rollback.sandbox.site.Footprint;
import dev.rollback.sandbox.site.Site;
import java.util.Optional;
import java.util.function.Function;

/** Agrees to everything, and does by hand what no step can do. */
final class Person implements Function<Prompt, Optional<String>> {
  private final Fault fault;
  private final Site site;
  private final Function<Prompt, Optional<String>> agreeing;
  private Footprint broken;

  /**
   * Where a fault was made.
   *
   * @param target the name that is typed where it is asked for
   * @param broken what stood there then
   */
  Person(Fault fault, Site site, String target, Footprint broken) {
    this.fault = fault;
    this.site = site;
    this.agreeing = Attended.agreeing(target);
    this.broken = broken;
  }

  /** What was broken, with what was done by hand since: no undo takes that back. */
  Footprint broken() {
    return broken;
  }

  @Override
  public Optional<String> apply(Prompt prompt) {
    fault.byHand().stream()
        .filter(hand -> prompt.shown().contains(hand.asked()))
        .forEach(this::done);
    return agreeing.apply(prompt);
  }

  private void done(ByHand hand) {
    var before = Footprint.of(site);
    hand.work().accept(site);
    broken = broken.withWhatChanged(before, Footprint.of(site));
  }
}
