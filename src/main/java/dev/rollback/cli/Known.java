package dev.rollback.cli;

import dev.rollback.diagnostic.Topic;
import dev.rollback.sandbox.fault.Faults;
import dev.rollback.sandbox.site.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Words that this version knows by itself: they stand in the completion's script. */
final class Known {
  private Known() {}

  /** The faults of drills. */
  static final class FaultNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Faults.all().stream().map(Fault::id).iterator();
    }
  }

  /** Actions and checks. */
  static final class StepNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Catalogs.of(Map.of(), Path.of("")).entries().stream()
          .map(e -> e.type().name())
          .iterator();
    }
  }

  /** What stands after {@code help}. */
  static final class HelpWords implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      var words = new ArrayList<String>(List.of("topics"));
      words.addAll(Topic.words());
      Arrays.stream(RollbackCommand.class.getAnnotation(Command.class).subcommands())
          .map(c -> c.getAnnotation(Command.class))
          .filter(c -> !c.hidden())
          .map(Command::name)
          .forEach(words::add);
      return words.stream().distinct().iterator();
    }
  }
}
