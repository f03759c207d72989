package dev.rollback.adapter.kubernetes.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollback.action.Move;
import dev.rollback.diagnostic.SystemException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who uses a Secret whose entries change, and gets new pods. */
class SetSecretUsersTest extends SetSecretFixture {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void whoUsesItIsFoundWhereverItIsUsed() throws JsonProcessingException {
    create(Map.of("DB", "the old one"));
    SANDBOX.create(using(API));
    template(
        "statefulsets",
        "StatefulSet",
        "grid-db",
        """
        {"initContainers": [{"name": "init", "image": "i", "env": [
           {"name": "PW", "valueFrom": {"secretKeyRef": {"name": "grid-auth", "key": "DB"}}}]}],
         "containers": [{"name": "db", "image": "i"}],
         "volumes": [{"name": "auth", "secret": {"secretName": "grid-auth"}}]}
        """);
    template(
        "daemonsets",
        "DaemonSet",
        "grid-agent",
        """
        {"containers": [{"name": "agent", "image": "i"}], "volumes": [{"name": "all", "projected":
           {"sources": [{"configMap": {"name": "c"}}, {"secret": {"name": "grid-auth"}}]}}]}
        """);
    template(
        "daemonsets",
        "DaemonSet",
        "grid-other",
        "{\"containers\": [{\"name\": \"o\", \"image\": \"i\"}]}");
    assertThat(set(false, false).observe(system()).notes())
        .contains(
            "It is used by deployment/grid-api (container app: all of its environment),"
                + " statefulset/grid-db (container init: env PW; volume auth),"
                + " daemonset/grid-agent (volume all). Their pods keep a value that is in their"
                + " environment until they are replaced (`restart: true`); a file in a volume"
                + " follows within a minute or two.");
    assertThat(set(false, true).observe(system()).state().around().value().users())
        .containsExactly("deployment/grid-api", "statefulset/grid-db", "daemonset/grid-agent");

    SANDBOX.cluster().access().deny("list", "apps", "daemonsets");
    assertThat(set(false, false).observe(system()).notes())
        .anyMatch(n -> n.startsWith("Which workloads use it is not known"));
  }

  private static void template(String plural, String kind, String name, String pod)
      throws JsonProcessingException {
    var object = JSON.createObjectNode().put("apiVersion", "apps/v1").put("kind", kind);
    object.putObject("metadata").put("name", name);
    var spec = object.putObject("spec");
    spec.putObject("selector").putObject("matchLabels").put("app", name);
    var template = spec.putObject("template");
    template.putObject("metadata").putObject("labels").put("app", name);
    template.set("spec", JSON.readTree(pod));
    SANDBOX.admin().raw("/apis/apps/v1/namespaces/grid/" + plural, "POST", object);
  }

  @Test
  void aRestartThatIsNotAllowedAfterTheSecretWasWrittenCanBeResumed() {
    create(Map.of("DB", "the old one"));
    SANDBOX.create(using(API));
    var action = set(false, true);
    var before = action.observe(system());
    var after = action.desired(before.state());
    SANDBOX.cluster().access().deny("update", "apps", "deployments");
    var failure =
        catchThrowableOfType(SystemException.class, () -> action.write(before, after, system()));
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.UNKNOWN);
    assertThat(failure.problem())
        .startsWith("secret/grid-auth is written, but the pods of deployment/grid-api are not")
        .contains("Not allowed to update deployments.apps/grid-api");
    var now = action.observe(system()).state();
    assertThat(now).isNotIn(before.state(), after);
    assertThat(action.partway(before.state(), after, now)).isTrue();
    assertThat(action.partway(after, before.state(), now)).isTrue();

    SANDBOX.cluster().access().allowAll();
    assertThat(move(action, before.state(), after)).isInstanceOf(Move.Written.class);
    assertThat(mark()).contains("2026-11-22T08:00:00Z");
    assertThat(move(action, after, before.state())).isInstanceOf(Move.Written.class);
    assertThat(mark()).isEmpty();
    assertThat(entries()).isEqualTo(Map.of("DB", "the old one"));
  }

  private static Optional<String> mark() {
    JsonNode template =
        JSON.valueToTree(
            SANDBOX
                .admin()
                .apps()
                .deployments()
                .inNamespace("grid")
                .withName(API)
                .get()
                .getSpec()
                .getTemplate());
    return Optional.ofNullable(
        template.at("/metadata/annotations").path("secret.rollback.dev/grid-auth").textValue());
  }
}
