package dev.rollback.adapter.kubernetes.transport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.diagnostic.UserException;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.NamedExtension;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a context of a kubeconfig is reached, as kubectl reads it, as far as the client library does
 * not: tokens that change, who is impersonated, proxies, the name in the server's certificate.
 *
 * @param user as the kubeconfig has it, and the folder of the file that has it
 * @param cluster likewise
 */
public record Login(Placed<AuthInfo> user, Placed<Cluster> cluster) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EXEC_EXTENSION = "client.authentication.k8s.io/exec";

  /** A part of a kubeconfig, and what relative paths in it are relative to. */
  record Placed<T>(T value, Path folder) {}

  /** The proxy to go through; empty where there is none. */
  public Optional<Proxies> proxy(Map<String, String> environment) {
    return Proxies.of(
        URI.create(cluster.value().getServer()),
        Optional.ofNullable(cluster.value().getProxyUrl()).filter(url -> !url.isBlank()),
        environment);
  }

  /** The name that the server's certificate has to carry instead of its address. */
  public Optional<String> serverName() {
    return Optional.ofNullable(cluster.value().getTlsServerName()).filter(name -> !name.isBlank());
  }

  /** A token in a file, which comes before one in the kubeconfig. */
  public Optional<TokenFile> tokenFile() {
    return Optional.ofNullable(user.value().getTokenFile())
        .filter(file -> !file.isBlank())
        .map(file -> new TokenFile(user.folder().resolve(file)));
  }

  /** A program to ask, where nothing else is written. */
  public Optional<ExecPlugin> plugin(Map<String, String> environment) {
    var written = user.value();
    return Optional.ofNullable(written.getExec())
        .filter(_ -> written.getToken() == null || written.getToken().isEmpty())
        .map(
            exec ->
                new ExecPlugin(
                    exec,
                    user.folder(),
                    environment,
                    Boolean.TRUE.equals(exec.getProvideClusterInfo())
                        ? Optional.of(clusterInfo())
                        : Optional.empty(),
                    InstantSource.system()));
  }

  /** Whom requests are made as; the user must be allowed to impersonate. */
  public Optional<String> impersonated() {
    return Optional.ofNullable(user.value().getAs()).filter(name -> !name.isBlank());
  }

  /** The groups of whoever is impersonated. */
  public List<String> impersonatedGroups() {
    return Optional.ofNullable(user.value().getAsGroups()).orElse(List.of());
  }

  private JsonNode clusterInfo() {
    var info = JSON.createObjectNode();
    var written = cluster.value();
    info.put("server", written.getServer());
    serverName().ifPresent(name -> info.put("tls-server-name", name));
    if (Boolean.TRUE.equals(written.getInsecureSkipTlsVerify())) {
      info.put("insecure-skip-tls-verify", true);
    }
    authority(written).ifPresent(data -> info.put("certificate-authority-data", data));
    Optional.ofNullable(written.getProxyUrl()).ifPresent(url -> info.put("proxy-url", url));
    extension(written, info);
    return info;
  }

  private static void extension(Cluster written, ObjectNode info) {
    Optional.ofNullable(written.getExtensions()).orElse(List.<NamedExtension>of()).stream()
        .filter(e -> EXEC_EXTENSION.equals(e.getName()))
        .findFirst()
        .ifPresent(e -> info.set("config", JSON.valueToTree(e.getExtension())));
  }

  private Optional<String> authority(Cluster written) {
    var data = Optional.ofNullable(written.getCertificateAuthorityData());
    if (data.isPresent() || written.getCertificateAuthority() == null) {
      return data;
    }
    var file = cluster.folder().resolve(written.getCertificateAuthority());
    try {
      var text = Files.readString(file, StandardCharsets.UTF_8);
      return Optional.of(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UserException(
          "The certificate authority %s of the kubeconfig cannot be read: %s: %s."
              .formatted(file, e.getClass().getSimpleName(), e.getMessage()),
          "Mend `certificate-authority:` of the cluster.");
    }
  }
}
