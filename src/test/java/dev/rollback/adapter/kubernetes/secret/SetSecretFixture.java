package dev.rollback.adapter.kubernetes.secret;

import dev.rollback.action.Connection;
import dev.rollback.action.Content;
import dev.rollback.action.Move;
import dev.rollback.action.SecretRef;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.KubernetesWriter;
import dev.rollback.contract.Deployments;
import dev.rollback.contract.SandboxKubernetes;
import dev.rollback.contract.TestSecrets;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.run.Mover;
import dev.rollback.shape.PlanTime;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A Secret of the sandbox, and what changes its entries. */
abstract class SetSecretFixture {
  @RegisterExtension static final SandboxKubernetes SANDBOX = new SandboxKubernetes();
  static final String NAME = "grid-auth";
  static final String API = "grid-api";
  static final PlanTime AT = new PlanTime(Instant.parse("2026-11-22T08:00:00Z"));
  static final Map<String, SecretRef> NEW = Map.of("DB", new SecretRef.Env("NEW"));

  final Map<String, String> variables = new TreeMap<>(Map.of("NEW", "the new one"));
  Optional<Connection<KubernetesReader, KubernetesWriter>> opened = Optional.empty();

  @BeforeEach
  void connect() {
    reconnect();
  }

  void reconnect() {
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

  KubernetesWriter system() {
    return opened.orElseThrow().writer();
  }

  static void create(UnaryOperator<SecretBuilder> with, Map<String, String> entries) {
    var secret = new SecretBuilder().withNewMetadata().withName(NAME).endMetadata();
    SANDBOX
        .admin()
        .resource(with.apply(secret.withStringData(entries)).build())
        .inNamespace("grid")
        .create();
  }

  static void create(Map<String, String> entries) {
    create(s -> s, entries);
  }

  static Optional<Secret> secret() {
    return Optional.ofNullable(SANDBOX.admin().secrets().inNamespace("grid").withName(NAME).get());
  }

  static Map<String, String> entries() {
    var texts = new TreeMap<String, String>();
    secret()
        .orElseThrow()
        .getData()
        .forEach(
            (k, v) ->
                texts.put(k, new String(Base64.getDecoder().decode(v), StandardCharsets.UTF_8)));
    return texts;
  }

  static SetSecret set(boolean create, boolean restart) {
    return new SetSecret(NAME, NEW, Map.of(), List.of("OLD"), create, restart, AT);
  }

  static Mover<SetSecret.State, KubernetesReader, KubernetesWriter> mover(SetSecret action) {
    return new Mover<>(action, (_, _) -> {}, () -> {});
  }

  Move<SetSecret.State> move(SetSecret action, SetSecret.State from, SetSecret.State to) {
    return mover(action).move(from, to, system(), Content.none());
  }

  /** Before and after. */
  record Applied(SetSecret.State before, SetSecret.State after) {}

  Applied apply(SetSecret action) {
    var before = action.observe(system());
    var after = action.desired(before.state());
    action.write(before, after, system());
    return new Applied(before.state(), after);
  }

  static Deployment using(String name) {
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
}
