package dev.rollback.faults;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Every scenario under every fault of the network, as a program: prints a line for each group of
 * trials and a total, and ends with 1 where something was claimed that is not so.
 *
 * <pre>NetworkCampaign [--workers N] [--reads N] [--only TEXT]</pre>
 *
 * <p>{@code --workers}: sandboxes side by side (default 3); {@code --reads}: reads disturbed on
 * each line after the preview, besides every write, and half as many before (default 6); {@code
 * --only}: the trials whose description has this text.
 */
public final class NetworkCampaign {
  private final PrintStream out;
  private final int workers;
  private final int reads;
  private final String only;
  private final Map<String, Map<Verdict.End, Integer>> tally = new TreeMap<>();
  private final List<Verdict> wrong = new ArrayList<>();

  private NetworkCampaign(PrintStream out, Map<String, String> options) {
    this.out = out;
    this.workers = Integer.parseInt(options.getOrDefault("--workers", "3"));
    this.reads = Integer.parseInt(options.getOrDefault("--reads", "6"));
    this.only = options.getOrDefault("--only", "");
  }

  /** Makes the campaign. */
  public static void main(String[] args) throws Exception {
    var options = new TreeMap<String, String>();
    for (var i = 0; i + 1 < args.length; i += 2) {
      options.put(args[i], args[i + 1]);
    }
    System.exit(new NetworkCampaign(System.out, options).run() ? 0 : 1);
  }

  /** One trial, and what it is compared with. */
  private record Task(Trial trial, Bench.Reference reference) {}

  private boolean run() throws InterruptedException, ExecutionException {
    var began = System.nanoTime();
    var tasks = new ConcurrentLinkedQueue<>(tasks());
    out.printf("%d trials%n", tasks.size());
    try (var threads = Executors.newFixedThreadPool(workers)) {
      var working = new ArrayList<Future<?>>();
      for (var i = 0; i < workers; i++) {
        working.add(threads.submit(() -> work(tasks)));
      }
      for (var worker : working) {
        worker.get();
      }
    }
    report((System.nanoTime() - began) / 1_000_000_000);
    return wrong.isEmpty();
  }

  private List<Task> tasks() {
    var tasks = new ArrayList<Task>();
    try (var bench = new Bench()) {
      for (var drill : Selection.Drill.all()) {
        for (var errand : Trial.Errand.values()) {
          var reference = bench.undisturbed(drill.runbook(), drill.fault(), errand);
          Selection.of(drill, errand, reference, reads).stream()
              .filter(trial -> trial.toString().contains(only))
              .forEach(trial -> tasks.add(new Task(trial, reference)));
        }
      }
    }
    return tasks;
  }

  private void work(Queue<Task> tasks) {
    try (var bench = new Bench()) {
      for (var task = tasks.poll(); task != null; task = tasks.poll()) {
        count(bench.make(task.trial(), task.reference()), tasks.size());
      }
    }
  }

  private synchronized void count(Verdict verdict, int left) {
    var group =
        tally.computeIfAbsent(verdict.trial().group(), _ -> new EnumMap<>(Verdict.End.class));
    group.merge(verdict.end(), 1, Integer::sum);
    if (!verdict.wrong().isEmpty()) {
      wrong.add(verdict);
      out.printf("WRONG %s%n", verdict.trial());
      verdict.wrong().forEach(w -> out.printf("  - %s%n", w));
      out.println(verdict.transcript().indent(4));
    }
    if (left % 50 == 0) {
      out.printf("(%d left)%n", left);
    }
  }

  private void report(long seconds) {
    var total = new EnumMap<Verdict.End, Integer>(Verdict.End.class);
    tally.forEach(
        (group, ends) -> {
          var mistakes = wrong.stream().filter(v -> v.trial().group().equals(group)).count();
          out.printf("%-75s %s%n", group, line(ends, mistakes));
          ends.forEach((end, count) -> total.merge(end, count, Integer::sum));
        });
    out.printf("%-75s %s, in %d s%n", "total", line(total, wrong.size()), seconds);
  }

  private static String line(Map<Verdict.End, Integer> ends, long mistakes) {
    return "%d runs: %d success, %d undone, %d operator, %d refused, %d not reached; wrong claims: %d"
        .formatted(
            ends.values().stream().mapToInt(Integer::intValue).sum(),
            ends.getOrDefault(Verdict.End.SUCCESS, 0),
            ends.getOrDefault(Verdict.End.UNDONE, 0),
            ends.getOrDefault(Verdict.End.OPERATOR, 0),
            ends.getOrDefault(Verdict.End.REFUSED, 0),
            ends.getOrDefault(Verdict.End.NOT_REACHED, 0),
            mistakes);
  }
}
