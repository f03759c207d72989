package dev.rollback.adapter.git.repository;

import dev.rollback.adapter.git.repository.GitProgram.Answer;
import dev.rollback.adapter.git.repository.GitProgram.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bare repository of our own in the folder for temporary files, which has the remote of the
 * user's clone and what git needs to get there, and nothing else of it. All that goes over the
 * network starts here, so that no ref, object, reflog, hook or setting of the clone can be touched
 * by it, whatever the version of git and its configuration.
 */
public final class Scratch implements AutoCloseable {
  /** The remote as it is read. */
  public static final String READ = "rollback-read";

  /** The remote as it is pushed to, and read to see what was pushed. */
  public static final String PUSH = "rollback-push";

  private static final Duration LOCAL = Duration.ofSeconds(10);

  private final GitProgram git;
  private final Checkout checkout;
  private final String remote;
  private final Path temporary;
  private @Nullable Made made;

  private record Made(TemporaryFolder folder, Map<String, String> environment) {}

  /**
   * Nothing is made before it is used.
   *
   * @param temporary the folder for temporary files
   */
  public Scratch(GitProgram git, Checkout checkout, String remote, Path temporary) {
    this.git = git;
    this.checkout = checkout;
    this.remote = remote;
    this.temporary = temporary;
  }

  /** Runs git in it. */
  Answer run(List<String> arguments, String input, Duration patience) {
    return git.run(
        new Call(checkout.place().top(), arguments, made().environment(), input, patience));
  }

  /** Runs git in it, without the network: what is to succeed unless the disk is full. */
  public String local(String doing, List<String> arguments, String input) {
    return orThrow(doing, run(arguments, input, LOCAL));
  }

  private String orThrow(String doing, Answer answer) {
    if (!answer.ok()) {
      throw new GitErrors("The temporary repository").reading(doing, answer);
    }
    return answer.out();
  }

  private synchronized Made made() {
    if (made == null) {
      made = make();
    }
    return made;
  }

  private Made make() {
    var place = checkout.place();
    var carried = TransportSettings.of(checkout.settings(), remote);
    return TemporaryFolder.make(temporary, folder -> fill(folder, place, carried));
  }

  private Made fill(TemporaryFolder folder, Checkout.Place place, TransportSettings carried)
      throws IOException {
    var directory = folder.path();
    var global = Files.writeString(directory.resolve("global"), carried.global());
    var repository = directory.resolve("repository.git");
    var environment = new HashMap<String, String>();
    environment.put("GIT_CONFIG_NOSYSTEM", "1");
    environment.put("GIT_CONFIG_GLOBAL", global.toString());
    orThrow(
        "making it",
        git.run(
            new Call(
                directory,
                List.of(
                    "init",
                    "--quiet",
                    "--bare",
                    "--template=",
                    "--object-format=" + place.objectFormat(),
                    repository.toString()),
                environment,
                "",
                LOCAL)));
    environment.put("GIT_DIR", repository.toString());
    environment.putAll(carried.environment());
    return new Made(folder, Map.copyOf(environment));
  }

  @Override
  public synchronized void close() {
    if (made != null) {
      try {
        made.folder().close();
      } finally {
        made = null;
      }
    }
  }
}
