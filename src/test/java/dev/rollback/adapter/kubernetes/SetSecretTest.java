package dev.rollback.adapter.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollback.action.Competitor;
import dev.rollback.action.Connection;
import dev.rollback.action.Content;
import dev.rollback.action.Generate;
import dev.rollback.action.Move;
import dev.rollback.action.SecretRef;
import dev.rollback.contract.Deployments;
import dev.rollback.contract.SandboxKubernetes;
import dev.rollback.contract.TestSecrets;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.fidelity.Workbench;
import dev.rollback.run.Mover;
import dev.rollback.run.Outcome;
import dev.rollback.shape.PlanTime;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Entries of a Secret that are changed and come back. */
class SetSecretTest {
  @RegisterExtension static final SandboxKubernetes SANDBOX = new SandboxKubernetes();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "grid-auth";
  private static final String API = "grid-api";
  private static final PlanTime AT = new PlanTime(Instant.parse("2026-11-22T08:00:00Z"));
  private static final Map<String, SecretRef> NEW = Map.of("DB", new SecretRef.Env("NEW"));

  private final Map<String, String> variables = new TreeMap<>(Map.of("NEW", "the new one"));
  private Optional<Connection<KubernetesReader, KubernetesWriter>> opened = Optional.empty();

  @BeforeEach
  void connect() {
    reconnect();
  }

  private void reconnect() {
    opened.ifPresent(Connection::close);
    opened = Optional.of(Deployments.connect(SANDBOX, TestSecrets.of(variables, new Redactor())));
  }

  @AfterEach
  void tidy() {
    SANDBOX.cluster().access().allowAll();
    SANDBOX.admin().secrets().inNamespace("grid").delete();
    SANDBOX.delete(API);
    for (var plural : List.of("statefulsets", "daemonsets")) {
      SANDBOX.admin().raw("/apis/apps/v1/namespaces/grid/" + plural, "DELETE", null);
    }
    opened.ifPresent(Connection::close);
  }

  private KubernetesWriter system() {
    return opened.orElseThrow().writer();
  }

  private static void create(UnaryOperator<SecretBuilder> with, Map<String, String> entries) {
    var secret = new SecretBuilder().withNewMetadata().withName(NAME).endMetadata();
    SANDBOX
        .admin()
        .resource(with.apply(secret.withStringData(entries)).build())
        .inNamespace("grid")
        .create();
  }

  private static void create(Map<String, String> entries) {
    create(s -> s, entries);
  }

  private static Optional<Secret> secret() {
    return Optional.ofNullable(SANDBOX.admin().secrets().inNamespace("grid").withName(NAME).get());
  }

  private static Map<String, String> entries() {
    var texts = new TreeMap<String, String>();
    secret()
        .orElseThrow()
        .getData()
        .forEach(
            (k, v) ->
                texts.put(k, new String(Base64.getDecoder().decode(v), StandardCharsets.UTF_8)));
    return texts;
  }

  private static SetSecret set(boolean create, boolean restart) {
    return new SetSecret(NAME, NEW, Map.of(), List.of("OLD"), create, restart, AT);
  }

  private static Mover<SetSecret.State, KubernetesReader, KubernetesWriter> mover(
      SetSecret action) {
    return new Mover<>(action, (_, _) -> {}, () -> {});
  }

  private Move<SetSecret.State> move(SetSecret action, SetSecret.State from, SetSecret.State to) {
    return mover(action).move(from, to, system(), Content.none());
  }

  /** Before and after. */
  private record Applied(SetSecret.State before, SetSecret.State after) {}

  private Applied apply(SetSecret action) {
    var before = action.observe(system());
    var after = action.desired(before.state());
    action.write(before, after, system());
    return new Applied(before.state(), after);
  }

