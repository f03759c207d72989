package dev.rollback.cli;

import dev.rollback.approval.PublicKey;
import dev.rollback.approval.SignedText;
import dev.rollback.approval.Signers;
import dev.rollback.approval.SshKeygen;
import dev.rollback.approval.Statement;
import dev.rollback.console.Prompt;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.UserException;
import dev.rollback.plan.PlannedStep;
import dev.rollback.plan.RefusedException;
import dev.rollback.report.CommandJson;
import dev.rollback.shape.Codec;
import dev.rollback.target.Person;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Signs a plan, or single gates of it: on another machine than that which runs it. */
@Command(
    name = "approve",
    description =
        "Look at a saved plan and sign that it may be run; on a machine of your own, without any"
            + " connection.")
final class ApproveCommand extends BaseCommand {
  private static final List<String> USUAL = List.of("id_ed25519", "id_ecdsa", "id_rsa");

  @Parameters(
      paramLabel = "FILE",
      description = "A plan that `rollback plan -o` or `rollback show RUN --plan -o` made.")
  private Path file = Path.of("");

  @Option(
      names = "--gate",
      paramLabel = "ID",
      description =
          "Approve this gate alone; may be repeated. Default: the plan as a whole, and every gate"
              + " in it.")
  private List<String> gates = new ArrayList<>();

