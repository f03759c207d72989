package dev.rollback.scenario;

import dev.rollback.action.Catalog;
import dev.rollback.diagnostic.Checked;
import dev.rollback.diagnostic.SourceFile;
import dev.rollback.yaml.BindContext;
import dev.rollback.yaml.Binder;
import dev.rollback.yaml.YamlNode;
import dev.rollback.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;

/** Reads runbooks: every problem of a file at once, and no I/O besides reading the file. */
public final class ScenarioReader {
  private final Catalog catalog;
  private final Path directory;

  /**
   * Knows these actions and checks.
   *
   * @param directory where relative paths start
   */
  public ScenarioReader(Catalog catalog, Path directory) {
    this.catalog = catalog;
    this.directory = directory;
  }

  /** A runbook that was read, and the file it stands in. */
  public record Read(Scenario scenario, SourceFile source) {}

  /** Reads and checks a file. */
  public Checked<Read> read(Path path) {
    return YamlReader.read(path, directory).then(this::bind);
  }

  /** Checks a text, as a journal or a plan holds it. */
  public Checked<Read> parse(SourceFile source) {
    return YamlReader.parse(source).then(this::bind);
  }

  private Checked<Read> bind(YamlNode tree) {
    return switch (Binder.bind(tree, Scenario.class, BindContext.plain())) {
      case Checked.Valid<Scenario>(var scenario, var _) -> check(scenario, tree.at().file());
      case Checked.Invalid<Scenario>(var problems) -> {
        var all = new ArrayList<>(problems);
        all.addAll(PartialCheck.of(catalog, tree));
        yield new Checked.Invalid<>(all);
      }
    };
  }

  private Checked<Read> check(Scenario scenario, SourceFile source) {
    var problems = new ScenarioCheck(catalog, scenario, source).problems();
    return problems.isEmpty()
        ? Checked.valid(new Read(scenario, source))
        : new Checked.Invalid<>(problems);
  }
}
