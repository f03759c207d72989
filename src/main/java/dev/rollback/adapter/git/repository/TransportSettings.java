package dev.rollback.adapter.git.repository;

import dev.rollback.adapter.git.repository.Checkout.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What of a clone's configuration decides how its remote is reached: proxies, certificates,
 * credential helpers, the ssh command, replaced URLs. It is handed on in the environment: a file or
 * an argument would show the passwords that some of it holds.
 *
 * @param handedOn in the order in which it is applied
 * @param safe the folders of other users that git may use
 */
record TransportSettings(List<Setting> handedOn, List<String> safe) {
  private static final Set<String> SECTIONS =
      Set.of("http", "credential", "url", "protocol", "ssh", "credentialcache");
  private static final Set<String> OF_WORK =
      Set.of(
          "user",
          "author",
          "committer",
          "gpg",
          "merge",
          "filter",
          "lfs",
          "commit.gpgsign",
          "diff.renames",
          "diff.renamelimit",
          "push.gpgsign",
          "push.pushoption");

  /** From where a partial clone gets what it lacks. */
  private static final Set<String> GAPS = Set.of("promisor", "partialclonefilter");

  private static final Set<String> ADDRESSES = Set.of("url", "pushurl");
  private static final Set<String> OF_CORE =
      Set.of("core.sshcommand", "core.askpass", "core.gitproxy");
  private static final Set<String> OF_REMOTE =
      Set.of("proxy", "proxyauthmethod", "uploadpack", "receivepack", "vcs", "serveroption");

  /** Takes from all settings what is needed for this remote. */
  static TransportSettings of(List<Setting> all, String remote) {
    var handedOn = new ArrayList<Setting>();
    var prefix = "remote." + remote + ".";
    var pushUrls = values(all, prefix + "pushurl");
    var urls = values(all, prefix + "url");
    urls.forEach(url -> handedOn.add(of(Scratch.READ, "url", url)));
    (pushUrls.isEmpty() ? urls : pushUrls)
        .forEach(url -> handedOn.add(of(Scratch.PUSH, "url", url)));
    // Where it is written, no pushInsteadOf holds.
    pushUrls.forEach(url -> handedOn.add(of(Scratch.PUSH, "pushurl", url)));
    for (var setting : all) {
      var key = setting.key();
      if (general(key)) {
        handedOn.add(setting);
      } else if (key.startsWith(prefix) && OF_REMOTE.contains(key.substring(prefix.length()))) {
        handedOn.add(of(Scratch.READ, key.substring(prefix.length()), setting.value()));
        handedOn.add(of(Scratch.PUSH, key.substring(prefix.length()), setting.value()));
      }
    }
    return new TransportSettings(List.copyOf(handedOn), values(all, "safe.directory"));
  }

  /**
   * The same for a repository in which commits are made and pushed as the user would: besides, who
   * commits, how that is signed, merged and filtered, and the remote under its own name.
   *
   * @param top what a remote that is a folder is relative to
   */
  static TransportSettings ofWork(List<Setting> all, String remote, Path top) {
    var transport = of(all, remote);
    var prefix = "remote." + remote + ".";
    var handedOn = new ArrayList<>(transport.handedOn());
    for (var setting : all) {
      var key = setting.key();
      if (OF_WORK.contains(section(key)) || OF_WORK.contains(key)) {
        handedOn.add(setting);
      } else if (key.startsWith(prefix) && ownOfRemote(key.substring(prefix.length()))) {
        handedOn.add(setting);
      }
    }
    return new TransportSettings(
        handedOn.stream().map(s -> absolute(s, top)).toList(), transport.safe());
  }

  private static boolean ownOfRemote(String key) {
    return ADDRESSES.contains(key) || OF_REMOTE.contains(key) || GAPS.contains(key);
  }

  /** The same without a section. */
  TransportSettings without(String section) {
    return new TransportSettings(
        handedOn.stream().filter(s -> !section(s.key()).equals(section)).toList(), safe);
  }

  private static Setting absolute(Setting setting, Path top) {
    return setting.key().startsWith("remote.")
            && ADDRESSES.contains(setting.key().substring(setting.key().lastIndexOf('.') + 1))
        ? new Setting(setting.key(), Urls.absolute(setting.value(), top))
        : setting;
  }

  private static String section(String key) {
    return key.replaceFirst("\\..*", "").toLowerCase(Locale.ROOT);
  }

  private static boolean general(String key) {
    return OF_CORE.contains(key.toLowerCase(Locale.ROOT)) || SECTIONS.contains(section(key));
  }

  private static Setting of(String remote, String key, String value) {
    return new Setting("remote." + remote + "." + key, value);
  }

  private static List<String> values(List<Setting> all, String key) {
    return all.stream().filter(s -> s.key().equals(key)).map(Setting::value).toList();
  }

  /** As git takes settings from the environment. */
  Map<String, String> environment() {
    var environment = new HashMap<String, String>();
    environment.put("GIT_CONFIG_PARAMETERS", "");
    environment.put("GIT_CONFIG_COUNT", Integer.toString(handedOn.size()));
    for (var n = 0; n < handedOn.size(); n++) {
      environment.put("GIT_CONFIG_KEY_" + n, handedOn.get(n).key());
      environment.put("GIT_CONFIG_VALUE_" + n, handedOn.get(n).value());
    }
    return environment;
  }

  /**
   * The text of a file of global settings. Git takes these folders from nowhere else on the other
   * side of a remote that is itself a folder.
   */
  String global() {
    var text = new StringBuilder("[safe]\n");
    for (var folder : safe) {
      text.append("\tdirectory = \"")
          .append(folder.replace("\\", "\\\\").replace("\"", "\\\""))
          .append("\"\n");
    }
    return text.toString();
  }
}
