package dev.rollback.process;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program with all that it started: the processes of its group, which is its own since it was
 * started in a session of its own, and those below it that have left the group.
 */
final class ProcessGroup {
  private static final long TO_TIDY_UP_SECONDS = 2;

  private final Process leader;

  ProcessGroup(Process leader) {
    this.leader = leader;
  }

  /** Ends all of it: politely first. */
  void end() {
    var family = family();
    signal("TERM");
    family.forEach(ProcessHandle::destroy);
    CompletableFuture.allOf(
            family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, TO_TIDY_UP_SECONDS, TimeUnit.SECONDS)
        .join();
    signal("KILL");
    Stream.concat(family.stream(), family().stream()).forEach(ProcessHandle::destroyForcibly);
    leader.onExit().join();
  }

  private List<ProcessHandle> family() {
    var head = leader.toHandle();
    return Stream.concat(head.descendants(), Stream.of(head)).toList();
  }

  /**
   * Java can signal single processes only. Where there is no such program, those are what is left.
   */
  private void signal(String signal) {
    var kill = Programs.find("kill", Map.of());
    if (kill.isEmpty()) {
      return;
    }
    try {
      new ProcessBuilder(kill.get().toString(), "-s", signal, "--", "-" + leader.pid())
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .onExit()
          .completeOnTimeout(leader, TO_TIDY_UP_SECONDS, TimeUnit.SECONDS)
          .join();
    } catch (IOException e) {
      // Then the processes that are known are ended one by one.
      leader.destroy();
    }
  }
}
