package dev.rollback.cli;

import dev.rollback.diagnostic.SystemException;
import dev.rollback.help.Completion;
import dev.rollback.help.ManPages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes what a package installs beside the program: the build calls it. */
@Command(
    name = "__package",
    hidden = true,
    description = "Write man pages and completion below a prefix.")
final class PackageCommand extends BaseCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "PREFIX", description = "Where they go.")
  private Path prefix = Path.of("");

  @Parameters(index = "1", paramLabel = "VERSION", description = "The version of the package.")
  private String version = "";

  @Parameters(index = "2", paramLabel = "DATE", description = "Of this version: 2026-01-31….")
  private String date = "";

  PackageCommand(World world) {
    super(world);
  }

  @Override
  boolean speaksToPrograms() {
    return false;
  }

  @Override
  ExitCode execute() {
    var files = new TreeMap<String, String>();
    ManPages.of(spec.root(), version, date.substring(0, 10), Examples::of)
        .forEach((name, text) -> files.put("share/man/" + name, text));
    for (var shell : Completion.values()) {
      files.put(shell.place(), shell.script(spec.root()));
    }
    files.forEach(this::write);
    return ExitCode.OK;
  }

  private void write(String name, String text) {
    var file = world().directory().resolve(prefix).resolve(name);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw SystemException.refused(
          file + " cannot be written: " + e, "Check the owner and the free space.", e);
    }
  }
}
