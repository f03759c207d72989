package dev.rollback.cli;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.Topic;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What explains an exit code, where no problem names a topic of its own. */
final class Explained {
  private Explained() {}

  /** The problems; if none of them names a topic, the last one names that of the exit code. */
  static List<Diagnostic> of(List<Diagnostic> problems, ExitCode exit) {
    var topic = topic(exit);
    if (topic.isEmpty() || problems.isEmpty() || named(problems)) {
      return problems;
    }
    var last = problems.size() - 1;
    return Stream.concat(
            problems.subList(0, last).stream(), Stream.of(problems.get(last).see(topic.get())))
        .toList();
  }

  private static boolean named(List<Diagnostic> problems) {
    return problems.stream().anyMatch(p -> p.topic().isPresent());
  }

  /** A bug is explained nowhere, and of a bad command line the command's own help tells more. */
  private static Optional<Topic> topic(ExitCode exit) {
    return switch (exit) {
      case OK, BUG, USAGE -> Optional.empty();
      case REFUSED -> Optional.of(Topic.REFUSED);
      case GATE -> Optional.of(Topic.GATES);
      case UNDONE -> Optional.of(Topic.UNDO);
      case OPERATOR -> Optional.of(Topic.PERSON_NEEDED);
      case CHECK -> Optional.of(Topic.DIAGNOSIS);
      case INTERRUPTED -> Optional.of(Topic.CRASH_AND_RESUME);
    };
  }
}
