package dev.rollback.adapter.git;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Makes benches; the one for trying is kept, with what it has fetched. */
final class Benches implements AutoCloseable {
  private final GitProgram git;
  private final Checkout checkout;
  private final String remote;
  private final Path temporary;
  private @Nullable Bench trying;

  /**
   * Nothing is made before it is asked for.
   *
   * @param remote its name in the clone
   * @param temporary the folder for temporary files
   */
  Benches(GitProgram git, Checkout checkout, String remote, Path temporary) {
    this.git = git;
    this.checkout = checkout;
    this.remote = remote;
    this.temporary = temporary;
  }

  /** The program that runs in them. */
  GitProgram program() {
    return git;
  }

  /** The one in which nothing of the user's runs. */
  synchronized Bench forTrying() {
    if (trying == null) {
      trying = Bench.forTrying(git, checkout, remote, temporary);
    }
    return trying;
  }

  /** A new one, in which the user's hooks run; whoever asks for it closes it. */
  Bench forMaking() {
    return Bench.forMaking(git, checkout, remote, temporary);
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