  @Option(
      names = "--key",
      paramLabel = "PATH",
      description =
          "Your private key, or the public key of one that ssh-agent holds. Default: the first of"
              + " id_ed25519, id_ecdsa, id_rsa in ~/.ssh.")
  private @Nullable Path key;

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description =
          "Your name under `roles:` in rollback.yaml. Default: the person there who has this key.")
  private @Nullable String name;

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      defaultValue = "PT2H",
      description = "How long the approval holds, such as PT30M. Default: PT2H.")
  private Duration lasts = Duration.ofHours(2);

  @Option(
      names = "-o",
      paramLabel = "OUT",
      description = "Where the approval is written. Default: FILE with .NAME.approval after it.")
  private @Nullable Path out;

  @Option(names = "--yes", description = "Do not ask: the plan was read elsewhere.")
  private boolean yes;

  ApproveCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    if (!lasts.isPositive()) {
      throw new UserException(
          "--expires " + lasts + " is no time to come", "Write a duration such as PT30M.");
    }
    var planFile = PlanFile.read(world().directory().resolve(file));
    refuseExpired(planFile);
    var chosen = key();
    var signer = signer(chosen);
    var statement = statement(planFile, signer);
    if (!output().forPrograms()) {
      new PlanFileView(world(), workspace(), output()).show(planFile);
    }
    if (!agreed(statement)) {
      output().note("Not approved.");
      return ExitCode.GATE;
    }
    var keygen = new SshKeygen(world().environment());
    var signature = keygen.sign(chosen, statement.text(), world().console().interactive());
    write(statement, SignedText.of(statement.text(), signature));
    return ExitCode.OK;
  }

  /** Whether it moved or was used elsewhere is for `apply` to find out; this can be told here. */
  private void refuseExpired(PlanFile planFile) {
    planFile
        .plan()
        .saved()
        .filter(s -> planFile.run().isEmpty() && !world().clock().instant().isBefore(s.expires()))
        .ifPresent(
            s -> {
              throw new RefusedException(
                  List.of(
                      Diagnostic.error("the saved plan expired at " + s.expires())
                          .advise("There is nothing left to approve; have it planned again.")));
            });
  }

  private Statement statement(PlanFile planFile, String signer) {
    var plan = planFile.plan();
    var known = plan.all().filter(PlannedStep.Gate.class::isInstance).map(PlannedStep::id).toList();
    for (var gate : gates) {
      if (!known.contains(gate)) {
        throw new UserException(
            "the plan has no gate '" + gate + "'",
            DidYouMean.among(gate, known)
                .map(meant -> "Did you mean '" + meant + "'?")
                .orElse(
                    known.isEmpty()
                        ? "It has none: leave --gate out, and approve it as a whole."
                        : "It has: " + String.join(", ", known) + "."));
      }
    }
    var now = world().clock().instant();
    return new Statement(
        planFile.digest(),
        gates.isEmpty(),
        gates.isEmpty() ? known : gates,
        plan.scenario(),
        plan.target(),
        signer,
        now,
        now.plus(lasts));
  }

  private boolean agreed(Statement statement) {
    if (yes) {
      return true;
    }
    if (!world().console().interactive()) {
      throw new UnansweredException(
          "nothing was signed: nobody is there to say yes",
          "Run it at a terminal, or with --yes where the plan was read elsewhere.");
    }
    var prompt =
        Prompt.yesNo(
            "%nThis will be signed:%n%n%s%nSign it?"
                .formatted(statement.text().indent(2).stripTrailing() + "\n"));
    return world().console().ask(prompt).equals(Optional.of(Prompt.YES));
  }

  private Path key() {
    if (key != null) {
      return world().directory().resolve(key);
    }
    var home = Path.of(world().environment().getOrDefault("HOME", "."), ".ssh");
    return USUAL.stream()
        .map(home::resolve)
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "there is no key in " + home,
                    "Name yours: --key PATH. `ssh-keygen -t ed25519` makes one; its .pub line goes"
                        + " into rollback.yaml."));
  }

  /** Who signs, by rollback.yaml where it is here; it is verified where the plan is run. */
  private String signer(Path chosen) {
    var signers = workspace().signers();
    var owner = publicKey(chosen).flatMap(k -> signers.flatMap(s -> s.owner(k.base64())));
    if (name != null) {
      var named = name;
      signers.ifPresent(s -> requireKnown(s, named, owner));
      return named;
    }
    return owner
        .map(p -> p.name().value())
        .orElseThrow(
            () ->
                new UserException(
                    signers.isEmpty()
                        ? "there is no rollback.yaml here that tells who you are"
                        : "nobody under `roles` of rollback.yaml has the key " + chosen,
                    "Say it: --as NAME, as rollback.yaml has it where the plan is run."));
  }

  private static void requireKnown(Signers signers, String name, Optional<Person> owner) {
    if (!signers.roles().isEmpty() && signers.person(name).isEmpty()) {
      throw new UserException(
          "rollback.yaml has nobody called '" + name + "' under `roles`",
          DidYouMean.among(name, signers.everybody().stream().map(p -> p.name().value()).toList())
              .map(meant -> "Did you mean '" + meant + "'?")
              .orElse("Leave --as out where your key is in rollback.yaml."));
    }
    owner
        .filter(p -> !p.name().value().equals(name))
        .ifPresent(
            p -> {
              throw new UserException(
                  "the key is that of '%s' in rollback.yaml, not of '%s'"
                      .formatted(p.name().value(), name),
                  "Sign with your own key: --key PATH.");
            });
  }

  private static Optional<PublicKey> publicKey(Path chosen) {
    var path = chosen.toString();
    var file = path.endsWith(".pub") ? chosen : Path.of(path + ".pub");
    try {
      return Files.exists(file) ? PublicKey.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw SystemException.refused(
          "cannot read " + file + ": " + e.getMessage(), "Name your key: --key PATH.", e);
    }
  }

  private void write(Statement statement, SignedText approval) {
    var to = out == null ? Path.of(file + "." + safe(statement.by()) + ".approval") : out;
    var document = Codec.of(SignedText.class).encode(approval);
    NewFile.write(world().directory().resolve(to), Output.pretty(document) + "\n");
    output()
        .line(
            "Signed by %s until %s: %s"
                .formatted(statement.by(), statement.until(), statement.subject()));
    output().line("Whoever runs it gives this file: --approval " + to);
    output()
        .answer()
        .show(
            Kind.APPROVAL,
            () ->
                Codec.of(CommandJson.Approval.class)
                    .encode(
                        new CommandJson.Approval(
                            to.toString(),
                            statement.by(),
                            statement.until(),
                            statement.subject(),
                            approval.text(),
                            approval.signature())));
  }

  private static String safe(String name) {
    return name.replaceAll("[^A-Za-z0-9._@-]+", "-");
  }
}
