package dev.rollback.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.diagnostic.Located;
import dev.rollback.diagnostic.SourceFile;
import dev.rollback.diagnostic.SourceSpan;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.plan.SignedApproval;
import dev.rollback.target.Person;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way in which an approval is none has a message of its own; all with real keys. */
class VerifierTest {
  private static final Instant NOW = Instant.parse("2026-01-15T03:00:00Z");
  private static final String DIGEST = "ab".repeat(32);

  @TempDir private Path home;
  private Keys keys;
  private Signers signers;

  @BeforeEach
  void people() {
    keys = new Keys(home);
    var roles = new LinkedHashMap<String, List<Person>>();
    roles.put("tech-lead", List.of(person("alice", "alice"), person("bob", "bob")));
    roles.put("dba", List.of(person("carol", "carol")));
    signers = new Signers(roles, home);
  }

  private Person person(String name, String user) {
    return new Person(
        located(name), Optional.of(user), Optional.of(located(keys.line(name))), Optional.empty());
  }

  private static Located<String> located(String text) {
    return new Located<>(text, SourceSpan.at(new SourceFile("rollback.yaml", text), 1, 1));
  }

  private static Statement statement(String by) {
    return new Statement(
        DIGEST,
        false,
        List.of("gate-1"),
        "auth-failure",
        "production",
        by,
        NOW.minusSeconds(60),
        NOW.plus(Duration.ofHours(1)));
  }

  private SignedText signed(String person, String text) {
    return SignedText.of(text, keys.sign(person, SshKeygen.NAMESPACE, text));
  }

  private String refused(SignedText given) {
    return refused(given, List.of("oncall"), OwnKeys.of(Map.of(), Keys.keygen()));
  }

  private String refused(SignedText given, List<String> operators, OwnKeys own) {
    return switch (verifier(operators, own).verify("a.approval", given, NOW)) {
      case Verifier.Verdict.Bad(var why) -> why.message();
      case Verifier.Verdict.Good good -> throw new AssertionError("accepted: " + good);
    };
  }

  private Verifier verifier(List<String> operators, OwnKeys own) {
    var subject = new Verifier.Subject(DIGEST, "auth-failure", "production");
    return new Verifier(signers, Keys.keygen(), subject, operators, own);
  }

  @Test
  void oneThatHoldsCarriesItsProof() {
    var own = OwnKeys.of(Map.of(), Keys.keygen());
    var given = signed("alice", statement("alice").text());
    var verdict = verifier(List.of("oncall"), own).verify("a.approval", given, NOW);
    assertThat(verdict).isInstanceOf(Verifier.Verdict.Good.class);
    var approval = ((Verifier.Verdict.Good) verdict).approval().signed();
    assertThat(approval.by()).isEqualTo("alice");
    assertThat(approval.roles()).containsExactly("tech-lead");
    assertThat(approval.key())
        .isEqualTo(PublicKey.of(keys.line("alice")).orElseThrow().fingerprint());
    // What was recorded is enough to verify it again, without rollback.yaml.
    assertThat(Keys.keygen().refuses(approval)).isEmpty();
    var later = approval.signers().replace("person ", "person valid-before=\"20260201\",");
    assertThat(Keys.keygen().refuses(with(approval, approval.text(), later))).isEmpty();
    var earlier = approval.signers().replace("person ", "person valid-before=\"20260101\",");
    assertThat(Keys.keygen().refuses(with(approval, approval.text(), earlier))).isPresent();
    var longer = approval.text().replace("until: 2026", "until: 2027");
    assertThat(Keys.keygen().refuses(with(approval, longer, approval.signers()))).isPresent();
  }

  private static SignedApproval with(SignedApproval approval, String text, String signers) {
    return new SignedApproval(
        approval.by(),
        approval.roles(),
        approval.key(),
        approval.at(),
        approval.until(),
        text,
        approval.signature(),
        signers);
  }

  @Test
  void textThatWasChangedAfterwardsIsNotSigned() {
    var text = statement("alice").text();
    var given = signed("alice", text);
    var longer = text.replace("until: 2026-01-15T04", "until: 2026-01-15T09");
    assertThat(longer).isNotEqualTo(text);
    assertThat(refused(new SignedText(given.format(), longer, given.signature())))
        .contains("its signature does not fit its text");
  }

  @Test
  void textInAnotherFormIsNoApproval() {
    var text = statement("alice").text();
    assertThat(refused(signed("alice", text + "by: bob\n"))).contains("holds no approval");
    assertThat(refused(signed("alice", text.replace("plan: ", "plan:"))))
        .contains("its line 'plan:' is missing");
    assertThat(refused(signed("alice", text.replace("/v1", "/v2")))).contains("its first line");
    assertThat(refused(signed("alice", text.replace("T04:", "T99:"))))
        .contains("a time in it is none");
    assertThat(refused(signed("alice", text.replace("approves: gate gate-1\n", ""))))
        .contains("not written as rollback writes it");
  }

  @Test
  void anotherPlansApprovalIsVoid() {
    var other = statement("alice").text().replace(DIGEST, "cd".repeat(32));
    assertThat(refused(signed("alice", other)))
        .contains("approves the plan cdcdcdcdcdcd, and this is abababababab")
        .contains("a changed plan voids approvals");
  }

  @Test
  void anotherTargetsApprovalIsVoid() {
    var other = statement("alice").text().replace("target: production", "target: staging");
    assertThat(refused(signed("alice", other))).contains("approves auth-failure on staging");
  }

