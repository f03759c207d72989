package dev.rollback.report;

import dev.rollback.plan.PlannedStep;
import dev.rollback.run.Elapsed;
import dev.rollback.run.Heading;
import dev.rollback.run.RunState;
import dev.rollback.run.StepState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A run that goes on, in as few lines as the bottom of a terminal has: where it stands, its steps,
 * what is asked next, and how it is stopped.
 */
public final class LiveText {
  /**
   * In less than a terminal of 60 columns, of which one stays free, there is nothing to be read.
   */
  private static final int NARROWEST = 59;

  /** Of less than this, the lines that are printed need all. */
  private static final int LOWEST = 14;

  private final Moment moment;
  private final RunState run;
  private final Layout layout;
  private final StepNames names;

  private LiveText(Moment moment, Layout layout) {
    this.moment = moment;
    this.run = moment.run();
    this.layout = layout;
    this.names = new StepNames(run.plan());
  }

  /**
   * The lines, which may be longer than the width; none where the terminal is too small.
   *
   * @param height how many lines the terminal has; at most two thirds of them are used
   */
  public static List<String> lines(Moment moment, Layout layout, int width, int height) {
    if (width < NARROWEST || height < LOWEST) {
      return List.of();
    }
    var wide = new Layout(width, layout.style(), layout.zone());
    return new LiveText(moment, wide).lines(height * 2 / 3);
  }

  private List<String> lines(int most) {
    var head = new ArrayList<String>();
    var title =
        Printable.line(
            "-- %s on %s, run %s "
                .formatted(run.plan().scenario(), run.plan().target(), run.run()));
    head.add(paint(Tone.STRONG, title + "-".repeat(Math.max(2, layout.width() - title.length()))));
    head.addAll(standing());
    var foot = new ArrayList<String>();
    question().ifPresent(foot::add);
    foot.addAll(wayOut());
    var rows = new LiveRows(moment, layout, names).lines(most - head.size() - foot.size());
    head.addAll(rows);
    head.addAll(foot);
    return head;
  }

  private String paint(Tone tone, String text) {
    return layout.style().paint(tone, Printable.line(text));
  }

  private List<String> standing() {
    var lines = new ArrayList<String>();
    waiting().ifPresent(text -> lines.addAll(wrapped(Tone.CARE, text)));
    switch (run.heading()) {
      case Heading.Forwards _ -> {}
      case Heading.Undoing(var why, var _) ->
          lines.add(paint(Tone.CARE, "TAKING BACK what was changed, the last first: " + why));
      case Heading.Redoing(var why, var _) ->
          lines.add(paint(Tone.CARE, "PUTTING BACK what was taken back: " + why));
    }
    lines.add(paint(isOver() ? Tone.CARE : Tone.PLAIN, time() + done()));
    return lines;
  }

  private Duration soFar() {
    return Elapsed.between(run.startedAt(), moment.now());
  }

  private boolean isOver() {
    return moment.estimate().filter(e -> soFar().compareTo(e) > 0).isPresent();
  }

  private String time() {
    var estimate =
        moment
            .estimate()
            .map(Words::duration)
            .map(e -> isOver() ? ", OVER its estimate of " + e : " of about " + e);
    return LiveRows.seconds(soFar()) + estimate.orElse("");
  }

  private String done() {
    var done =
        run.plan()
            .all()
            .filter(s -> names.number(s.id()).isPresent())
            .filter(s -> run.step(s.id()).phase().done())
            .count();
    return "; %d of %s done".formatted(done, Words.count(names.count(), "step"));
  }

  /** A question that nobody has answered yet, and who has to. */
  private Optional<String> waiting() {
    return run.plan()
        .all()
        .filter(LiveRows::asks)
        .filter(s -> run.step(s.id()).phase() == StepState.Phase.RUNNING)
        .findFirst()
        .map(s -> waiting(s.id()));
  }

  private String waiting(String step) {
    return switch (moment.seat()) {
      case Moment.Seat.Elsewhere(var worker) when worker.isPresent() ->
          "WAITS FOR %s to answer %s, at the terminal of process %d on %s."
              .formatted(worker.get().user(), step, worker.get().process(), worker.get().host());
      case Moment.Seat.Elsewhere _, Moment.Seat.Here _ -> "WAITS FOR AN ANSWER to " + step + ".";
    };
  }

  private Optional<String> question() {
    if (!(run.heading() instanceof Heading.Forwards)) {
      return Optional.empty();
    }
    return Optional.of(
        run.plan()
            .all()
            .filter(LiveRows::asks)
            .filter(s -> run.step(s.id()).phase() == StepState.Phase.PENDING)
            .findFirst()
            .map(s -> paint(Tone.PLAIN, "Next question: " + question(s)))
            .orElse("No further question is planned."));
  }

  private String question(PlannedStep step) {
    var number = names.number(step.id()).map(n -> n + "  ").orElse("");
    return number + LiveRows.title(step);
  }

  /** What Ctrl-C does now. */
  private List<String> wayOut() {
    return switch (moment.seat()) {
      case Moment.Seat.Here(var stopping) ->
          stopping
              .map(
                  who ->
                      wrapped(
                          Tone.CARE,
                          "STOPPING ("
                              + who
                              + ") when the step in hand is safe. Ctrl-C: stop at once."))
              .orElseGet(
                  () ->
                      wrapped(
                          Tone.QUIET,
                          "Ctrl-C: stop when the step in hand is safe. Twice: at once. Nothing is"
                              + " lost."));
      case Moment.Seat.Elsewhere(var worker) ->
          wrapped(
              Tone.QUIET,
              "Ctrl-C: end this view. The run goes on"
                  + worker.map(w -> ", in " + w.label()).orElse("")
                  + ".");
    };
  }

  private List<String> wrapped(Tone tone, String text) {
    return Wrap.words(Printable.line(text), layout.width()).stream()
        .map(line -> layout.style().paint(tone, line))
        .toList();
  }
}
