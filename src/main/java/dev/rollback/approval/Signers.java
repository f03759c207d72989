package dev.rollback.approval;

import dev.rollback.diagnostic.SystemException;
import dev.rollback.target.Person;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who may approve, and their keys, as rollback.yaml has them.
 *
 * @param roles the persons of each role
 * @param directory where relative paths start
 */
public record Signers(Map<String, List<Person>> roles, Path directory) {

  /** The person of this name; the same in all roles. */
  public Optional<Person> person(String name) {
    return everybody().stream().filter(p -> p.name().value().equals(name)).findFirst();
  }

  /** Everybody who has a role, each once. */
  public List<Person> everybody() {
    return roles.values().stream()
        .flatMap(List::stream)
        .collect(
            Collectors.toMap(p -> p.name().value(), p -> p, (a, _) -> a, java.util.TreeMap::new))
        .values()
        .stream()
        .toList();
  }

  /** The roles that a person has. */
  public List<String> rolesOf(String name) {
    return roles.entrySet().stream()
        .filter(r -> r.getValue().stream().anyMatch(p -> p.name().value().equals(name)))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The names of a role's persons, for a message; empty where there is no such role. */
  public String names(String role) {
    return roles.getOrDefault(role, List.of()).stream()
        .map(p -> p.name().value())
        .collect(Collectors.joining(", "));
  }

  /** Who has this key; empty where nobody has. */
  public Optional<Person> owner(String base64) {
    return everybody().stream()
        .filter(p -> keys(p).stream().anyMatch(k -> k.base64().equals(base64)))
        .findFirst();
  }

  /** The keys of a person. */
  public List<PublicKey> keys(Person person) {
    return allowed(person).lines().flatMap(l -> PublicKey.of(l).stream()).toList();
  }

  /**
   * The person's keys as ssh-keygen wants them, the principal replaced by {@value
   * SshKeygen#PRINCIPAL}; options such as {@code valid-before} stay.
   *
   * @throws SystemException when the file of them cannot be read
   */
  String allowed(Person person) {
    return person
        .key()
        .map(
            key ->
                "%s namespaces=\"%s\" %s%n"
                    .formatted(SshKeygen.PRINCIPAL, SshKeygen.NAMESPACE, key.value().strip()))
        .or(() -> person.signers().map(file -> ofFile(person.name().value(), file)))
        .orElse("");
  }

  private String ofFile(String name, String file) {
    var path = directory.resolve(file);
    try {
      return Files.readAllLines(path).stream()
          .map(String::strip)
          .filter(line -> !line.startsWith("#") && line.contains(" "))
          .filter(line -> principals(line).contains(name))
          .map(line -> SshKeygen.PRINCIPAL + line.substring(line.indexOf(' ')) + "\n")
          .collect(Collectors.joining());
    } catch (IOException e) {
      throw SystemException.refused(
          "the keys of %s cannot be read: %s (%s)"
              .formatted(
                  name,
                  path,
                  e instanceof java.nio.file.NoSuchFileException
                      ? "there is no such file"
                      : e.getMessage()),
          "Correct `signers` of " + name + " under `roles` in rollback.yaml.",
          e);
    }
  }

  private static List<String> principals(String line) {
    return Arrays.asList(line.substring(0, line.indexOf(' ')).split(","));
  }
}
