package dev.rollback.adapter.kubernetes.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.action.Competitor;
import dev.rollback.action.Connection;
import dev.rollback.action.Generate;
import dev.rollback.action.Move;
import dev.rollback.contract.Deployments;
import dev.rollback.contract.TestSecrets;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.PlanTime;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Entries of a Secret that are changed and come back. */
class SetSecretTest extends SetSecretFixture {
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
