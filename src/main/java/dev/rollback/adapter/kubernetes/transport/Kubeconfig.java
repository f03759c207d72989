package dev.rollback.adapter.kubernetes.transport;

import dev.rollback.adapter.kubernetes.Failures;
import dev.rollback.adapter.kubernetes.Nearest;
import dev.rollback.diagnostic.UserException;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * One context of the kubeconfig files, found as kubectl finds them. The current context, and what
 * Fabric8 would take from this process's environment, are never used.
 *
 * @param files the files, the first one that defines a name counts
 * @param context the name of the context
 * @param user the name of its user
 * @param cluster the name of its cluster
 * @param server the address of its API server
 */
public record Kubeconfig(
    List<Path> files, String context, String user, String cluster, String server) {

  /**
   * Reads the files. Nothing is sent, and no credential plugin is started.
   *
   * @param base what a relative path in the settings is relative to
   * @throws UserException when a file or the context does not exist
   */
  public static Kubeconfig read(
      KubernetesSettings settings, Map<String, String> environment, Path base) {
    var files = files(settings, environment, base);
    var parsed = files.stream().map(Kubeconfig::parse).toList();
    var named =
        all(parsed, io.fabric8.kubernetes.api.model.Config::getContexts)
            .filter(c -> settings.context().equals(c.getName()) && c.getContext() != null)
            .findFirst()
            .orElseThrow(() -> noSuchContext(settings.context(), files, parsed));
    return new Kubeconfig(
        files,
        settings.context(),
        Optional.ofNullable(named.getContext().getUser()).orElse(""),
        Optional.ofNullable(named.getContext().getCluster()).orElse(""),
        server(named, files, parsed));
  }

  /**
   * A configuration of this context alone, without what {@link #login()} tells: the client library
   * would start a credential plugin once and for ever, and knows of no token file.
   */
  public Config config() {
    var parsed = files.stream().map(Kubeconfig::parse).toList();
    all(parsed, io.fabric8.kubernetes.api.model.Config::getUsers)
        .flatMap(named -> Optional.ofNullable(named.getUser()).stream())
        .forEach(
            found -> {
              found.setExec(null);
              if (found.getTokenFile() != null) {
                found.setToken(null);
              }
            });
    all(parsed, io.fabric8.kubernetes.api.model.Config::getClusters)
        .flatMap(named -> Optional.ofNullable(named.getCluster()).stream())
        .forEach(
            found -> {
              found.setProxyUrl(null);
              found.setTlsServerName(null);
            });
    var config = Config.empty();
    KubeConfigUtils.merge(
        config, context, parsed.toArray(io.fabric8.kubernetes.api.model.Config[]::new));
    return config;
  }

  /** How its user and its cluster are reached. */
  public Login login() {
    return new Login(
        files.stream()
            .flatMap(
                file ->
                    placed(
                        file,
                        parse(file).getUsers().stream()
                            .filter(u -> user.equals(u.getName()))
                            .map(NamedAuthInfo::getUser)))
            .findFirst()
            .orElseGet(() -> new Login.Placed<>(new AuthInfo(), folder(files.getFirst()))),
        files.stream()
            .flatMap(
                file ->
                    placed(
                        file,
                        parse(file).getClusters().stream()
                            .filter(c -> cluster.equals(c.getName()))
                            .map(NamedCluster::getCluster)))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("its server was found before")));
  }

  private static <T> Stream<Login.Placed<T>> placed(Path file, Stream<@Nullable T> found) {
    return found
        .flatMap(value -> Optional.ofNullable(value).stream())
        .map(value -> new Login.Placed<>(value, folder(file)));
  }

  private static Path folder(Path file) {
    return Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
  }

  /** The files' names, for messages. */
  public String names() {
    return names(files);
  }

  private static List<Path> files(
      KubernetesSettings settings, Map<String, String> environment, Path base) {
    if (settings.kubeconfig().isPresent()) {
      var path = expand(settings.kubeconfig().get(), environment);
      return List.of(existing(base.resolve(path), "Mend `kubeconfig:` in rollback.yaml."));
    }
    var variable = environment.getOrDefault("KUBECONFIG", "");
    if (variable.isBlank()) {
      var usual = home(environment).resolve(".kube").resolve("config");
      return List.of(
          existing(usual, "Name the file as `kubeconfig:` in rollback.yaml, or in KUBECONFIG."));
    }
    // As kubectl does: files of the list that do not exist are left out.
    var named =
        Arrays.stream(variable.split(File.pathSeparator, -1))
            .filter(s -> !s.isBlank())
            .map(Path::of)
            .toList();
    var present = named.stream().filter(Files::isRegularFile).toList();
    return present.isEmpty()
        ? List.of(existing(named.getFirst(), "Mend the environment variable KUBECONFIG."))
        : present;
  }

  private static Path expand(String path, Map<String, String> environment) {
    return path.equals("~") || path.startsWith("~/")
        ? home(environment).resolve(path.substring(Math.min(2, path.length())))
        : Path.of(path);
  }

  private static Path home(Map<String, String> environment) {
    return Stream.of("HOME", "USERPROFILE")
        .map(environment::get)
        .filter(s -> s != null && !s.isBlank())
        .findFirst()
        .map(Path::of)
        .orElseThrow(
            () ->
                new UserException(
                    "No kubeconfig: neither KUBECONFIG nor HOME is set.",
                    "Name the file as `kubeconfig:` in rollback.yaml."));
  }

  private static Path existing(Path file, String advice) {
    if (!Files.isRegularFile(file)) {
      throw new UserException("There is no kubeconfig " + file + ".", advice);
    }
    if (!Files.isReadable(file)) {
      throw new UserException(
          "The kubeconfig " + file + " cannot be read by this user.", "Mend its permissions.");
    }
    return file;
  }

  private static io.fabric8.kubernetes.api.model.Config parse(Path file) {
    try {
      if (KubeConfigUtils.parseConfigFromString(Files.readString(file)) != null) {
        return KubeConfigUtils.parseConfig(
            file.toFile()); // It knows what its paths are relative to.
      }
    } catch (IOException
        | KubernetesClientException
        | YamlEngineException
        | IllegalArgumentException e) {
      throw new UserException(
          "The kubeconfig " + file + " is not one: " + firstLine(e) + ".", checkWithKubectl(file));
    }
    throw new UserException("The kubeconfig " + file + " is empty.", checkWithKubectl(file));
  }

  private static String checkWithKubectl(Path file) {
    return "See what kubectl makes of it: kubectl --kubeconfig " + file + " config view";
  }

  /** Never the parser's whole message: it quotes the file, and the file holds credentials. */
  private static String firstLine(Exception e) {
    var root = Failures.root(e);
    if (root instanceof MarkedYamlEngineException marked) {
      var line = marked.getProblemMark().map(mark -> "line " + (mark.getLine() + 1) + ": ");
      return line.orElse("") + marked.getProblem();
    }
    return Optional.ofNullable(root.getMessage())
        .flatMap(m -> m.lines().findFirst())
        .orElse(root.getClass().getSimpleName());
  }

  private static String server(
      NamedContext named, List<Path> files, List<io.fabric8.kubernetes.api.model.Config> parsed) {
    return all(parsed, io.fabric8.kubernetes.api.model.Config::getClusters)
        .filter(c -> c.getName() != null && c.getName().equals(named.getContext().getCluster()))
        .filter(c -> c.getCluster() != null && c.getCluster().getServer() != null)
        .map(c -> c.getCluster().getServer())
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "The context '%s' in %s names the cluster '%s', which has no server there."
                        .formatted(named.getName(), names(files), named.getContext().getCluster()),
                    "Mend the kubeconfig: kubectl config set-cluster "
                        + named.getContext().getCluster()
                        + " --server=https://…"));
  }

  private static <T> Stream<T> all(
      List<io.fabric8.kubernetes.api.model.Config> parsed,
      java.util.function.Function<io.fabric8.kubernetes.api.model.Config, List<T>> part) {
    return parsed.stream().flatMap(c -> part.apply(c).stream());
  }

  private static UserException noSuchContext(
      String context, List<Path> files, List<io.fabric8.kubernetes.api.model.Config> parsed) {
    var known =
        all(parsed, io.fabric8.kubernetes.api.model.Config::getContexts)
            .map(NamedContext::getName)
            .distinct()
            .toList();
    return new UserException(
        "There is no context '%s' in %s%s"
            .formatted(context, names(files), Nearest.hint(context, known)),
        "Mend `context:` in rollback.yaml.");
  }

  private static String names(List<Path> files) {
    return files.stream().map(Path::toString).collect(Collectors.joining(", "));
  }
}
