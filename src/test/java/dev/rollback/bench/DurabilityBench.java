package dev.rollback.bench;

import dev.rollback.diagnostic.Redactor;
import dev.rollback.drill.Repeatable;
import dev.rollback.journal.JournalStore;
import dev.rollback.journal.Writer;
import dev.rollback.run.RunEvent;
import dev.rollback.run.RunState;
import dev.rollback.sandbox.site.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/**
 * What it costs that everything is on disk before anything follows from it: the drills of one
 * scenario, whole processes, once for each fault.
 *
 * <p>The syncs are counted by strace, which sees what the process asks of the kernel, else by the
 * JVM's own timing of the methods that ask; the time is always that of the methods. Arguments: an
 * empty directory, {@code strace} or {@code jvm}, then the command that is measured.
 */
public final class DurabilityBench {
  private static final String APPEND = "dev.rollback.journal.FileJournal::append";
  private static final String KEEP = "dev.rollback.journal.FileJournal::keep";
  private static final String SYNC_FILE = "java.io.FileDescriptor::sync";
  private static final String SYNC_DIRECTORY = "dev.rollback.journal.Durable::syncDirectory";
  private static final Pattern SYNC = Pattern.compile("\\bf(?:data)?sync\\(\\d+<([^>]*)>");

  private final Path directory;
  private final boolean strace;
  private final List<String> command;

  private DurabilityBench(Path directory, boolean strace, List<String> command) {
    this.directory = directory;
    this.strace = strace;
    this.command = command;
  }

  /** Prints a few lines for each fault. */
  public static void main(String[] args) throws IOException, InterruptedException {
    var bench =
        new DurabilityBench(
            Path.of(args[0]).toAbsolutePath(),
            args[1].equals("strace"),
            List.of(args).subList(2, args.length));
    for (var fault : Repeatable.faults()) {
      bench.measure(fault);
    }
  }

  private void measure(Fault fault) throws IOException, InterruptedException {
    var timed = timed(fault);
    var steps = timed.steps();
    var syncs = strace ? straced(fault) : timed.syncs();
    System.out.printf("%s%n", fault.id());
    System.out.printf(
        "  %d steps, %d entries, %d saved contents; %d syncs (%s): %.1f a step, %.2f an entry%n",
        steps,
        timed.state().timeline().size(),
        timed.blobs(),
        syncs,
        strace ? "counted by strace" : "counted by the JVM",
        (double) syncs / steps,
        (double) syncs / timed.state().timeline().size());
    System.out.printf(
        "  in syncs %s: %.2f %% of the run (%s), %.2f %% of the process (%s);%n"
            + "  in appends %s and in saving contents %s, with their syncs%n",
        text(timed.sync()),
        timed.share(timed.state().elapsed()),
        text(timed.state().elapsed()),
        timed.share(timed.process()),
        text(timed.process()),
        text(timed.append()),
        text(timed.keep()));
  }

  private static String text(Duration time) {
    return time.toSeconds() > 0
        ? "%.1f s".formatted(time.toNanos() / 1e9)
        : "%.1f ms".formatted(time.toNanos() / 1e6);
  }

  /** What a run with the JVM's own timing shows. */
  private record Timed(RunState state, Duration process, Map<String, Duration> times, int syncs) {
    Duration append() {
      return times.getOrDefault(APPEND, Duration.ZERO);
    }

    Duration keep() {
      return times.getOrDefault(KEEP, Duration.ZERO);
    }

    Duration sync() {
      return times
          .getOrDefault(SYNC_FILE, Duration.ZERO)
          .plus(times.getOrDefault(SYNC_DIRECTORY, Duration.ZERO));
    }

    double share(Duration of) {
      return 100.0 * sync().toNanos() / of.toNanos();
    }

    /** Those that were begun; what the plan left out costs nothing. */
    long steps() {
      return state.steps().values().stream().filter(s -> s.attempts() > 0).count();
    }

    long blobs() {
      return state.timeline().stream()
          .filter(e -> e.event() instanceof RunEvent.BeforeKept kept && kept.content().isPresent())
          .count();
    }
  }

  private Timed timed(Fault fault) throws IOException, InterruptedException {
    var state = directory.resolve(fault.id() + "-timed");
    var recording = directory.resolve(fault.id() + ".jfr");
    var methods = String.join(";", APPEND, KEEP, SYNC_FILE, SYNC_DIRECTORY);
    var options =
        "-XX:StartFlightRecording:filename=%s,method-timing=%s".formatted(recording, methods);
    var process = drill(fault, state, List.of(), options);
    var times = new TreeMap<String, Duration>();
    var syncs = 0;
    try (var file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        var event = file.readEvent();
        if (event.getEventType().getName().equals("jdk.MethodTiming")) {
          var name = name(event.getValue("method"));
          var calls = event.getLong("invocations");
          times.merge(
              name, event.getDuration("average").multipliedBy(calls), DurabilityBench::later);
          syncs += name.equals(SYNC_FILE) || name.equals(SYNC_DIRECTORY) ? (int) calls : 0;
        }
      }
    }
    return new Timed(state(state), process, times, syncs);
  }

  /** The recording tells the sums up to now, the last one being the whole. */
  private static Duration later(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static String name(RecordedMethod method) {
    return method.getType().getName() + "::" + method.getName();
  }

  private int straced(Fault fault) throws IOException, InterruptedException {
    var state = directory.resolve(fault.id() + "-traced");
    var trace = directory.resolve(fault.id() + ".strace");
    drill(
        fault,
        state,
        List.of("strace", "-f", "-y", "-e", "trace=fsync,fdatasync", "-o", trace.toString()),
        "");
    try (var lines = Files.lines(trace)) {
      return (int)
          lines
              .map(SYNC::matcher)
              .filter(m -> m.find() && m.group(1).startsWith(state.toString()))
              .count();
    }
  }

  private Duration drill(Fault fault, Path state, List<String> wrapper, String options)
      throws IOException, InterruptedException {
    var line = new ArrayList<>(wrapper);
    line.addAll(command);
    Collections.addAll(
        line, "drill", "auth-failure", "--fault", fault.id(), "--no-input", "--approve-all");
    var out = directory.resolve(fault.id() + ".out").toFile();
    var builder =
        new ProcessBuilder(line)
            .directory(Path.of("").toAbsolutePath().toFile())
            .redirectErrorStream(true)
            .redirectOutput(out);
    builder.environment().put("XDG_STATE_HOME", state.toString());
    builder.environment().put("ROLLBACK_JAVA_OPTS", options);
    var start = System.nanoTime();
    var exit = builder.start().waitFor();
    var time = Duration.ofNanos(System.nanoTime() - start);
    if (exit != 0) {
      throw new IllegalStateException("exit code " + exit + ":\n" + Files.readString(out.toPath()));
    }
    return time;
  }

  private static RunState state(Path directory) {
    var store =
        new JournalStore(
            directory.resolve("rollback"),
            new Writer("bench", "localhost", ProcessHandle.current().pid()),
            Clock.systemUTC(),
            new Redactor());
    return RunState.of(store.read(store.resolve(JournalStore.LATEST)));
  }
}
