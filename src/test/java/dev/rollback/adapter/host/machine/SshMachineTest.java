package dev.rollback.adapter.host.machine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.rollback.adapter.host.TestSshd;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.SystemException.Effect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine that ssh leads to, and everything that keeps it from leading there. */
final class SshMachineTest extends MachineContract {
  @TempDir static Path folder;
  private static TestSshd sshd;

  @BeforeAll
  static void start() {
    sshd = new TestSshd(folder);
  }

  @AfterAll
  static void stop() {
    if (sshd != null) {
      sshd.close();
    }
  }

  @Override
  Machine machine() {
    return machine(TestSshd.HOST);
  }

  private static Machine machine(String destination) {
    return Machines.ssh(destination, sshd.environment(), folder, Duration.ofSeconds(5));
  }

  private static SystemException fails(String destination) {
    var failed =
        catchThrowableOfType(
            SystemException.class,
            () ->
                machine(destination)
                    .run(Command.of(List.of("true"), Duration.ofSeconds(20)), _ -> {}));
    assertThat(failed.effect()).isEqualTo(Effect.NONE);
    assertThat(failed.problem()).startsWith(destination + ": ");
    return failed;
  }

  @Test
  void anUnknownHostKeyIsNotBelieved() {
    var failed = fails(TestSshd.STRANGER);
    assertThat(failed.problem()).contains("ssh does not know the host's key");
    assertThat(failed.advice()).get().asString().contains("ssh " + TestSshd.STRANGER, "compare");
  }

  @Test
  void anotherHostKeyThanTheKnownOneIsAnAlarm() {
    var failed = fails(TestSshd.IMPOSTOR);
    assertThat(failed.problem()).contains("another one than the one that is known");
  }

  @Test
  void whoIsNotLetInIsToldHowToBe() {
    var failed = fails(TestSshd.LOCKED_OUT);
    assertThat(failed.problem()).contains("it does not let this user in", "Permission denied");
    assertThat(failed.advice()).get().asString().contains("ssh-agent");
  }

  @Test
  void aNameThatNobodyKnowsIsNamed() {
    assertThat(fails("ops@nowhere.invalid").problem())
        .contains("the name of the host cannot be resolved", "nowhere.invalid");
  }

  @Test
  void aServerThatIsDownIsNamed() {
    assertThat(fails("cache-down").problem())
        .contains("no ssh server answers", "Connection refused");
  }

  @Test
  void thereMustBeAnSshProgram() {
    var environment = new HashMap<>(sshd.environment());
    environment.put("PATH", folder.toString());
    var failed =
        catchThrowableOfType(
            SystemException.class,
            () ->
                Machines.ssh(TestSshd.HOST, environment, folder, Duration.ofSeconds(5))
                    .run(Command.of(List.of("true"), Duration.ofSeconds(20)), _ -> {}));
    assertThat(failed.problem()).contains("there is no program ssh in the folders of PATH");
  }

  @Test
  void aConnectionThatBreaksWhileItRunsLeavesTheOutcomeUnknown() {
    var began = folder.resolve("began");
    var argv = List.of("sh", "-c", "touch " + began + "; exec sleep 20");
    var running =
        CompletableFuture.supplyAsync(
            () ->
                catchThrowableOfType(
                    SystemException.class,
                    () -> machine().run(Command.of(argv, Duration.ofSeconds(60)), _ -> {})));
    await().atMost(20, SECONDS).until(() -> Files.exists(began));
    sshd.cut();
    var failed = running.join();
    assertThat(failed.effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(failed.problem()).contains("the connection broke while sh was running");
    assertThat(failed.advice()).get().asString().contains("It may still be running there");
  }
}
