package dev.rollback.network;

import dev.rollback.crash.Rehearsal;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Every scenario under every fault of the network, as a program: prints each trial and how it has
 * ended, those in which something was wrong with all that was said, and totals; and ends with 1
 * where something was.
 *
 * <pre>
 * NetworkCampaign [--scenario NAME|all] [--fault FAULT] [--every N] [--reads N] [--only TEXT]
 *     [--minutes N] [--workers N]
 * </pre>
 *
 * <p>{@code --every}: an N-th of the trials of each scenario, fault and errand, from all lines and
 * ways to fail by turns (default 1: all); {@code --reads}: reads disturbed on each line after the
 * preview, besides every write, and half as many before (default 6); {@code --only}: the trials
 * whose description has this text; {@code --minutes}: no trial begins after so many; {@code
 * --workers}: sandboxes side by side (default 3).
 */
public final class NetworkCampaign {
  private static final int TRIES = 3;

  private final PrintStream out;
  private final Options options;
  private final Ends byDrill = new Ends();
  private final Ends byLine = new Ends();
  private final Ends byManner = new Ends();
  private final Ends total = new Ends();
  private final ConcurrentLinkedQueue<Rehearsal> rehearsals = new ConcurrentLinkedQueue<>();
  private final long began = System.nanoTime();
  private boolean well = true;
  private int left;

  private NetworkCampaign(PrintStream out, Options options) {
    this.out = out;
    this.options = options;
  }

  private record Options(
      String scenario,
      String fault,
      int every,
      int reads,
      String only,
      Duration time,
      int workers) {
    static Options of(String... args) {
      var options = new Options("all", "all", 1, 6, "", Duration.ofDays(7), 3);
      for (var i = 0; i < args.length; i += 2) {
        if (i + 1 == args.length) {
          throw new IllegalArgumentException(args[i] + " has no value");
        }
        options = options.with(args[i], args[i + 1]);
      }
      return options;
    }

    private Options with(String name, String value) {
      return switch (name) {
        case "--scenario" -> new Options(value, fault, every, reads, only, time, workers);
        case "--fault" -> new Options(scenario, value, every, reads, only, time, workers);
        case "--every" -> new Options(scenario, fault, number(value), reads, only, time, workers);
        case "--reads" -> new Options(scenario, fault, every, number(value), only, time, workers);
        case "--only" -> new Options(scenario, fault, every, reads, value, time, workers);
        case "--minutes" ->
            new Options(
                scenario, fault, every, reads, only, Duration.ofMinutes(number(value)), workers);
        case "--workers" -> new Options(scenario, fault, every, reads, only, time, number(value));
        default -> throw new IllegalArgumentException("unknown option " + name);
      };
    }

    private static int number(String value) {
      var number = Integer.parseInt(value);
      if (number < 1) {
        throw new IllegalArgumentException(value + " is less than 1");
      }
      return number;
    }

    List<Drill> drills() {
      return Drill.all().stream()
          .filter(d -> scenario.equals("all") || d.scenario().equals(scenario))
          .filter(d -> fault.equals("all") || d.fault().id().equals(fault))
          .toList();
    }
  }

  /** Makes the campaign. */
  public static void main(String[] args) throws InterruptedException, ExecutionException {
    System.exit(new NetworkCampaign(System.out, Options.of(args)).run() ? 0 : 1);
  }

  private boolean run() throws InterruptedException, ExecutionException {
    var drills = options.drills();
    if (drills.isEmpty()) {
      throw new IllegalArgumentException("there is no such scenario, or no such fault of it");
    }
    var work = new WorkList(drills);
    try (var threads = Executors.newFixedThreadPool(options.workers())) {
      var working = new ArrayList<Future<?>>();
      for (var i = 0; i < options.workers(); i++) {
        working.add(
            threads.submit(
                () -> {
                  work(work);
                  return true;
                }));
      }
      for (var worker : working) {
        worker.get();
      }
    }
    rehearsals.forEach(Rehearsal::close);
    report();
    return well;
  }