  @Test
  void timesCount() {
    var text = statement("alice").text();
    var past = text.replace("until: 2026-01-15T04:00", "until: 2026-01-15T02:59");
    assertThat(refused(signed("alice", past))).contains("it expired at 2026-01-15T02:59:00Z");
    var future = text.replace("at: 2026-01-15T02:59", "at: 2026-01-15T03:06");
    assertThat(refused(signed("alice", future))).contains("which is to come");
  }

  @Test
  void nobodyElseIsBelieved() {
    assertThat(refused(signed("mallory", statement("mallory").text())))
        .contains("nobody called 'mallory'");
    assertThat(refused(signed("mallory", statement("alice").text())))
        .contains("says that it is by 'alice'")
        .contains("which nobody in rollback.yaml has");
    assertThat(refused(signed("bob", statement("alice").text())))
        .contains("which is that of 'bob'");
  }

  @Test
  void aSignatureForSomethingElseIsNoApproval() {
    var text = statement("alice").text();
    assertThat(refused(SignedText.of(text, keys.sign("alice", "git", text))))
        .contains("made for 'git', not for 'rollback-approval'");
  }

  @Test
  void whatIsNoSignatureIsNoApproval() {
    var text = statement("alice").text();
    assertThat(refused(SignedText.of(text, "yes, by Alice"))).contains("holds no approval");
    var cut = keys.sign("alice", SshKeygen.NAMESPACE, text).lines().toList();
    assertThat(
            refused(SignedText.of(text, cut.getFirst() + "\n" + cut.get(1) + "\n" + cut.getLast())))
        .contains("holds no approval");
  }

  @Test
  void whoRunsDoesNotApprove() {
    var given = signed("alice", statement("alice").text());
    var none = OwnKeys.of(Map.of(), Keys.keygen());
    assertThat(refused(given, List.of("oncall", "alice"), none)).contains("'alice' runs it");
  }

  @Test
  void aKeyThatWhoRunsItHasProvesNothing() throws IOException {
    var ssh = Files.createDirectories(home.resolve("me/.ssh"));
    Files.copy(keys.of("alice"), ssh.resolve("id_ed25519"));
    Files.writeString(ssh.resolve("id_ed25519.pub"), keys.line("alice"));
    var own = OwnKeys.of(Map.of("HOME", home.resolve("me").toString()), Keys.keygen());
    assertThat(refused(signed("alice", statement("alice").text()), List.of("oncall"), own))
        .contains("can be used by who runs this");
    Files.delete(ssh.resolve("id_ed25519"));
    var public_ = OwnKeys.of(Map.of("HOME", home.resolve("me").toString()), Keys.keygen());
    assertThat(
            verifier(List.of("oncall"), public_)
                .verify("a.approval", signed("alice", statement("alice").text()), NOW))
        .isInstanceOf(Verifier.Verdict.Good.class);
  }

  @Test
  void keysMayStandInAFileOfAllowedSigners() throws IOException {
    Files.writeString(
        home.resolve("allowed"),
        """
        # who may
        dave,dave@example.org %s
        erin valid-before="20250101" %s
        """
            .formatted(keys.line("dave"), keys.line("erin")));
    var roles = Map.of("tech-lead", List.of(inFile("dave"), inFile("erin"), inFile("frank")));
    signers = new Signers(roles, home);
    var own = OwnKeys.of(Map.of(), Keys.keygen());
    assertThat(
            verifier(List.of("oncall"), own)
                .verify("a.approval", signed("dave", statement("dave").text()), NOW))
        .isInstanceOf(Verifier.Verdict.Good.class);
    assertThat(refused(signed("erin", statement("erin").text())))
        .contains("or the key is no longer valid");
    assertThat(refused(signed("dave", statement("frank").text())))
        .contains("which is that of 'dave'");
    Files.delete(home.resolve("allowed"));
    assertThatThrownBy(() -> refused(signed("dave", statement("dave").text())))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("the keys of dave cannot be read");
  }

  private static Person inFile(String name) {
    return new Person(located(name), Optional.empty(), Optional.empty(), Optional.of("allowed"));
  }

  @Test
  void withoutSshKeygenItSaysWhatToInstall() {
    var keygen = new SshKeygen(Map.of("PATH", home.toString()));
    assertThatThrownBy(() -> keygen.sign(keys.of("alice"), "text", false))
        .isInstanceOfSatisfying(
            SystemException.class,
            e -> {
              assertThat(e.problem()).contains("there is no ssh-keygen in the folders of PATH");
              assertThat(e.advice().orElseThrow()).contains("openssh-client");
            });
  }

  @Test
  void aKeyThatAsksWhereNobodyIsThereIsAnError() {
    var locked = keys.of("locked", "a passphrase");
    assertThatThrownBy(() -> Keys.keygen().sign(locked, "text", false))
        .isInstanceOfSatisfying(
            SystemException.class,
            e -> {
              assertThat(e.problem()).contains("has not signed").contains("passphrase");
              assertThat(e.advice().orElseThrow()).contains("ssh-agent");
            });
    assertThatThrownBy(() -> Keys.keygen().sign(home.resolve("no-such-key"), "text", false))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("has not signed");
  }

  @Test
  void aTextIsReadAsItWasWritten() {
    var odd =
        new Statement(
            DIGEST,
            true,
            List.of("gate-1", "gate-2"),
            "a\\nb",
            "line\nbreak",
            "Ann \\ Bo: x",
            NOW,
            NOW.plusSeconds(1));
    assertThat(Statement.parse(odd.text())).isEqualTo(odd);
    assertThat(odd.text()).hasLineCount(10);
  }
}
