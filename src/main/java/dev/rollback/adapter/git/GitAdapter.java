package dev.rollback.adapter.git;

import dev.rollback.action.Adapter;
import dev.rollback.action.Connection;
import dev.rollback.action.Fact;
import dev.rollback.action.Pin;
import dev.rollback.action.Secrets;
import dev.rollback.action.StepType;
import dev.rollback.adapter.git.repository.Benches;
import dev.rollback.adapter.git.repository.Checkout;
import dev.rollback.adapter.git.repository.GitProgram;
import dev.rollback.adapter.git.repository.GitSettings;
import dev.rollback.adapter.git.repository.Identity;
import dev.rollback.adapter.git.repository.Remote;
import dev.rollback.adapter.git.repository.Scratch;
import dev.rollback.adapter.git.revert.Revert;
import dev.rollback.adapter.git.revert.RevertState;
import dev.rollback.adapter.git.worktree.LinkedState;
import dev.rollback.adapter.git.worktree.LinkedWorktree;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A branch on a remote, by the user's own git: its credentials, its ssh, its proxies. */
public final class GitAdapter implements Adapter<GitSettings, GitReader, GitWriter> {
  private final Map<String, String> environment;
  private final Path base;

  /**
   * Reaches remotes as git does when it is started with this environment.
   *
   * @param environment of the process; PATH and TMPDIR are read, all of it is handed on to git
   * @param base what a relative {@code directory:} is relative to: the folder of rollback.yaml
   */
  public GitAdapter(Map<String, String> environment, Path base) {
    this.environment = Map.copyOf(environment);
    this.base = base;
  }

  @Override
  public String system() {
    return "git";
  }

  @Override
  public Class<GitSettings> settings() {
    return GitSettings.class;
  }

  @Override
  public List<StepType<GitReader, GitWriter>> steps() {
    return List.of(
        StepType.action("git.revert", Revert.class, RevertState.class),
        StepType.action("git.worktree", LinkedWorktree.class, LinkedState.class),
        StepType.check("git.clean", Clean.class, Clean.Values.class),
        StepType.check("git.contains", Contains.class, Contains.Values.class),
        StepType.check("git.difference", Difference.class, Difference.Values.class));
  }

  @Override
  public List<Fact> facts() {
    return Identity.FACTS;
  }

  @Override
  public Connection<GitReader, GitWriter> connect(GitSettings settings, Pin pin, Secrets secrets) {
    var program = new GitProgram(environment);
    var checkout = new Checkout(program, base.resolve(settings.directory()));
    var scratch = new Scratch(program, checkout, settings.remote(), temporary());
    return new GitConnection(
        settings,
        checkout,
        scratch,
        new Remote(checkout, scratch, settings.remote()),
        new Benches(program, checkout, settings.remote(), temporary()),
        pin);
  }

  private Path temporary() {
    return Path.of(
        environment.getOrDefault("TMPDIR", System.getProperty("java.io.tmpdir", "/tmp")));
  }
}
