package dev.rollback.adapter.git.repository;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What git printed as errors, cleaned.
 *
 * @param own of the program here, a line each
 * @param remote of the other side, hooks included
 */
public record Words(List<String> own, List<String> remote) {
  private static final String REMOTE = "remote:";
  private static final int LONGEST = 600;

  /** Said after everything that goes wrong with a remote; they tell nothing. */
  private static final List<String> NOISE =
      List.of(
          "Could not read from remote repository.",
          "Please make sure you have the correct access rights",
          "and the repository exists.");

  /** From what git printed as errors; what is secret in addresses is left out. */
  public static Words of(String err) {
    var lines = Urls.shown(err).lines().map(Words::plain).toList();
    return new Words(
        lines.stream()
            .filter(Predicate.not(l -> l.startsWith(REMOTE)))
            .filter(l -> !l.startsWith("hint:") && !l.startsWith("error: failed to push some refs"))
            .map(l -> l.replaceFirst("^(fatal|error): ", ""))
            .filter(l -> !l.isBlank())
            .toList(),
        lines.stream()
            .filter(l -> l.startsWith(REMOTE))
            .map(l -> l.substring(REMOTE.length()).strip())
            .filter(l -> !l.isBlank())
            .toList());
  }

  /** A hook may print anything, to colour a terminal or to deceive a reader. */
  private static String plain(String line) {
    return line.replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "").replaceAll("\\p{Cntrl}", " ").strip();
  }

  /** All lines as one: those of the other side first, since they say why. */
  public String all() {
    var told = own.stream().filter(l -> !NOISE.contains(l)).toList();
    return joined(
        remote.isEmpty() && told.isEmpty()
            ? own
            : Stream.concat(remote.stream(), told.stream()).toList());
  }

  /** The lines of the other side as one. */
  String fromRemote() {
    return joined(remote);
  }

  private static String joined(List<String> lines) {
    var text = lines.stream().collect(Collectors.joining("; "));
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
