package dev.rollback.fidelity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.contract.KubernetesFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** {@code kubernetes.isolate}. */
final class IsolateSubject extends KubernetesSubject {
  private static final String OWN = "rollback-isolate-deployment-" + NAME;
  private static final List<String> RULES =
      List.of(
          "{from: 10.1.2.3/32}",
          "{from: 10.0.0.0/8, tcp: [8080], udp: [53]}",
          "{to: 192.168.0.0/16, tcp: [443, 80]}",
          "{to: 'fd00::/8'}");

  private final String path;

  IsolateSubject(KubernetesFixture fixture) {
    super(fixture);
    this.path =
        "/apis/networking.k8s.io/v1/namespaces/%s/networkpolicies".formatted(fixture.namespace());
  }

  @Override
  public String name() {
    return "kubernetes.isolate";
  }

  @Override
  public Set<String> actions() {
    return Set.of("kubernetes.isolate");
  }

  @Override
  public Case next(Random random) {
    fixture.admin().raw(path, "DELETE", null);
    draw(random, random.nextInt(2));
    var there = random.nextInt(3) == 0;
    if (there) {
      create(OWN, "{\"podSelector\": {\"matchLabels\": {\"app\": \"%s\"}}}".formatted(NAME));
    }
    var accepted = random.nextBoolean();
    if (accepted) {
      create("accepted", "{\"podSelector\": {}, \"ingress\": [{}]}");
    }
    var rules =
        IntStream.range(0, random.nextInt(3))
            .mapToObj(_ -> RULES.get(random.nextInt(RULES.size())))
            .collect(Collectors.joining(", ", "[", "]"));
    var step =
        "  - {id: cut, action: kubernetes.isolate, with: {deployment: %s, allow-dns: %s, allow: %s%s}}%n"
            .formatted(NAME, random.nextBoolean(), rules, accepted ? ", despite: [accepted]" : "");
    return new Case(runbook(Stream.of(step)), drifts(there));
  }

  private List<Drift> drifts(boolean there) {
    var drifts = new ArrayList<Drift>();
    drifts.add(
        Drift.harmful(
            "a policy that allows traffic",
            () -> create("theirs", "{\"podSelector\": {}, \"ingress\": [{}]}")));
    drifts.add(
        Drift.harmless(
            "a policy that allows nothing", () -> create("theirs", "{\"podSelector\": {}}")));
    if (there) {
      drifts.add(
          Drift.harmful(
              "the policy deleted", () -> fixture.admin().raw(path + "/" + OWN, "DELETE", null)));
      drifts.add(
          Drift.harmless(
              "a label of the policy",
              () -> {
                var now = json(fixture.admin().raw(path + "/" + OWN));
                now.withObjectProperty("metadata")
                    .withObjectProperty("labels")
                    .put("theirs", "yes");
                fixture.admin().raw(path + "/" + OWN, "PUT", now);
              }));
    } else {
      drifts.add(
          Drift.harmful("a policy of that name", () -> create(OWN, "{\"podSelector\": {}}")));
    }
    return drifts;
  }

  private void create(String name, String spec) {
    ObjectNode object = json("{\"kind\": \"NetworkPolicy\"}");
    object.put("apiVersion", "networking.k8s.io/v1").putObject("metadata").put("name", name);
    object.set("spec", json(spec));
    fixture.admin().raw(path, "POST", object);
  }

  @Override
  public Object snapshot() {
    return json(fixture.admin().raw(path)).path("items");
  }

  /** Nobody else writes policies. */
  @Override
  public long writes() {
    return super.writes()
        + json(fixture.admin().raw(path))
            .path("items")
            .valueStream()
            .mapToLong(p -> 1 + p.at("/metadata/resourceVersion").asLong())
            .sum();
  }
}
