package dev.rollback.fidelity;

import dev.rollback.contract.KubernetesFixture;
import dev.rollback.contract.SandboxKubernetes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** All subjects there are. A new action has one here, or a test of the catalogue fails. */
public final class Subjects {
  private static final int MOST_PODS = 3;

  private Subjects() {}

  /** On this Kubernetes, and on servers of their own. */
  public static List<Supplier<Subject>> all(KubernetesFixture fixture) {
    var all = new ArrayList<Supplier<Subject>>();
    KubernetesSubjects.all(MOST_PODS).forEach(s -> all.add(() -> s.apply(fixture)));
    if (fixture instanceof SandboxKubernetes sandbox) {
      all.add(() -> new SuspendSubject(sandbox));
    }
    all.add(() -> new RedisKeysSubject(false));
    all.add(() -> new RedisKeysSubject(true));
    all.add(RedisConfigSubject::new);
    all.add(RedisStatsSubject::new);
    all.add(SilenceSubject::onFake);
    all.add(GitRevertSubject::new);
    all.add(GitWorktreeSubject::new);
    all.add(FlywaySubject::new);
    all.add(AlembicSubject::new);
    all.add(BackupSubject::new);
    all.add(UpdateSubject::new);
    all.add(BlockAccessSubject::new);
    all.add(EnsureSubject::new);
    all.add(RotatePasswordSubject::new);
    return all;
  }

  /** On servers that only the lab has; nothing of it is reached before the first case. */
  public static List<Supplier<Subject>> inTheLab() {
    return List.of(SystemdSubject::new, ComposeSubject::new);
  }

  /** Each in turn, with so many cases. */
  public static Stream<Result> each(KubernetesFixture fixture, int cases, long seed) {
    return all(fixture).stream()
        .map(
            subject -> {
              var began = System.nanoTime();
              try (var opened = subject.get()) {
                var tally = Campaign.of(opened, cases, seed);
                return new Result(opened, tally, Duration.ofNanos(System.nanoTime() - began));
              }
            });
  }

  /** What came of one, and how long it took. */
  public record Result(Subject subject, Tally tally, Duration time) {}
}
