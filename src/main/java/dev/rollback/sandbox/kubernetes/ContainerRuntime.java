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

    @Override
    void close();
  }

  /** The container ended instead of serving. */
  final class Exited extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;

    /**
     * @param code its exit code
     * @param message what it said
     */
    public Exited(int code, String message) {
      super(message);
      this.code = code;
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