  private static Deployment using(String name) {
    return Deployments.sleeping(name, SANDBOX.image(), 1).toBuilder()
        .editSpec()
        .editTemplate()
        .editSpec()
        .editFirstContainer()
        .addNewEnvFrom()
        .withNewSecretRef(NAME, true)
        .endEnvFrom()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  @Test
  void theNamedEntriesChangeAndComeBackAndNoOther() {
    create(Map.of("DB", "the old one", "OLD", "x", "OTHER", "kept"));
    var applied = apply(set(false, false));
    assertThat(entries()).isEqualTo(Map.of("DB", "the new one", "OTHER", "kept"));

    SANDBOX
        .admin()
        .secrets()
        .inNamespace("grid")
        .withName(NAME)
        .edit(s -> new SecretBuilder(s).addToStringData("OTHER", "theirs").build());
    assertThat(move(set(false, false), applied.after(), applied.before()))
        .isInstanceOf(Move.Written.class);
    assertThat(entries()).isEqualTo(Map.of("DB", "the old one", "OLD", "x", "OTHER", "theirs"));
  }

  @Test
  void bytesThatAreNoTextComeBack() {
    var bytes = Base64.getEncoder().encodeToString(new byte[] {0, (byte) 0xff, (byte) 0xfe, 7});
    create(s -> s.addToData("DB", bytes), Map.of());
    var applied = apply(set(false, false));
    move(set(false, false), applied.after(), applied.before());
    assertThat(secret().orElseThrow().getData()).isEqualTo(Map.of("DB", bytes));
  }

  @Test
  void whatIsGeneratedIsTheSameForOnePlanAndForNoOther() {
    create(Map.of());
    var keys =
        Map.of(
            "HEX", new Generate(32, Generate.Encoding.HEX),
            "B64", new Generate(20, Generate.Encoding.BASE64),
            "URL", new Generate(1024, Generate.Encoding.BASE64URL));
    var action = new SetSecret(NAME, Map.of(), keys, List.of(), false, false, AT);
    var applied = apply(action);
    var made = entries();
    assertThat(HexFormat.of().parseHex(made.getOrDefault("HEX", ""))).hasSize(32);
    assertThat(Base64.getDecoder().decode(made.get("B64"))).hasSize(20);
    assertThat(Base64.getUrlDecoder().decode(made.get("URL"))).hasSize(1024);
    assertThat(action.desired(action.observe(system()).state())).isEqualTo(applied.after());
    assertThat(action.observe(system()).notes())
        .contains(
            "HEX is generated: 32 bytes as hex.", "URL is generated: 1024 bytes as base64url.");

    var later = new PlanTime(AT.at().plusSeconds(1));
    apply(new SetSecret(NAME, Map.of(), keys, List.of(), false, false, later));
    assertThat(entries().keySet()).isEqualTo(made.keySet());
    assertThat(entries().values()).doesNotContainAnyElementsOf(made.values());
  }

  @Test
  void aSecretThatIsNotThereIsMadeOnlyWhereTheRunbookSaysSo() {
    assertThatThrownBy(() -> apply(set(false, false)))
        .isInstanceOfSatisfying(
            SystemException.class,
            e -> {
              assertThat(e.problem()).isEqualTo("There is no secret 'grid-auth'.");
              assertThat(e.advice().orElse("")).contains("`create: true`");
            });
    var applied = apply(set(true, false));
    assertThat(entries()).isEqualTo(Map.of("DB", "the new one"));
    assertThat(secret().orElseThrow().getType()).isEqualTo("Opaque");
    assertThat(move(set(true, false), applied.after(), applied.before()))
        .isInstanceOf(Move.Written.class);
    assertThat(secret()).isEmpty();
  }

  @Test
  void aSecretThatWasMadeAndHasGotOtherEntriesSinceIsNotDeleted() {
    var applied = apply(set(true, false));
    SANDBOX
        .admin()
        .secrets()
        .inNamespace("grid")
        .withName(NAME)
        .edit(s -> new SecretBuilder(s).addToStringData("THEIRS", "x").build());
    assertThatThrownBy(() -> move(set(true, false), applied.after(), applied.before()))
        .hasMessage(
            "secret/grid-auth was made by this step, and has other entries by now: THEIRS.");
    assertThat(entries()).containsKey("THEIRS");
  }

  @Test
  void anImmutableSecretIsRefused() {
    create(s -> s.withImmutable(true), Map.of("DB", "the old one"));
    assertThatThrownBy(() -> apply(set(false, false)))
        .hasMessage(
            "secret/grid-auth is immutable: the API server takes no change of its entries.");
  }

  @Test
  void somebodyElsesValueIsDriftAndIsLeftAlone() {
    create(Map.of("DB", "the old one"));
    var applied = apply(set(false, false));
    SANDBOX
        .admin()
        .secrets()
        .inNamespace("grid")
        .withName(NAME)
        .edit(s -> new SecretBuilder(s).addToStringData("DB", "theirs").build());
    assertThat(move(set(false, false), applied.after(), applied.before()))
        .isInstanceOf(Move.Drifted.class);
    assertThat(entries()).isEqualTo(Map.of("DB", "theirs"));
  }

  @Test
  void anUndoNeedsNoNewValue() {
    create(Map.of("DB", "the old one"));
    var applied = apply(set(false, false));
    variables.remove("NEW");
    reconnect();
    assertThatThrownBy(() -> set(false, false).desired(set(false, false).observe(system()).state()))
        .hasMessage("The new value of DB cannot be read: the environment variable NEW is not set.");
    move(set(false, false), applied.after(), applied.before());
    assertThat(entries()).isEqualTo(Map.of("DB", "the old one"));
  }

  @Test
  void withAnotherSealingKeyAnUndoIsRefusedAndNothingIsWritten() {
    create(Map.of("DB", "the old one"));
    var applied = apply(set(false, false));
    opened.ifPresent(Connection::close);
    var other = TestSecrets.of(variables, new Redactor(), "another key of at least 32 characters");
    opened = Optional.of(Deployments.connect(SANDBOX, other));
    assertThat(move(set(false, false), applied.after(), applied.before()))
        .isInstanceOfSatisfying(
            Move.Drifted.class,
            drifted ->
                assertThat(((SetSecret.State) drifted.now()).sealingKey())
                    .as("and a person sees why")
                    .isNotEqualTo(applied.after().sealingKey()));
    assertThat(entries()).isEqualTo(Map.of("DB", "the new one"));
  }

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

  @Test
  void whoMakesItFromSomethingElseIsNamed() {
    create(
        s ->
            s.editMetadata()
                .addToLabels("kustomize.toolkit.fluxcd.io/name", "apps")
                .addNewOwnerReference()
                .withKind("ExternalSecret")
                .withName("vault-auth")
                .withUid("u")
                .withApiVersion("external-secrets.io/v1")
                .withController(true)
                .endOwnerReference()
                .endMetadata(),
        Map.of("DB", "the old one"));
    var observed = set(false, false).observe(system());
    assertThat(observed.competitors())
        .extracting(Competitor::name)
        .containsExactly("ExternalSecret vault-auth");
    assertThat(observed.notes())
        .contains("Flux (Kustomization apps) keeps this object itself, and may set it back.");
  }

  @Test
  void aLaterStepIsPreviewedOnWhatAnEarlierOneMakes() {
    create(Map.of("DB", "the old one"));
    SANDBOX.create(using(API));
    var workbench =
        new Workbench(
            List.of(new KubernetesAdapter(Map.of(), Path.of("/"))),
            Map.of("kubernetes", opened.orElseThrow()));
    var scenario =
        workbench.bind(
            """
            steps:
              - id: rotate
                action: kubernetes.set-secret
                with: {secret: grid-auth, set: {DB: {env: NEW}}, generate: {K: {}}, restart: true}
              - id: clean
                action: kubernetes.set-secret
                with: {secret: grid-auth, remove: [DB]}
            after:
              - {check: kubernetes.ready, with: {deployment: grid-api}, within: PT30S, every: PT0.01S}
            """);
    var plan = workbench.plan(scenario);
    assertThat(entries()).isEqualTo(Map.of("DB", "the old one"));
    assertThat(plan.changes().getLast().before().at("/entries/DB"))
        .isEqualTo(plan.changes().getFirst().after().at("/entries/DB"));
    var ran = workbench.run(scenario, plan);
    assertThat(ran.outcome()).as(ran.failures().toString()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(entries().keySet()).containsExactly("K");
  }

  @Test
  void aValueThatIsAnotherSinceThePlanIsNotWritten(@TempDir Path folder) throws IOException {
    create(Map.of("DB", "the old one"));
    var file = folder.resolve("value");
    Files.writeString(file, "what was approved");
    var workbench =
        new Workbench(
            List.of(new KubernetesAdapter(Map.of(), Path.of("/"))),
            Map.of("kubernetes", opened.orElseThrow()));
    var scenario =
        workbench.bind(
            """
            steps:
              - id: rotate
                action: kubernetes.set-secret
                with: {secret: grid-auth, set: {DB: {file: "%s"}}}
            after:
              - {check: kubernetes.ready, with: {deployment: grid-api}}
            """
                .formatted(file));
    var plan = workbench.plan(scenario);
    Files.writeString(file, "something else by now");
    var ran = workbench.run(scenario, plan);
    assertThat(ran.outcome()).isNotEqualTo(Outcome.SUCCEEDED);
    assertThat(ran.failures())
        .singleElement()
        .asString()
        .contains("would not become what was approved; since then: entries.DB.fingerprint: ");
    assertThat(entries()).isEqualTo(Map.of("DB", "the old one"));
  }

  @Test
  void eachPermissionIsNamed() {
    assertThat(set(true, false).requirements())
        .extracting(r -> r.use() + " " + r.what())
        .containsExactly(
            "BOTH get secrets/grid-auth",
            "BOTH update secrets/grid-auth",
            "APPLY create secrets",
            "UNDO delete secrets/grid-auth",
            "BOTH a key that seals secret values",
            "APPLY secret {env: NEW}");
  }

  @Test
  void whatHasNoMeaningIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SetSecret(NAME, Map.of(), Map.of(), List.of(), false, false, AT))
        .withMessage("nothing to do: none of `set`, `generate` and `remove` names an entry");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SetSecret(NAME, NEW, Map.of(), List.of("DB"), false, false, AT))
        .withMessage(
            "DB stands in more than one of `set`, `generate` and `remove`; only one can be meant");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new SetSecret(NAME, Map.of(), Map.of(), List.of("a b\n"), false, false, AT))
        .withMessage("'a b\n' is no key of a Secret: letters, digits, - _ .");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SetSecret("A b", NEW, Map.of(), List.of(), false, false, AT))
        .withMessageContaining("is no name of a secret");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Generate(8, Generate.Encoding.HEX))
        .withMessage("bytes is 8; it can be 16 to 1024");
  }
}
