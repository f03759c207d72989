package dev.rollback.adapter.kubernetes.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollback.action.Connection;
import dev.rollback.action.Content;
import dev.rollback.action.Move;
import dev.rollback.adapter.kubernetes.KubernetesAdapter;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.KubernetesWriter;
import dev.rollback.contract.AnswerCutter;
import dev.rollback.contract.Deployments;
import dev.rollback.contract.SandboxKubernetes;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.fidelity.Workbench;
import dev.rollback.plan.PlannedStep;
import dev.rollback.run.Mover;
import dev.rollback.run.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Pods that are cut off, and what stands against it. */
class IsolateTest {
  @RegisterExtension static final SandboxKubernetes SANDBOX = new SandboxKubernetes();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "grid-api";
  private static final String OWN = "rollback-isolate-deployment-grid-api";
  private static final String POLICIES =
      "/apis/networking.k8s.io/v1/namespaces/grid/networkpolicies";

  @TempDir Path folder;
  private Optional<Connection<KubernetesReader, KubernetesWriter>> opened = Optional.empty();

  @BeforeEach
  void arrange() {
    SANDBOX.create(Deployments.sleeping(NAME, SANDBOX.image(), 1));
    opened = Optional.of(Deployments.connect(SANDBOX));
  }

  @AfterEach
  void tidy() {
    SANDBOX.delete(NAME);
    SANDBOX.admin().raw(POLICIES, "DELETE", null);
    opened.ifPresent(Connection::close);
  }

  private KubernetesWriter system() {
    return opened.orElseThrow().writer();
  }

  private static Isolate isolate(boolean dns, List<Passage> allow, String... despite) {
    return new Isolate(
        Optional.of(NAME), Optional.empty(), Optional.empty(), dns, allow, List.of(despite));
  }

  private static final Isolate ALL = isolate(false, List.of());

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void policy(String name, String spec) {
    SANDBOX
        .admin()
        .raw(
            POLICIES,
            "POST",
            json("{\"metadata\": {\"name\": \"%s\"}, \"spec\": %s}".formatted(name, spec)));
  }

  private static final String ALLOWING =
      """
      {"podSelector": {"matchLabels": {"app": "grid-api"}},
       "policyTypes": ["Ingress", "Egress"], "egress": [{}]}
      """;

  private void apply(Isolate action) {
    var before = action.observe(system());
    action.write(before, action.desired(before.state()), system());
  }

  private List<String> names() {
    return json(SANDBOX.admin().raw(POLICIES))
        .path("items")
        .valueStream()
        .map(p -> p.at("/metadata/name").asText())
        .toList();
  }

  @Test
  void withoutExceptionsNothingComesInOrGoesOut() {
    apply(ALL);
    assertThat(json(SANDBOX.admin().raw(POLICIES + "/" + OWN)).path("spec"))
        .isEqualTo(
            json(
                """
                {"podSelector": {"matchLabels": {"app": "grid-api"}},
                 "policyTypes": ["Ingress", "Egress"]}
                """));
  }

  @Test
  void whatIsNamedIsStillAllowed() {
    apply(
        isolate(
            true,
            List.of(
                new Passage.From("10.1.2.3/32", List.of(22), List.of(53)),
                new Passage.To("fd00::/8", List.of(), List.of()))));
    var spec = json(SANDBOX.admin().raw(POLICIES + "/" + OWN)).path("spec");
    assertThat(spec.path("ingress"))
        .isEqualTo(
            json(
                """
                [{"from": [{"ipBlock": {"cidr": "10.1.2.3/32"}}],
                  "ports": [{"port": 22, "protocol": "TCP"}, {"port": 53, "protocol": "UDP"}]}]
                """));
    assertThat(spec.path("egress").findValuesAsText("cidr"))
        .containsExactly("fd00::/8", "0.0.0.0/0", "::/0");
  }

  @Test
  void aPolicyThatAllowsTrafficOfThesePodsIsARefusal() {
    policy("let-out", ALLOWING);
    policy("other", "{\"podSelector\": {\"matchLabels\": {\"app\": \"x\"}}, \"ingress\": [{}]}");
    policy("deny", "{\"podSelector\": {}}");
    assertThatThrownBy(() -> ALL.desired(ALL.observe(system()).state()))
        .isInstanceOfSatisfying(
            SystemException.class,
            e -> {
              assertThat(e.problem())
                  .isEqualTo(
                      "deployment/grid-api cannot be isolated completely: network policy let-out"
                          + " allows egress of its pods.");
              assertThat(e.advice().orElse("")).contains("name it under `despite`");
            });
    var despite = isolate(false, List.of(), "let-out");
    apply(despite);
    assertThat(despite.observe(system()).notes())
        .contains(
            "Network policy let-out goes on allowing egress of these pods: they are not cut off"
                + " completely.",
            "Network policy deny reaches these pods too, and allows nothing.")
        .noneMatch(note -> note.contains("policy other"))
        .anyMatch(note -> note.startsWith("One pod has its labels now: grid-api-"))
        .anyMatch(note -> note.startsWith("Whether this cluster's network obeys"));
  }

  @Test
  void aPolicyThatCameAfterThePlanIsSeenBeforeTheWrite() {
    var before = ALL.observe(system());
    var after = ALL.desired(before.state());
    policy("let-out", ALLOWING);
    assertThatThrownBy(() -> ALL.write(before, after, system()))
        .hasMessageContaining("network policy let-out allows egress");
    assertThat(names()).containsExactly("let-out");
  }

