package dev.rollback.sandbox.site;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.sandbox.git.Repository;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A place where the sample service runs on Kubernetes, with a PostgreSQL, a Redis and a git
 * repository: the sandbox, or a real cluster. Whoever has it is its administrator.
 */
public interface Site {
  /** The name of the service's workload, a Deployment, and of its container. */
  String DEPLOYMENT = "grid-api";

  /** The name of the service's Secret. */
  String SECRET = "grid-api-secrets";

  /** The role with which the service logs in to its database. */
  String DATABASE_ROLE = "grid";

  /** The one address of the service, for customers. */
  URI http();

  /** The address of Redis, with the number of the database, as an administrator reaches it. */
  URI redis();

  /** The JDBC URL of the service's database, with its superuser. */
  String postgres();

  /** The users of the service, and its secrets. */
  Accounts accounts();

  /** Where it keeps files; a fault may put files of its own there. */
  Path directory();

  /** For secrets and names. */
  SecureRandom random();

  /**
   * The service's source, and an operator's clone of it.
   *
   * @throws SandboxException where there is no git program
   */
  Repository git();

  /** The namespace of the workload. */
  String namespace();

  /** An object of that namespace, as the API gives it. */
  JsonNode object(String kind, String name);

  /** A limit of memory that pods reach by a leak, and not by their work: {@code 64Mi}. */
  String podMemory();

  /** The pods of the workload, as the API gives them. */
  List<JsonNode> pods();

  /**
   * Changes an object of that namespace.
   *
   * @param patch a strategic merge patch in JSON
   */
  void patch(String kind, String name, String patch);

  /**
   * Returns when the workload has rolled out.
   *
   * @throws SandboxException when it does not in a reasonable time
   */
  void awaitRollOut();

  /**
   * Starts what goes on until the site ends, such as somebody who uses it.
   *
   * @throws SandboxException when it does not start
   */
  <T extends AutoCloseable> T keep(Callable<T> starter);

  /**
   * Puts an image where pods can pull it.
   *
   * @return its reference
   */
  String image(Release release);

  /**
   * Tells the cluster to run a release, as a pipeline does; it has only begun when this returns.
   *
   * @param more further fields of its container, each as {@code "name": value}
   */
  default void ship(Release release, String... more) {
    patch(
        "Deployment",
        DEPLOYMENT,
        """
        {"metadata": {"annotations": {"kubernetes.io/change-cause": "release %s"}},
         "spec": {"template": {"spec": {"containers": [{"name": "%s", "image": "%s"%s}]}}}}
        """
            .formatted(
                release.version(),
                DEPLOYMENT,
                image(release),
                Stream.of(more).map(field -> ", " + field).collect(Collectors.joining())));
  }

  /** The same, and returns when it has rolled out. */
  default void deploy(Release release, String... more) {
    ship(release, more);
    awaitRollOut();
  }
}
