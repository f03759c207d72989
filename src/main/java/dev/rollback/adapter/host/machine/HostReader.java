package dev.rollback.adapter.host.machine;

import dev.rollback.action.SecretRef;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.process.Ended;
import java.time.Duration;
import java.util.List;

/** A machine as it is looked at. */
public interface HostReader {
  /** What an engineer would call it: {@code ops@cache-1}. */
  String address();

  /** How long one answer may take. */
  Duration timeout();

  /**
   * Runs a program of which its caller knows that it changes nothing.
   *
   * @throws dev.rollback.diagnostic.SystemException without any effect, when it cannot be run to
   *     its end
   */
  Ended look(Command command);

  /** Whether what changes something is run by {@code sudo}. */
  boolean sudo();

  /**
   * A program as it is run with the rights of root: by {@code sudo -n}, where that is asked for.
   */
  default List<String> privileged(List<String> argv) {
    if (!sudo()) {
      return argv;
    }
    var words = new java.util.ArrayList<>(List.of("sudo", "-n", "--"));
    words.addAll(argv);
    return List.copyOf(words);
  }

  /**
   * The value of a secret, for a program's environment.
   *
   * @throws dev.rollback.diagnostic.SystemException when it cannot be read; never with its value
   */
  Sensitive secret(SecretRef reference);
}
