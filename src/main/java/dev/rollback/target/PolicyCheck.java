package dev.rollback.target;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.diagnostic.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is wrong with the policy of a target. */
final class PolicyCheck {
  private final Map<String, List<Person>> roles;

  private PolicyCheck(Map<String, List<Person>> roles) {
    this.roles = roles;
  }

  /** All problems at once. */
  static List<Diagnostic> of(Configuration.NamedTarget target, Map<String, List<Person>> roles) {
    var problems = new ArrayList<Diagnostic>();
    var policy = target.head().rules();
    policy
        .yes()
        .filter(yes -> target.head().guarded() && yes.value() != Policy.UpTo.NONE)
        .ifPresent(yes -> problems.add(contradiction(target.name(), yes)));
    var check = new PolicyCheck(roles);
    policy.everybodyNeeded().forEach(n -> check.problem(n).ifPresent(problems::add));
    return problems;
  }

  private static Diagnostic contradiction(String target, Located<Policy.UpTo> yes) {
    return Diagnostic.error(
            yes.at(),
            "target '%s' is protected: every change on it asks, so --yes can suffice for none"
                .formatted(target))
        .advise("Remove this line, or `protected: true`.");
  }

  private Optional<Diagnostic> problem(Located<Policy.Needed> needed) {
    var role = needed.value().role();
    var persons = roles.get(role);
    if (persons == null) {
      return Optional.of(
          Diagnostic.error(needed.at(), "there is no role '" + role + "'")
              .advise(
                  DidYouMean.among(role, List.copyOf(roles.keySet()))
                      .map(meant -> "Did you mean '" + meant + "'?")
                      .orElse("Add it under `roles:`, with its persons and their keys.")));
    }
    return persons.size() >= needed.value().count()
        ? Optional.empty()
        : Optional.of(
            Diagnostic.error(
                    needed.at(),
                    "%d persons of role '%s' must approve, and it has %d"
                        .formatted(needed.value().count(), role, persons.size()))
                .advise("Add persons to the role, or ask for fewer."));
  }
}
