package dev.rollback.cli;

import dev.rollback.console.Colour;
import dev.rollback.console.Consoles;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.UserException;
import dev.rollback.help.Completion;
import dev.rollback.plan.RefusedException;
import dev.rollback.report.DiagnosticText;
import dev.rollback.sandbox.site.SandboxException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/** The composition root, and the one place where what went wrong becomes an exit code. */
public final class Main {
  private static final DateTimeFormatter RUN_ID =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private Main() {}

  /**
   * The platform sends no password to a proxy through which a tunnel goes, unless it is told before
   * its first request. Whoever writes one into the proxy's URL wants it sent, as curl and kubectl
   * do.
   */
  private static void allowProxyPasswords() {
    System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
  }

  /** Runs one command line and ends the process with its exit code. */
  public static void main(String[] args) {
    allowProxyPasswords();
    var redactor = new Redactor();
    var environment = System.getenv();
    var console = Consoles.ofProcess(redactor, environment, Colour.AUTO);
    var stop = new Interrupts();
    stop.listening(
        () -> {
          console.error(
              "\n"
                  + "Stopping as soon as the step in hand is safe; once more stops at once. Nothing"
                  + " is lost.");
          console.giveUp();
        });
    var clock = Clock.system(ZoneId.systemDefault());
    var world =
        new World(
            environment,
            Path.of("").toAbsolutePath(),
            console,
            redactor,
            clock,
            () -> runId(clock),
            environment.getOrDefault("USER", System.getProperty("user.name", "unknown")),
            host(environment),
            stop);
    System.exit(run(world, args));
  }

  /** Runs one command line in a given world. */
  static int run(World world, String... args) {
    return commandLine(world).execute(args);
  }

  /** The commands, with their world given to each. */
  static CommandLine commandLine(World world) {
    var line = new CommandLine(RollbackCommand.class, new CommandFactory(world));
    Examples.addTo(line);
    // What is being written need not be a command line yet.
    Objects.requireNonNull(line.getSubcommands().get(Completion.ASK)).setStopAtPositional(true);
    return line.registerConverter(Duration.class, new DurationOption())
        .setExecutionExceptionHandler(
            (e, command, parsed) -> report(world, answer(world, command, parsed.originalArgs()), e))
        .setParameterExceptionHandler((e, words) -> usage(world, List.of(words), e))
        .setOut(new ConsoleWriter(world.console()::print))
        .setErr(new ConsoleWriter(world.console()::error))
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .setUsageHelpWidth(Math.clamp(world.console().width(), 60, 100));
  }

  /** What the command says to programs. */
  private static Answer answer(World world, CommandLine command, List<String> words) {
    try {
      return command.getCommand() instanceof BaseCommand known
          ? known.output().answer()
          : guessed(world, words);
    } catch (UserException e) {
      // Its command line wants two forms: that is what is reported, in the last of them.
      return guessed(world, words);
    }
  }

  private static Answer guessed(World world, List<String> words) {
    return new Answer(world.console(), Output.answerForm(OutputChoice.guessed(words)));
  }

  private static int usage(World world, List<String> words, CommandLine.ParameterException e) {
    var name = e.getCommandLine().getCommandSpec().qualifiedName();
    return problems(
        world,
        guessed(world, words),
        List.of(
            Diagnostic.error(message(e))
                .advise(
                    meant(e).map(m -> "Did you mean '" + m + "'? ").orElse("")
                        + "See `"
                        + name
                        + " --help`.")),
        ExitCode.USAGE);
  }

  private static String message(CommandLine.ParameterException e) {
    return e instanceof CommandLine.UnmatchedArgumentException unmatched
            && !unmatched.isUnknownOption()
        ? "there is no command or argument '" + unmatched.getUnmatched().getFirst() + "' here"
        : String.valueOf(e.getMessage()).replace("option option", "option"); // the parser's slip
  }

  /** The command or the option that an unknown word was probably meant to be. */
  private static Optional<String> meant(CommandLine.ParameterException e) {
    if (!(e instanceof CommandLine.UnmatchedArgumentException unmatched)) {
      return Optional.empty();
    }
    var spec = e.getCommandLine().getCommandSpec();
    var known =
        unmatched.isUnknownOption()
            ? spec.optionsMap().keySet()
            : e.getCommandLine().getSubcommands().keySet();
    return DidYouMean.among(unmatched.getUnmatched().getFirst(), known);
  }

  private static int report(World world, Answer answer, Exception thrown) {
    return switch (thrown) {
      case UserException e -> problems(world, answer, e.problems(), ExitCode.USAGE);
      case RefusedException e -> problems(world, answer, e.reasons(), ExitCode.REFUSED);
      case UnansweredException e -> problems(world, answer, List.of(e.diagnostic()), ExitCode.GATE);
      case SystemException e -> problems(world, answer, List.of(e.diagnostic()), ExitCode.REFUSED);
      case SandboxException e ->
          problems(
              world,
              answer,
              List.of(Diagnostic.error(String.valueOf(e.getMessage()))),
              ExitCode.REFUSED);
      default -> bug(world, answer, thrown);
    };
  }

  private static int bug(World world, Answer answer, Exception e) {
    world.console().error(trace(e)); // by way of the redactor, unlike a log
    return problems(
        world,
        answer,
        List.of(
            Diagnostic.error("this is a bug in rollback " + Version.text() + ": " + e)
                .advise(
                    "If a run was under way, `rollback status` tells how far it came. Please report"
                        + " what is above.")),
        ExitCode.BUG);
  }

  private static String trace(Throwable e) {
    var frames =
        Stream.of(e.getStackTrace()).map(f -> "    at " + f).collect(Collectors.joining("\n"));
    var cause = e.getCause();
    return e + "\n" + frames + (cause == null ? "" : "\ncaused by: " + trace(cause));
  }

  private static int problems(
      World world, Answer answer, List<Diagnostic> problems, ExitCode exit) {
    var explained = Explained.of(problems, exit);
    world.console().error(new DiagnosticText(world.console().colour()).render(explained));
    answer.problems(explained);
    answer.end(exit);
    return exit.code();
  }

  private static String runId(Clock clock) {
    var random = new byte[2];
    ThreadLocalRandom.current().nextBytes(random);
    return RUN_ID.format(clock.instant()) + "-" + HexFormat.of().formatHex(random);
  }

  private static String host(Map<String, String> environment) {
    try {
      return environment.getOrDefault("HOSTNAME", InetAddress.getLocalHost().getHostName());
    } catch (UnknownHostException e) {
      return "unknown host: " + e.getMessage();
    }
  }
}
