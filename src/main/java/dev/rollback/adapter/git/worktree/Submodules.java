package dev.rollback.adapter.git.worktree;

import dev.rollback.action.Requirement.Finding;
import dev.rollback.adapter.git.repository.Checkout;
import dev.rollback.adapter.git.repository.Checkout.Setting;
import dev.rollback.adapter.git.repository.GitErrors;
import dev.rollback.adapter.git.repository.GitProgram;
import dev.rollback.adapter.git.repository.GitProgram.Answer;
import dev.rollback.adapter.git.repository.GitProgram.Call;
import dev.rollback.adapter.git.repository.Urls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The submodules that a commit of the clone records. */
final class Submodules {
  private static final String FILE = ".gitmodules";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final GitProgram git;
  private final Checkout checkout;

  Submodules(GitProgram git, Checkout checkout) {
    this.git = git;
    this.checkout = checkout;
  }

  /** Where each is, and at which commit. */
  Map<String, String> recorded(String commit) {
    var recorded = new TreeMap<String, String>();
    for (var path : settings(commit, "path").values()) {
      entry(commit, path)
          .filter(entry -> entry.startsWith("160000 "))
          .ifPresent(entry -> recorded.put(path, entry.split("[ \t]", 4)[2]));
    }
    return recorded;
  }

  /** One key of all of them, by their names. */
  private Map<String, String> settings(String commit, String key) {
    if (entry(commit, FILE).isEmpty()) {
      return Map.of();
    }
    var settings = new LinkedHashMap<String, String>();
    for (var setting : settingsIn(commit + ":" + FILE, checkout)) {
      if (setting.key().startsWith("submodule.") && setting.key().endsWith("." + key)) {
        var name =
            setting
                .key()
                .substring("submodule.".length(), setting.key().length() - key.length() - 1);
        settings.put(name, setting.value());
      }
    }
    return settings;
  }

  private static List<Setting> settingsIn(String blob, Checkout checkout) {
    return Checkout.settings(
        checkout.read(
            "reading " + blob, "config", "--no-includes", "--blob", blob, "--null", "--list"));
  }

  /** What a commit has at a path, as {@code git ls-tree} shows it; empty where it has nothing. */
  private Optional<String> entry(String commit, String path) {
    var listed =
        checkout.read("reading " + commit, "ls-tree", "--full-tree", "-z", commit, "--", path);
    return Arrays.stream(listed.split("\0"))
        .filter(entry -> entry.endsWith("\t" + path))
        .findFirst();
  }

  /** The address of a remote as it is written; empty where there is no such remote. */
  private Optional<String> urlOf(String remote) {
    return checkout.settings().stream()
        .filter(s -> s.key().equals("remote." + remote + ".url"))
        .map(Setting::value)
        .findFirst();
  }

  /** Asks another repository for its refs, with what git allows for submodules. */
  private Answer reach(String url) {
    return git.run(
        new Call(
            checkout.place().top(),
            List.of("ls-remote", "--quiet", "--heads", "--", url),
            Map.of("GIT_PROTOCOL_FROM_USER", "0"),
            "",
            PATIENCE));
  }

  /** Whether they can be read where git would get them from; theirs are not known before. */
  Finding reachable(String commit) {
    var remote = urlOf("origin");
    var own = checkout.settings();
    for (var module : settings(commit, "url").entrySet()) {
      var url =
          own.stream()
              .filter(s -> s.key().equals("submodule." + module.getKey() + ".url"))
              .map(Setting::value)
              .findFirst()
              .or(() -> absolute(module.getValue(), remote));
      if (url.isEmpty()) {
        return new Finding.Warning(
            "It cannot be told where the submodule %s is: its URL %s is relative, and the clone has"
                    .formatted(module.getKey(), Urls.shown(module.getValue()))
                + " no remote origin.",
            "Check it by hand: git submodule update --init");
      }
      var answer = reach(url.get());
      if (!answer.ok()) {
        var why =
            new GitErrors(Urls.shown(url.get()))
                .reading("asking for the submodule " + module.getKey(), answer);
        return new Finding.Missing(why.problem(), why.advice().orElse(""));
      }
    }
    return new Finding.Met();
  }

  /** As git does it: each {@code ../} takes one part of the remote's address away. */
  static Optional<String> absolute(String url, Optional<String> remote) {
    if (!url.startsWith("./") && !url.startsWith("../")) {
      return Optional.of(url);
    }
    if (remote.isEmpty()) {
      return Optional.empty();
    }
    var base = remote.get().replaceFirst("/+$", "");
    var rest = url;
    var separator = "/";
    while (rest.startsWith("./") || rest.startsWith("../")) {
      if (rest.startsWith("../")) {
        var slash = base.lastIndexOf('/');
        var cut = slash >= 0 ? slash : base.lastIndexOf(':');
        if (cut < 0) {
          return Optional.empty();
        }
        separator = slash >= 0 ? "/" : ":";
        base = base.substring(0, cut);
      }
      rest = rest.substring(rest.indexOf('/') + 1);
    }
    return Optional.of(base + separator + rest);
  }

  /**
   * The commands that check all of them out in a work tree, without a line in the clone's settings.
   */
  static List<List<String>> checkout() {
    var all = List.of("-c", "submodule.active=.", "submodule", "--quiet");
    return List.of(
        with(all, "update", "--checkout"),
        with(all, "foreach", "git submodule --quiet update --init --recursive --checkout"));
  }

  private static List<String> with(List<String> command, String... more) {
    var all = new ArrayList<>(command);
    all.addAll(List.of(more));
    return List.copyOf(all);
  }
}
