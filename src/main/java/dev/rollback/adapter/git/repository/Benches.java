package dev.rollback.adapter.git.repository;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes benches; the one for trying is kept, with what it has fetched. */
public final class Benches implements AutoCloseable {
  /** The hooks of a user may do anything, tests and uploads included. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final GitProgram git;
  private final Checkout checkout;
  private final String remote;
  private final Path temporary;
  private final Duration patience;
  private @Nullable Bench trying;

  /**
   * Nothing is made before it is asked for.
   *
   * @param remote its name in the clone
   * @param temporary the folder for temporary files
   */
  public Benches(GitProgram git, Checkout checkout, String remote, Path temporary) {
    this(git, checkout, remote, temporary, PATIENCE);
  }

  /**
   * The same.
   *
   * @param patience how long each of their commands may take
   */
  public Benches(
      GitProgram git, Checkout checkout, String remote, Path temporary, Duration patience) {
    this.git = git;
    this.checkout = checkout;
    this.remote = remote;
    this.temporary = temporary;
    this.patience = patience;
  }

  /** The program that runs in them. */
  public GitProgram program() {
    return git;
  }

  /** The one in which nothing of the user's runs. */
  public synchronized Bench forTrying() {
    if (trying == null) {
      trying = make(List.of(), "filter");
    }
    return trying;
  }

  /** A new one, in which the user's hooks run; whoever asks for it closes it. */
  public Bench forMaking() {
    return make(UserHooks.in(checkout.hooks()), "");
  }

  private Bench make(List<Path> hooks, String without) {
    var place = checkout.place();
    var objects = checkout.path("objects");
    var lfs = checkout.path("lfs");
    var carried =
        TransportSettings.ofWork(checkout.settings(), remote, place.top()).without(without);
    return TemporaryFolder.make(
        temporary,
        folder -> {
          var global = Files.writeString(folder.path().resolve("global"), carried.global());
          var bench =
              new Bench(git, folder, environment(carried, global), !hooks.isEmpty(), patience);
          bench.init(place.objectFormat(), objects, lfs);
          UserHooks.write(hooks, bench.hooks());
          return bench;
        });
  }

  private static Map<String, String> environment(TransportSettings carried, Path global) {
    var environment = new HashMap<>(carried.environment());
    environment.put("GIT_CONFIG_NOSYSTEM", "1");
    environment.put("GIT_CONFIG_GLOBAL", global.toString());
    environment.put("GIT_EDITOR", ":");
    // Files that git-lfs keeps are not needed for a revert; those to push are in the clone.
    environment.put("GIT_LFS_SKIP_SMUDGE", "1");
    return environment;
  }

  @Override
  public synchronized void close() {
    if (trying != null) {
      try {
        trying.close();
      } finally {
        trying = null;
      }
    }
  }
}
