package dev.rollback.scenario;

import dev.rollback.action.Catalog;
import dev.rollback.diagnostic.Checked;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.SourceFile;
import dev.rollback.yaml.BindContext;
import dev.rollback.yaml.Binder;
import dev.rollback.yaml.YamlNode;
import dev.rollback.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads runbooks, and those that they call: every problem of all files at once, and no I/O besides
 * reading the files.
 */
public final class ScenarioReader {
  private final Catalog catalog;
  private final Path directory;
  private final Library library;

  /**
   * Knows these actions and checks; runbooks that are called stand beside their callers.
   *
   * @param directory where relative paths start
   */
  public ScenarioReader(Catalog catalog, Path directory) {
    this(catalog, directory, Library.files(directory, List.of()));
  }

  /**
   * The same, with runbooks that are called from somewhere else.
   *
   * @param library where those are
   */
  public ScenarioReader(Catalog catalog, Path directory, Library library) {
    this.catalog = catalog;
    this.directory = directory;
    this.library = library;
  }

  /**
   * A runbook that was read, and the file it stands in.
   *
   * @param called the runbooks that it calls, by their names
   */
  public record Read(Scenario scenario, SourceFile source, Map<String, Read> called) {
    /** The names of the causes that its conditions may ask for, those of called ones included. */
    public Set<String> causes() {
      var names = new LinkedHashSet<>(scenario.causes());
      scenario
          .calls()
          .forEach(
              call -> of(call).causes().forEach(cause -> names.add(call.name() + "/" + cause)));
      return names;
    }

    /** What a call of this runbook calls. */
    public Read of(StepForm.ScenarioStep call) {
      var read = called.get(call.scenario().value());
      if (read == null) {
        throw new IllegalStateException("a call was not resolved: " + call.scenario().value());
      }
      return read;
    }

    /** The files of all runbooks that it calls, and that these call, each once. */
    public List<SourceFile> files() {
      return called.values().stream()
          .flatMap(c -> Stream.concat(Stream.of(c.source()), c.files().stream()))
          .distinct()
          .toList();
    }
  }

  /** Reads and checks a file. */
  public Checked<Read> read(Path path) {
    return YamlReader.read(path, directory).then(tree -> new Reading().read(tree, List.of()));
  }

  /** Checks a text, as a journal or a plan holds it. */
  public Checked<Read> parse(SourceFile source) {
    return YamlReader.parse(source).then(tree -> new Reading().read(tree, List.of()));
  }

  /** One runbook and all that it calls; each file is read and judged once. */
  private final class Reading {
    private final Map<String, Checked<Read>> known = new LinkedHashMap<>();

    /** A runbook that is called on this way, the first caller first. */
    Checked<Read> read(YamlNode tree, List<String> way) {
      return switch (Binder.bind(tree, Scenario.class, BindContext.plain())) {
        case Checked.Valid<Scenario>(var scenario, var _) -> check(scenario, tree.at().file(), way);
        case Checked.Invalid<Scenario>(var problems) -> {
          var all = new ArrayList<>(problems);
          all.addAll(PartialCheck.of(catalog, tree));
          yield new Checked.Invalid<>(all);
        }
      };
    }

    private Checked<Read> check(Scenario scenario, SourceFile source, List<String> way) {
      var further = new ArrayList<>(way);
      further.add(Library.nameOf(source));
      var problems = new ArrayList<Diagnostic>();
      var called = new LinkedHashMap<String, Read>();
      for (var call : scenario.calls().toList()) {
        if (!called.containsKey(call.scenario().value())) {
          switch (called(call, source, further)) {
            case Checked.Valid<Read>(var read, var _) -> called.put(call.scenario().value(), read);
            case Checked.Invalid<Read>(var found) -> problems.addAll(found);
          }
        }
      }
      problems.addAll(0, new ScenarioCheck(catalog, scenario, source, called).problems());
      return problems.isEmpty()
          ? Checked.valid(new Read(scenario, source, called))
          : new Checked.Invalid<>(problems.stream().distinct().toList());
    }

    private Checked<Read> called(StepForm.ScenarioStep call, SourceFile caller, List<String> way) {
      var name = call.scenario();
      if (way.contains(name.value())) {
        return new Checked.Invalid<>(List.of(CallProblems.cycle(name, way)));
      }
      var found = library.find(name.value(), caller);
      if (found.isEmpty()) {
        return new Checked.Invalid<>(List.of(CallProblems.missing(name, caller)));
      }
      var file = found.get();
      var key =
          file instanceof Checked.Valid<YamlNode>(var tree, var _) ? tree.at().file().name() : "";
      var before = known.get(key);
      if (before != null) {
        return before;
      }
      var read = file.then(tree -> read(tree, way));
      known.put(key, read);
      return read;
    }
  }
}
