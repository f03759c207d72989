package dev.rollback.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CountDownLatch;

/** A process that starts a sandbox, says where in a file, and waits to be ended. */
final class SandboxInChild {
  private SandboxInChild() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Sandbox sandbox = Sandbox.start(Path.of(args[0]));
    Path draft = Files.writeString(Path.of(args[1] + ".draft"), sandbox.directory().toString());
    Files.move(draft, Path.of(args[1]), StandardCopyOption.ATOMIC_MOVE);
    new CountDownLatch(1).await();
  }
}
