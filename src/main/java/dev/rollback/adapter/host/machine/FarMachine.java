package dev.rollback.adapter.host.machine;

import dev.rollback.diagnostic.SystemException;
import dev.rollback.process.Ended;
import dev.rollback.process.Programs;
import dev.rollback.process.Start;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** A machine on which a shell can be started from here. */
final class FarMachine implements Machine {
  private static final Duration TO_END_IT = Duration.ofSeconds(10);

  private final Transport transport;
  private final Map<String, String> environment;
  private final Path directory;
  private final Duration connecting;

  /**
   * A machine that is reached so.
   *
   * @param environment of this process: the transport is the user's own program
   * @param directory where the transport is started
   * @param connecting how long it may take until something runs there
   */
  FarMachine(
      Transport transport, Map<String, String> environment, Path directory, Duration connecting) {
    this.transport = transport;
    this.environment = environment;
    this.directory = directory.toAbsolutePath();
    this.connecting = connecting;
  }

  @Override
  public String address() {
    return transport.address();
  }

  @Override
  public Ended run(Command command, Consumer<String> lines) {
    var script = new Script("rollback-" + UUID.randomUUID());
    var patience = command.patience().plus(connecting);
    var masking = new Masking(command);
    var told = masking.masked(lines);
    var ended =
        masking.masked(
            start(
                script.text(command),
                patience,
                line -> {
                  if (!script.isOwn(line)) {
                    told.accept(line);
                  }
                }));
    var heard = script.framed(ended.out());
    var group = script.group(ended.out());
    if (group.isEmpty()) {
      throw notStarted(script, ended, command);
    }
    var exit = script.exit(ended.out());
    if (exit.isPresent()) {
      // Even where the transport did not end: something that the program left behind holds it open.
      return new Ended(exit.getAsInt(), heard, ended.err(), ended.took(), Optional.empty());
    }
    if (ended.cut().isPresent()) {
      var mine = new Ended(ended.exit(), heard, ended.err(), ended.took(), ended.cut());
      return Interruption.raise(mine, command, address(), end(group.get()));
    }
    throw lost(ended, command);
  }

  private Ended start(String input, Duration patience, Consumer<String> lines) {
    return Programs.run(
        new Start(transport.argv(), environment, directory, input, patience, ROOM), lines);
  }

  private SystemException notStarted(Script script, Ended ended, Command command) {
    var missing = script.missing(ended.out());
    if (missing.isPresent()) {
      return switch (missing.get()) {
        case FOLDER ->
            SystemException.refused(
                "there is no folder %s on %s that this user may enter"
                    .formatted(command.directory().orElse(""), address()),
                "Correct the folder, or create it there.");
        case PROGRAM ->
            SystemException.refused(
                "there is no program %s on %s".formatted(command.program(), address()),
                "Install it there, or give its whole path.");
      };
    }
    if (ended.cut().isPresent()) {
      return SystemException.refused(
          "%s: nothing was running there after %s%s"
              .formatted(
                  address(), Interruption.seconds(ended.took().toMillis()), Words.printed(ended)),
          "See by hand how long it takes to get there; `timeout` of the connection allows more.");
    }
    return transport.trouble(ended);
  }

  private SystemException lost(Ended ended, Command command) {
    return SystemException.unknown(
        "%s: the connection broke while %s was running%s"
            .formatted(address(), command.program(), Words.printed(ended)),
        "It may still be running there. Look at what it has done.",
        new IOException("exit code " + ended.exit()));
  }

  /** Killing the transport leaves alone what runs on the other side. */
  private String end(long group) {
    try {
      var ended = start(Script.ending(group), TO_END_IT, _ -> {});
      return ended.with(0) ? "" : ", or may still be running there";
    } catch (SystemException e) {
      return ", or is still running there, since it cannot be reached";
    }
  }
}
