package dev.rollback.target;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.Located;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is wrong with the roles of a configuration. */
final class RoleCheck {
  private static final Pattern KEY =
      Pattern.compile("(ssh|ecdsa|sk-ssh|sk-ecdsa)-[A-Za-z0-9@._-]+ +[A-Za-z0-9+/]+=*( .*)?");

  private final List<Diagnostic> problems = new ArrayList<>();

  /** Who has a key, and which key a person has: a person is the same in all roles. */
  private final Map<String, String> owners = new HashMap<>();

  private final Map<String, String> keys = new HashMap<>();

  private RoleCheck() {}

  /** All problems at once. */
  static List<Diagnostic> of(Map<String, List<Person>> roles) {
    var check = new RoleCheck();
    roles.forEach(check::role);
    return check.problems;
  }

  private void role(String role, List<Person> persons) {
    for (var i = 0; i < persons.size(); i++) {
      var person = persons.get(i);
      var name = person.name().value();
      if (persons.subList(0, i).stream().anyMatch(p -> p.name().value().equals(name))) {
        problems.add(
            Diagnostic.error(person.name().at(), "'%s' is twice in '%s'".formatted(name, role))
                .advise("A person counts once: keep one of the two."));
      }
      if (name.isBlank() || name.indexOf('\n') >= 0) {
        problems.add(
            Diagnostic.error(person.name().at(), "a person's name is one line")
                .advise("Write the name as it shall be in reports."));
      }
      person.key().ifPresent(key -> key(name, key));
    }
  }

  private void key(String person, Located<String> key) {
    if (!KEY.matcher(key.value().strip()).matches()) {
      problems.add(
          Diagnostic.error(key.at(), "this is no OpenSSH public key")
              .advise("Copy the one line of the .pub file: \"ssh-ed25519 AAAA…\"."));
      return;
    }
    var material = key.value().strip().split(" +", -1)[1];
    Optional.ofNullable(owners.put(material, person))
        .filter(other -> !other.equals(person))
        .ifPresent(
            other ->
                problems.add(
                    Diagnostic.error(
                            key.at(), "'%s' has the same key as '%s'".formatted(person, other))
                        .advise("A key tells who signed: each person needs a key of their own.")));
    Optional.ofNullable(keys.put(person, material))
        .filter(other -> !other.equals(material))
        .ifPresent(
            _ ->
                problems.add(
                    Diagnostic.error(key.at(), "'%s' has another key elsewhere".formatted(person))
                        .advise(
                            "Give a person the same key in all roles; several keys of one person"
                                + " stand in a file: signers: PATH.")));
  }
}