  @Test
  void podsOnTheNetworkOfTheirNodesAreNotReached() {
    SANDBOX.edit(
        NAME,
        d -> {
          d.getSpec().getTemplate().getSpec().setHostNetwork(true);
          return d;
        });
    assertThatThrownBy(() -> ALL.desired(ALL.observe(system()).state()))
        .hasMessageContaining("its pods use the network of their nodes");
  }

  @Test
  void itsUndoNeedsNoWorkload() {
    var before = ALL.observe(system());
    var after = ALL.desired(before.state());
    ALL.write(before, after, system());
    SANDBOX.delete(NAME);
    assertThat(mover().move(after, before.state(), system(), Content.none()))
        .isInstanceOf(Move.Written.class);
    assertThat(names()).isEmpty();
    assertThat(mover().move(after, before.state(), system(), Content.none()))
        .as("it was deleted by hand, with its workload")
        .isInstanceOf(Move.Written.class);
  }

  @Test
  void aPolicyThatWasChangedSinceIsNotDeleted() {
    var before = ALL.observe(system());
    var after = ALL.desired(before.state());
    ALL.write(before, after, system());
    var changed =
        (com.fasterxml.jackson.databind.node.ObjectNode)
            json(SANDBOX.admin().raw(POLICIES + "/" + OWN));
    changed.withObjectProperty("spec").putArray("ingress").addObject();
    SANDBOX.admin().raw(POLICIES + "/" + OWN, "PUT", changed);
    assertThat(mover().move(after, before.state(), system(), Content.none()))
        .isInstanceOf(Move.Drifted.class);
    assertThat(names()).containsExactly(OWN);
  }

  private static Mover<Isolate.State, KubernetesReader, KubernetesWriter> mover() {
    return new Mover<>(ALL, (_, _) -> {}, () -> {});
  }

  @Test
  void aWriteThatIsNotAnsweredMayHaveTakenEffect() throws IOException {
    var port = SANDBOX.cluster().uri().getPort();
    try (var cutter = AnswerCutter.to(port, "^(POST|DELETE) .*networkpolicies")) {
      var file = folder.resolve("kubeconfig");
      Files.writeString(
          file, Files.readString(SANDBOX.kubeconfig()).replace(":" + port, ":" + cutter.port()));
      try (var connection = Deployments.connect(SANDBOX, file, SANDBOX.context(), "grid")) {
        var through = connection.writer();
        var before = ALL.observe(through);
        var after = ALL.desired(before.state());
        var failure =
            catchThrowableOfType(SystemException.class, () -> ALL.write(before, after, through));
        assertThat(failure.effect()).isEqualTo(SystemException.Effect.UNKNOWN);
        assertThat(failure.problem())
            .contains("No answer from", "create networkpolicies.networking.k8s.io in namespace");
        assertThat(ALL.observe(system()).state()).as("it had").isEqualTo(after);
        var now = ALL.observe(through);
        var undoing =
            catchThrowableOfType(
                SystemException.class, () -> ALL.write(now, before.state(), through));
        assertThat(undoing.effect()).isEqualTo(SystemException.Effect.UNKNOWN);
        assertThat(names()).isEmpty();
      }
    }
  }

  @Test
  void aLaterStepIsPreviewedOnWhatAnEarlierOneMakes() {
    var workbench =
        new Workbench(
            List.of(new KubernetesAdapter(Map.of(), Path.of("/"))),
            Map.of("kubernetes", opened.orElseThrow()));
    var scenario =
        workbench.bind(
            """
            steps:
              - {id: cut, action: kubernetes.isolate, with: {deployment: grid-api, allow-dns: true}}
              - id: narrow
                action: kubernetes.isolate
                with: {deployment: grid-api, allow: [{to: 10.0.0.1/32, tcp: [443], udp: [53]}]}
            after:
              - {check: kubernetes.ready, with: {deployment: grid-api}, within: PT30S, every: PT0.01S}
            """);
    var plan = workbench.plan(scenario);
    assertThat(names()).isEmpty();
    assertThat(plan.changes()).extracting(PlannedStep.Change::id).containsExactly("cut", "narrow");
    assertThat(plan.changes().getLast().before()).isEqualTo(plan.changes().getFirst().after());
    assertThat(workbench.run(scenario, plan).outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(workbench.now(scenario, "narrow")).isEqualTo(plan.changes().getLast().after());
  }

  @Test
  void aWorkloadThatDoesNotExistIsToldWithWhatThereIs() {
    var wrong =
        new Isolate(
            Optional.of("grid-apo"),
            Optional.empty(),
            Optional.empty(),
            false,
            List.of(),
            List.of());
    assertThatThrownBy(() -> wrong.desired(wrong.observe(system()).state()))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("There is no deployment 'grid-apo'")
        .hasMessageContaining("did you mean 'grid-api'?");
  }

  @Test
  void whatNoServerWouldTakeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Passage.To("10.0.0.1", List.of(), List.of()))
        .withMessage("'10.0.0.1' is no range of addresses; one is written like 10.1.2.3/32");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Passage.From("10.0.0.1/32", List.of(70_000), List.of()))
        .withMessage("70000 is no port: 1 to 65535");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Isolate(
                    Optional.of("a".repeat(240)),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    List.of(),
                    List.of()))
        .withMessageContaining("too long");
  }
}
