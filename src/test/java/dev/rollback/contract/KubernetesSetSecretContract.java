package dev.rollback.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.action.Generate;
import dev.rollback.action.SecretRef;
import dev.rollback.action.Secrets;
import dev.rollback.adapter.kubernetes.secret.SetSecret;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.shape.PlanTime;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** {@code kubernetes.set-secret} with a restart, of a Secret that one of two workloads uses. */
abstract class KubernetesSetSecretContract extends KubernetesContract<SetSecret, SetSecret.State> {
  static final String SECRET = "grid-auth";
  private static final ObjectMapper JSON = new ObjectMapper();

  @BeforeEach
  final void createSecret() {
    fixture()
        .admin()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(SECRET)
                .endMetadata()
                .addToStringData("DB_PASSWORD", "the old password")
                .addToStringData("OLD", "to be removed")
                .addToStringData("OTHER", "nobody touches this")
                .build())
        .inNamespace(fixture().namespace())
        .create();
  }

  @AfterEach
  final void deleteSecret() {
    fixture().admin().secrets().inNamespace(fixture().namespace()).withName(SECRET).delete();
  }

  @Override
  protected final Secrets secrets() {
    return TestSecrets.of(Map.of("NEW_PASSWORD", "the new password"), new Redactor());
  }

  @Override
  protected final Class<SetSecret.State> stateType() {
    return SetSecret.State.class;
  }

  @Override
  protected final Deployment deployment() {
    return Deployments.sleeping(NAME, fixture().image(), 1).toBuilder()
        .editSpec()
        .editTemplate()
        .editSpec()
        .editFirstContainer()
        .addNewEnv()
        .withName("PASSWORD")
        .withNewValueFrom()
        .withNewSecretKeyRef("DB_PASSWORD", SECRET, true)
        .endValueFrom()
        .endEnv()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  @Override
  protected final SetSecret action() {
    return new SetSecret(
        SECRET,
        Map.of("DB_PASSWORD", new SecretRef.Env("NEW_PASSWORD")),
        Map.of("SESSION_KEY", new Generate(32, Generate.Encoding.BASE64)),
        List.of("OLD"),
        true,
        true,
        new PlanTime(Instant.parse("2026-11-22T08:00:00Z")));
  }

  @Override
  protected final Set<String> noPermissions() {
    return Set.of("a key that seals secret values", "secret {env: NEW_PASSWORD}");
  }

  @Override
  protected final void disturb() {
    fixture()
        .admin()
        .secrets()
        .inNamespace(fixture().namespace())
        .withName(SECRET)
        .edit(s -> new SecretBuilder(s).addToStringData("DB_PASSWORD", "theirs").build());
  }

  private JsonNode secret() {
    try {
      return JSON.readTree(
          fixture()
              .admin()
              .raw("/api/v1/namespaces/%s/secrets/%s".formatted(fixture().namespace(), SECRET)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected final Object snapshot() {
    var secret = (ObjectNode) secret();
    ((ObjectNode) secret.path("metadata")).remove(List.of("resourceVersion", "managedFields"));
    return List.of(secret, super.snapshot());
  }

  @Override
  protected final long writes() {
    return super.writes() + secret().at("/metadata/resourceVersion").asText().hashCode();
  }
}
