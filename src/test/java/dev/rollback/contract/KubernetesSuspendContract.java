package dev.rollback.contract;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.action.Connection;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.KubernetesWriter;
import dev.rollback.adapter.kubernetes.workload.Suspend;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

/** {@code kubernetes.suspend}; a subclass says which object of which kind. */
abstract class KubernetesSuspendContract
    extends ActionContract<Suspend, Suspend.State, KubernetesReader, KubernetesWriter> {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Optional<Connection<KubernetesReader, KubernetesWriter>> connection = Optional.empty();

  /** The API on which it runs. */
  protected abstract KubernetesFixture fixture();

  /** The object's kind. */
  protected abstract String kind();

  /** The path of the collection below the namespace: {@code autoscaling/v2}, plural. */
  protected abstract String group();

  /** The API version. */
  protected abstract String version();

  /** The plural of the kind. */
  protected abstract String plural();

  /** The object's {@code spec}, with something that lets its controller work. */
  protected abstract String spec();

  /** Somebody else changes the settings that suspend it. */
  protected abstract void change(ObjectNode object);

  /** Where it is, if not in the connection's namespace. */
  protected Optional<String> elsewhere() {
    return Optional.empty();
  }

  private String collection() {
    return "/apis/%s/%s/namespaces/%s/%s"
        .formatted(
            group(), version(), elsewhere().orElseGet(() -> fixture().namespace()), plural());
  }

  private String path() {
    return collection() + "/grid-api";
  }

  @Override
  protected final Class<Suspend.State> stateType() {
    return Suspend.State.class;
  }

  @Override
  protected final Suspend action() {
    return new Suspend(kind(), "grid-api", elsewhere());
  }

  @Override
  protected final Connection<KubernetesReader, KubernetesWriter> connection() {
    return connection.orElseGet(
        () -> {
          var opened = Deployments.connect(fixture());
          connection = Optional.of(opened);
          return opened;
        });
  }

  @Override
  protected final void arrange() {
    var object = JSON.createObjectNode();
    object.put("apiVersion", group() + "/" + version()).put("kind", kind());
    object.putObject("metadata").put("name", "grid-api").putObject("labels").put("a", "b");
    object.set("spec", parse(spec()));
    fixture().admin().raw(collection(), "POST", object);
  }

  @AfterEach
  final void tidy() {
    fixture().admin().raw(path(), "DELETE", null);
    connection().close();
  }

  static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectNode now() {
    return (ObjectNode) parse(fixture().admin().raw(path()));
  }

  @Override
  protected final Object snapshot() {
    var object = now();
    object.remove("status");
    ((ObjectNode) object.path("metadata"))
        .remove(List.of("generation", "resourceVersion", "managedFields"));
    return object;
  }

  @Override
  protected final void disturb() {
    edit(this::change);
  }

  private void edit(Consumer<ObjectNode> change) {
    await()
        .ignoreExceptionsMatching(
            e -> e instanceof KubernetesClientException k && k.getCode() == 409)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              var object = now();
              change.accept(object);
              fixture().admin().raw(path(), "PUT", object);
              return true;
            });
  }

  /** Its controller does not run here, or has nothing to write in the specification. */
  @Override
  protected final long writes() {
    return now().at("/metadata/managedFields").isMissingNode()
        ? now().at("/metadata/resourceVersion").asLong()
        : now()
            .at("/metadata/managedFields")
            .valueStream()
            .filter(f -> !f.path("manager").asText().contains("controller"))
            .mapToLong(f -> f.toString().hashCode())
            .sum();
  }

  /** {@code update applications.argoproj.io/grid-api in namespace argocd}. */
  @Override
  protected final Denial deny(String requirement) {
    var words = requirement.split("[ /]", 3);
    return fixture().deny(words[0], words[1], requirement);
  }
}
