package dev.rollback.sandbox.kubernetes;

import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;

/** Starts the containers of pods; the port through which the cluster runs a real service. */
public interface ContainerRuntime {

  /** A container that runs. Its {@code close} lets running requests finish. */
  interface Running extends AutoCloseable {
    /** Where it serves HTTP. */
    URI address();

    /** The readiness probe; may block for its time-out, in the order of a second. */
    boolean ready();

    /** How much memory it holds, in bytes; one that holds more than its limit is killed. */
    default long memory() {
      return 0;
    }

    @Override
    void close();
  }

  /** The container ended instead of serving. */
  final class Exited extends Exception {
    private static final long serialVersionUID = 1L;

    private static final int KILLED = 137;

    private final int code;
    private final String reason;

    /**
     * @param code its exit code
     * @param message what it said
     */
    public Exited(int code, String message) {
      this(code, message, "Error");
    }

    private Exited(int code, String message, String reason) {
      super(message);
      this.code = code;
      this.reason = reason;
    }

    /** It was killed, for it held more memory than its limit. */
    static Exited outOfMemory() {
      return new Exited(KILLED, "", "OOMKilled");
    }

    /** Why, in a word, as a pod's status has it. */
    String reason() {
      return reason;
    }

    /** The exit code of the process. */
    public int code() {
      return code;
    }
  }

  /**
   * Starts one container and waits until it serves.
   *
   * @param image the image's reference
   * @param environment what the pod gives it; it goes before what is baked into the image
   * @param log takes its output, a line at a time
   * @throws Exited when it ends instead
   */
  Running start(String image, Map<String, String> environment, Consumer<String> log) throws Exited;
}