  private boolean isOver() {
    return System.nanoTime() - began > options.time().toNanos();
  }

  private void work(WorkList work) throws InterruptedException {
    try (var bench = new Bench()) {
      for (var item = work.next(); item.isPresent(); item = work.next()) {
        switch (item.get()) {
          case WorkList.Item.Rehearse(var drill) -> {
            var trials = isOver() ? List.<WorkList.Item.Make>of() : trials(bench, drill);
            work.add(trials);
          }
          case WorkList.Item.Make(var trial, var rehearsal) -> {
            if (isOver()) {
              leave();
            } else {
              tell(made(bench, trial, rehearsal));
            }
          }
        }
      }
    }
  }

  private synchronized void leave() {
    left++;
  }

  private List<WorkList.Item.Make> trials(Bench bench, Drill drill) {
    var all = new ArrayList<WorkList.Item.Make>();
    try {
      var rehearsal = rehearsed(bench, drill);
      for (var errand : Trial.Errand.values()) {
        var trials =
            bench.trials(drill, errand, rehearsal, options.reads()).stream()
                .filter(trial -> trial.toString().contains(options.only()))
                .toList();
        Selection.eachNth(trials, options.every())
            .forEach(trial -> all.add(new WorkList.Item.Make(trial, rehearsal)));
      }
      tell("%s: %d trials".formatted(drill, all.size()));
    } catch (RuntimeException e) {
      fail("WRONG %s, even on a good network%n%s".formatted(drill, trace(e)));
      bench.anew();
    }
    return all;
  }

  /** On a busy machine the service may not be ready when it is asked. */
  private Rehearsal rehearsed(Bench bench, Drill drill) {
    for (var n = 1; ; n++) {
      try {
        var rehearsal = bench.undisturbed(drill);
        if (!drill.isRepeatable()) {
          rehearsals.add(rehearsal); // else it is the bench's own
        }
        return rehearsal;
      } catch (RuntimeException e) {
        bench.anew();
        if (n == TRIES) {
          throw e;
        }
      }
    }
  }

  /** What cannot be made is tried anew: on a busy machine a fault may not show itself in time. */
  private static Verdict made(Bench bench, Trial trial, Rehearsal rehearsal) {
    for (var n = 1; ; n++) {
      try {
        return bench.make(trial, rehearsal);
      } catch (RuntimeException e) {
        bench.anew();
        if (n == TRIES) {
          return new Verdict(
              trial,
              Verdict.End.NOT_REACHED,
              List.of("the trial could not be made: " + e.getMessage()),
              trace(e));
        }
      }
    }
  }

  private static String trace(RuntimeException e) {
    var trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  private synchronized void tell(String line) {
    out.println(line);
  }

  private synchronized void fail(String what) {
    well = false;
    out.println(what);
  }

  private synchronized void tell(Verdict verdict) {
    var trial = verdict.trial();
    byDrill.count(trial.drill() + (trial.isOfUndo() ? ", undo" : ", run"), verdict);
    byLine.count(trial.line(), verdict);
    byManner.count(trial.manner(), verdict);
    total.count("total", verdict);
    out.printf("%-11s %s%n", verdict.end(), trial);
    if (!verdict.wrong().isEmpty()) {
      well = false;
      out.printf("WRONG %s%n", trial);
      verdict.wrong().forEach(w -> out.printf("  - %s%n", w));
      out.println(verdict.transcript().indent(4));
    }
  }

  private synchronized void report() {
    out.println();
    out.println(byDrill.lines());
    out.println(byLine.lines());
    out.println(byManner.lines());
    out.print(total.lines());
    out.printf("in %d s%n", (System.nanoTime() - began) / 1_000_000_000);
    if (left > 0) {
      out.printf("the time was over: %d trials were not made%n", left);
    }
  }
}
