package dev.rollback.adapter.kubernetes.workload;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of an image, taken apart: {@code registry.example/grid/api:1.4@sha256:…}.
 *
 * @param tag what it is called today; may be given to another image tomorrow
 * @param digest what it is, for ever
 */
record ImageName(String repository, Optional<String> tag, Optional<String> digest) {
  private static final String PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
  private static final Pattern FORM =
      Pattern.compile(
          "((?:[A-Za-z0-9.-]+(?::[0-9]+)?/)?(?:%s/)*%s)".formatted(PART, PART)
              + "(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?"
              + "(?:@([a-z0-9]+:[0-9a-f]{32,}))?");

  /**
   * Takes it apart.
   *
   * @throws IllegalArgumentException in words for who wrote it, when it is no name of an image
   */
  static ImageName parse(String text) {
    var match = FORM.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no name of an image: REPOSITORY:TAG or REPOSITORY@sha256:DIGEST, the"
              + " repository in lower case");
    }
    return new ImageName(
        match.group(1), Optional.ofNullable(match.group(2)), Optional.ofNullable(match.group(3)));
  }

  /** What may surprise who relies on it; empty where a digest says which image it is. */
  Optional<String> warning() {
    if (digest.isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        tag.filter(t -> !t.equals("latest"))
            .map(
                t ->
                    "%s:%s is a tag, and may stand for another image than the one that was tested;"
                            .formatted(repository, t)
                        + " a digest (@sha256:…) cannot.")
            .orElse(
                "%s%s is whatever was pushed last, and may differ from node to node and from one"
                        .formatted(repository, tag.map(t -> ":" + t).orElse(" without a tag"))
                    + " start to the next; name a version, best by its digest (@sha256:…)."));
  }
}
