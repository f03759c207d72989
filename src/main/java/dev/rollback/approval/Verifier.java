package dev.rollback.approval;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.Topic;
import dev.rollback.plan.SignedApproval;
import dev.rollback.target.Person;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether one signed text is an approval: of this plan, by a person whom rollback.yaml
 * knows, in time, and not by who runs it.
 */
public final class Verifier {
  private static final Duration CLOCKS_MAY_DIFFER = Duration.ofMinutes(5);

  private final Signers signers;
  private final SshKeygen keygen;
  private final Subject subject;
  private final Collection<String> operators;
  private final OwnKeys own;

  /**
   * What is to be approved.
   *
   * @param digest of the plan
   */
  public record Subject(String digest, String scenario, String target) {}

  /**
   * For one plan.
   *
   * @param operators the logins of those who have run it so far, and of who runs it now
   * @param own the keys that who runs it can sign with
   */
  public Verifier(
      Signers signers,
      SshKeygen keygen,
      Subject subject,
      Collection<String> operators,
      OwnKeys own) {
    this.signers = signers;
    this.keygen = keygen;
    this.subject = subject;
    this.operators = List.copyOf(operators);
    this.own = own;
  }

  /** An answer. */
  public sealed interface Verdict {
    /** It is one. */
    record Good(Verified approval) implements Verdict {}

    /** It is none, and why. */
    record Bad(Diagnostic why) implements Verdict {}
  }

  /**
   * An approval that holds.
   *
   * @param statement what was signed
   * @param signed the same with its proof
   */
  public record Verified(Statement statement, SignedApproval signed) {}

  /**
   * Verifies a text.
   *
   * @param name how messages call it: its file
   */
  public Verdict verify(String name, SignedText given, Instant now) {
    try {
      var statement = Statement.parse(given.text());
      return wrong(statement, now)
          .or(() -> identity(statement, given))
          .<Verdict>map(why -> new Verdict.Bad(named(name, why)))
          .orElseGet(() -> new Verdict.Good(good(statement, given)));
    } catch (IllegalArgumentException e) {
      return new Verdict.Bad(
          Diagnostic.error("%s holds no approval: %s".formatted(name, e.getMessage()))
              .advise("Have it made anew: `rollback approve FILE`.")
              .see(Topic.APPROVALS));
    }
  }

  private static Diagnostic named(String name, Diagnostic why) {
    var problem =
        Diagnostic.error("%s is refused: %s".formatted(name, why.message())).see(Topic.APPROVALS);
    return why.advice().map(problem::advise).orElse(problem);
  }

  private Optional<Diagnostic> wrong(Statement statement, Instant now) {
    if (!statement.plan().equals(subject.digest())) {
      return bad(
          "it approves the plan %s, and this is %s: a changed plan voids approvals"
              .formatted(brief(statement.plan()), brief(subject.digest())),
          "Have this plan approved: `rollback approve FILE`.");
    }
    if (!statement.scenario().equals(subject.scenario())
        || !statement.target().equals(subject.target())) {
      return bad(
          "it approves %s on %s, and this is %s on %s"
              .formatted(
                  statement.scenario(), statement.target(), subject.scenario(), subject.target()),
          "Have this plan approved: `rollback approve FILE`.");
    }
    if (!now.isBefore(statement.until())) {
      return bad(
          "it expired at %s; it is %s now"
              .formatted(statement.until(), now.truncatedTo(ChronoUnit.SECONDS)),
          "Have it approved again: `rollback approve FILE --expires PT4H` lasts longer.");
    }
    if (statement.at().isAfter(now.plus(CLOCKS_MAY_DIFFER))) {
      return bad(
          "it was signed at %s, which is to come: it is %s here"
              .formatted(statement.at(), now.truncatedTo(ChronoUnit.SECONDS)),
          "The clocks of the two machines differ. Correct the one that is wrong.");
    }
    return Optional.empty();
  }

  private static String brief(String digest) {
    return digest.substring(0, Math.min(12, digest.length()));
  }

  private Optional<Diagnostic> identity(Statement statement, SignedText given) {
    var person = signers.person(statement.by());
    if (person.isEmpty()) {
      return bad(
          "rollback.yaml has nobody called '%s' under `roles`".formatted(statement.by()),
          "Correct the name (--as NAME of `rollback approve`), or add the person.");
    }
    return operator(person.get()).or(() -> signature(person.get(), given));
  }

  private Optional<Diagnostic> operator(Person person) {
    return operators.stream().anyMatch(person::is)
        ? bad(
            "'%s' runs it: who runs something does not approve it".formatted(person.name().value()),
            "Have somebody else of the role approve it.")
        : Optional.empty();
  }

  private Optional<Diagnostic> signature(Person person, SignedText given) {
    var signature = SshSignature.of(given.signature());
    if (!signature.namespace().equals(SshKeygen.NAMESPACE)) {
      return bad(
          "its signature was made for '%s', not for '%s'"
              .formatted(signature.namespace(), SshKeygen.NAMESPACE),
          "Sign with `rollback approve`, or with ssh-keygen -Y sign -n "
              + SshKeygen.NAMESPACE
              + ".");
    }
    var allowed = signers.allowed(person);
    if (!allowed.contains("cert-authority")
        && signers.keys(person).stream().noneMatch(k -> k.base64().equals(signature.key()))) {
      return unknownKey(person, signature);
    }
    if (own.has(signature.key())) {
      return bad(
          "the key of '%s' can be used by who runs this (ssh-agent or ~/.ssh): it proves nothing"
              .formatted(person.name().value()),
          "Have it signed on another machine, without forwarding the ssh-agent to this one.");
    }
    return keygen
        .refuses(given.text(), given.signature(), allowed)
        .flatMap(
            why ->
                bad(
                    "its signature does not fit its text (%s): one of the two was changed, or the key is no longer valid"
                        .formatted(why),
                    "Have it approved again: `rollback approve FILE`."));
  }

  private Optional<Diagnostic> unknownKey(Person person, SshSignature signature) {
    var owner = signers.owner(signature.key());
    return bad(
        "it says that it is by '%s', and is signed with the key %s, %s"
            .formatted(
                person.name().value(),
                PublicKey.fingerprint(signature.key()),
                owner
                    .map(o -> "which is that of '" + o.name().value() + "'")
                    .orElse("which nobody in rollback.yaml has")),
        "Sign with the key that rollback.yaml has (--key PATH), or add the key there.");
  }

  private Verified good(Statement statement, SignedText given) {
    var person = signers.person(statement.by()).orElseThrow();
    return new Verified(
        statement,
        new SignedApproval(
            statement.by(),
            signers.rolesOf(statement.by()),
            PublicKey.fingerprint(SshSignature.of(given.signature()).key()),
            statement.at(),
            statement.until(),
            given.text(),
            given.signature(),
            signers.allowed(person)));
  }

  private static Optional<Diagnostic> bad(String why, String advice) {
    return Optional.of(Diagnostic.error(why).advise(advice));
  }
}
