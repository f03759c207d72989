package dev.rollback.help;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.ArgSpec;

/** What may stand at a place of a command line, as far as a shell can complete it. */
sealed interface Values {
  /** One of these words. */
  record Words(List<String> words) implements Values {}

  /** What the program answers; a path where it answers nothing that fits. */
  record Ask(Asked what) implements Values {}

  /** A path. */
  record Files() implements Values {}

  /** Anything: nothing is completed. */
  record Anything() implements Values {}

  /** Of an option with a value, or of an argument. */
  static Values of(ArgSpec arg) {
    var candidates = arg.completionCandidates();
    if (candidates instanceof Asked.Mark mark) {
      return new Ask(mark.what());
    } else if (candidates != null) {
      var words = StreamSupport.stream(candidates.spliterator(), false).toList();
      return words.isEmpty() ? new Anything() : new Words(words);
    } else if (arg.paramLabel().equals("RUN")) {
      return new Ask(Asked.RUNS);
    } else if (arg.type() == Path.class || List.of("FILE", "DIR").contains(arg.paramLabel())) {
      return new Files();
    }
    return new Anything();
  }
}
