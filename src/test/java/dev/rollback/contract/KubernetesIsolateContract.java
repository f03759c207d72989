package dev.rollback.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.adapter.kubernetes.isolation.Isolate;
import dev.rollback.adapter.kubernetes.isolation.Passage;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** {@code kubernetes.isolate}, next to a policy of somebody else. */
abstract class KubernetesIsolateContract extends KubernetesContract<Isolate, Isolate.State> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OWN = "rollback-isolate-deployment-" + NAME;

  private String policies() {
    return "/apis/networking.k8s.io/v1/namespaces/%s/networkpolicies"
        .formatted(fixture().namespace());
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void policy(String name, String spec) {
    var object = JSON.createObjectNode().put("apiVersion", "networking.k8s.io/v1");
    object.put("kind", "NetworkPolicy").putObject("metadata").put("name", name);
    object.set("spec", parse(spec));
    fixture().admin().raw(policies(), "POST", object);
  }

  @BeforeEach
  final void somebodyElsesPolicy() {
    policy(
        NEIGHBOUR,
        """
        {"podSelector": {"matchLabels": {"app": "%s"}}, "ingress": [{}], "policyTypes": ["Ingress"]}
        """
            .formatted(NEIGHBOUR));
  }

  @AfterEach
  final void tidyPolicies() {
    fixture().admin().raw(policies(), "DELETE", null);
  }

  @Override
  protected final Class<Isolate.State> stateType() {
    return Isolate.State.class;
  }

  @Override
  protected final Deployment deployment() {
    return Deployments.sleeping(NAME, fixture().image(), 1).toBuilder()
        .editSpec()
        .editSelector()
        .addToMatchExpressions(
            new LabelSelectorRequirement("app", "In", List.of(NAME, "grid-api-canary")))
        .endSelector()
        .endSpec()
        .build();
  }

  @Override
  protected final Isolate action() {
    return new Isolate(
        Optional.of(NAME),
        Optional.empty(),
        Optional.empty(),
        true,
        List.of(
            new Passage.From("10.1.2.3/32", List.of(8080), List.of()),
            new Passage.To("10.0.0.0/8", List.of(), List.of())),
        List.of());
  }

  @Override
  protected final void disturb() {
    policy(OWN, "{\"podSelector\": {\"matchLabels\": {\"app\": \"%s\"}}}".formatted(NAME));
  }

  private JsonNode all() {
    return parse(fixture().admin().raw(policies())).path("items");
  }

  @Override
  protected final Object snapshot() {
    var items = all();
    items.forEach(
        item ->
            ((ObjectNode) item.path("metadata"))
                .remove(
                    List.of(
                        "uid",
                        "resourceVersion",
                        "generation",
                        "creationTimestamp",
                        "managedFields",
                        "selfLink")));
    return List.of(items, super.snapshot());
  }

  /** Of the policies: nobody else writes them. */
  @Override
  protected final long writes() {
    return all()
            .valueStream()
            .mapToLong(p -> p.at("/metadata/resourceVersion").asText().hashCode())
            .sum()
        + all().size()
        + super.writes();
  }
}
