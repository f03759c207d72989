package dev.rollback.fidelity;

import dev.rollback.contract.SandboxKubernetes;
import java.io.IOException;
import java.io.PrintStream;

/** The long form: thousands of start states, and the figures. Its arguments: cases, and a seed. */
public final class Fidelity {
  private static final int CASES = 300;

  private Fidelity() {}

  /** Exits with 1 where anything was not as it should be. */
  public static void main(String[] arguments) throws IOException {
    var cases = arguments.length > 0 ? Integer.parseInt(arguments[0]) : CASES;
    var seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
    var out = System.out;
    out.println("seed " + seed);
    var violations = kubernetesAndRedis(cases, seed, out) + postgres(cases, seed, out);
    System.exit(violations == 0 ? 0 : 1);
  }

  private static int kubernetesAndRedis(int cases, long seed, PrintStream out) throws IOException {
    var sandbox = new SandboxKubernetes();
    sandbox.open();
    try {
      return Subjects.each(sandbox, cases, seed)
          .mapToInt(
              result -> {
                out.println(
                    result.tally().line(result.subject().name())
                        + ", in %d s".formatted(result.time().toSeconds()));
                result.tally().driftsRefused().forEach((k, n) -> out.println("    " + n + " " + k));
                result.tally().violations().forEach(v -> out.println("  VIOLATION: " + v));
                return result.tally().violations().size();
              })
          .sum();
    } finally {
      sandbox.shut();
    }
  }

  private static int postgres(int cases, long seed, PrintStream out) {
    try (var previews = new PostgresPreviews()) {
      var figures = previews.make(cases, seed);
      out.printf(
          "%-28s %5d previews, %d writes in them%n",
          "postgres.query", figures.previews(), figures.writes());
      return (int) figures.writes();
    }
  }
}
