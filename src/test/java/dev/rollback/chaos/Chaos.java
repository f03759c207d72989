package dev.rollback.chaos;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Kills the real program at random instants, many times, and judges what is left of its runs. */
@Command(
    name = "chaos kills",
    mixinStandardHelpOptions = true,
    description =
        "Run scenarios on sandboxes, kill the program with SIGKILL at random instants, resume or"
            + " undo, and compare with runs that nobody disturbed.")
public final class Chaos implements Callable<Integer> {
  private static final long MIX = 0x9E3779B97F4A7C15L;

  @Option(
      names = "--kills",
      paramLabel = "N",
      description = "How many kills between a run's first and last event. Default: 500.")
  private int kills = 500;

  @Option(
      names = "--lanes",
      paramLabel = "N",
      description = "How many sandboxes at the same time. Default: 2.")
  private int lanes = 2;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Decides faults, instants and what follows. Default: a random one.")
  private @Nullable Long seed;

  @Option(names = "--round", paramLabel = "R", description = "Do this round of the seed alone.")
  private @Nullable Integer only;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      description = "This scenario alone. Default: all.")
  private String scenario = "all";

  @Option(names = "--fault", paramLabel = "FAULT", description = "This fault alone. Default: all.")
  private String fault = "all";

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description = "Where runs are recorded; what is wrong is kept. Default: target/chaos.")
  private Path work = Path.of("target", "chaos");

  @Spec private @Nullable CommandSpec spec;

  private final Tally tally = new Tally();
  private final AtomicInteger rounds = new AtomicInteger();

  private Chaos() {}

  /** Exits with 0 when nothing was wrong, with 1 when something was. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Chaos()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var begin = System.nanoTime();
    var chosen =
        Optional.ofNullable(seed)
            .orElseGet(() -> ThreadLocalRandom.current().nextLong(1, 1_000_000_000));
    say("seed %d".formatted(chosen));
    Files.createDirectories(work);
    var directory = Files.createTempDirectory(work.toAbsolutePath(), "seed-" + chosen + "-");
    var program = Program.pack(directory);
    var all = new ArrayList<Lane>();
    try {
      for (var i = 0; i < lanes; i++) {
        all.add(new Lane(program, Files.createDirectory(directory.resolve("lane-" + (i + 1)))));
      }
      all.getFirst().train(drills().getFirst());
      inParallel(all, lane -> rounds(lane, chosen, directory));
    } finally {
      all.forEach(Lane::close);
    }
    var time = Duration.ofNanos(System.nanoTime() - begin);
    say("\n" + tally.table(chosen, lanes, time));
    return tally.clean() ? 0 : 1;
  }

  private List<Lane.Drill> drills() throws IOException {
    var drills =
        Lane.Drill.all().stream()
            .filter(d -> scenario.equals("all") || d.scenario().equals(scenario))
            .filter(d -> fault.equals("all") || d.fault().id().equals(fault))
            .toList();
    if (drills.isEmpty()) {
      throw new IllegalArgumentException("no scenario " + scenario + " against " + fault);
    }
    return drills;
  }

  private interface Work {
    void on(Lane lane) throws IOException;
  }

  private static void inParallel(List<Lane> lanes, Work work) throws InterruptedException {
    try (var threads = Executors.newFixedThreadPool(lanes.size())) {
      var tasks = new ArrayList<Callable<Boolean>>();
      for (var lane : lanes) {
        tasks.add(
            () -> {
              work.on(lane);
              return true;
            });
      }
      for (var done : threads.invokeAll(tasks)) {
        done.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a lane had to stop", e);
    }
  }

  private void rounds(Lane lane, long chosen, Path directory) throws IOException {
    var drills = drills();
    while (only == null ? tally.counted() < kills : rounds.get() == 0) {
      var number = only == null ? rounds.incrementAndGet() : only + 0 * rounds.incrementAndGet();
      var random = new SplittableRandom(chosen * MIX + number);
      var drill = drills.get(random.nextInt(drills.size()));
      var home = directory.resolve("round-" + number);
      var result = lane.round(drill, random, home, this::say);
      tally.add(drill, result);
      tell(chosen, number, drill, result, home);
    }
  }

  private void tell(long chosen, int number, Lane.Drill drill, Round.Result result, Path home) {
    if (!result.violations().isEmpty()) {
      say(
          "VIOLATION  seed %d, round %d, %s, kept in %s".formatted(chosen, number, drill, home)
              + "\n  "
              + String.join("\n  ", result.story()));
      result.violations().forEach(v -> say("  " + v.kind() + ": " + v.what()));
    }
    say(
        "%4d  round %-4d %s: %s; killed %s"
            .formatted(
                tally.counted(),
                number,
                drill,
                result.end(),
                result.deaths().stream().map(Object::toString).collect(Collectors.joining(", "))));
  }

  private synchronized void say(String text) {
    PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
    out.println(text);
    out.flush();
  }
}
