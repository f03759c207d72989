package dev.rollback.scenario;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.Located;
import dev.rollback.shape.Doc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** One channel and what it is told: a rung of the escalation ladder where it has a time. */
@Doc("A channel, and what it is told.")
public record Notify(
    @Doc(
            "The channel: the name of a connection under `notify` of the target; `default` where"
                + " that has a single one without a name.")
        Located<String> channel,
    @Doc(
            "What it is told: `start`; `gate`, somebody must answer or do something; `stopped`, at"
                + " a gate or by Ctrl-C, it can be resumed; `done`; `failed`, it was taken back or"
                + " needs a person; `overrun`, a phase has taken longer than its budget or the run"
                + " longer than `estimate.duration`.")
        List<Occasion> on,
    @Doc(
            "It is told only what still holds after this time: the gate is not answered, the run"
                + " has not gone on, it still takes too long.")
        Optional<Located<Duration>> after) {

  /** What a channel can be told. */
  public enum Occasion {
    /** The run has begun. */
    START,
    /** A gate or something to be done by hand waits for a person. */
    GATE,
    /** The run has stopped and can be resumed: at a gate, or because somebody wanted it. */
    STOPPED,
    /** The run is done and verified, or there was nothing to do. */
    DONE,
    /** The run was taken back, was refused, or needs a person. */
    FAILED,
    /** A phase is over its budget, or the run over its estimate. */
    OVERRUN;

    /** Whether it can be over some time later. */
    boolean lasts() {
      return switch (this) {
        case GATE, STOPPED, FAILED, OVERRUN -> true;
        case START, DONE -> false;
      };
    }

    /** As it is written. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** How long it must have held; zero: it is told at once. */
  public Duration delay() {
    return after.map(Located::value).orElse(Duration.ZERO);
  }

  /** {@code tech-lead: gate, overrun, where it holds for PT10M}. */
  public String label() {
    return channel.value()
        + ": "
        + on.stream().map(Occasion::word).collect(Collectors.joining(", "))
        + after.map(time -> ", where it holds for " + time.value()).orElse("");
  }

  /** What is wrong with it. */
  List<Diagnostic> problems() {
    var problems = new ArrayList<Diagnostic>();
    if (on.isEmpty()) {
      problems.add(
          Diagnostic.error(channel.at(), "'" + channel.value() + "' is told nothing: `on` is empty")
              .advise("Name what it is told: on: [start, gate, stopped, done, failed, overrun]."));
    }
    after
        .filter(time -> !time.value().isPositive())
        .ifPresent(
            time ->
                problems.add(
                    Diagnostic.error(time.at(), "`after` is a time longer than nothing")
                        .advise("Leave it out: then the channel is told at once.")));
    after.ifPresent(
        time ->
            on.stream()
                .filter(occasion -> !occasion.lasts())
                .forEach(
                    occasion ->
                        problems.add(
                            Diagnostic.error(
                                    time.at(),
                                    "`after` says that something still holds later, and `"
                                        + occasion.word()
                                        + "` is over at once")
                                .advise("Put it into an entry of its own, without `after`."))));
    return problems;
  }
}
