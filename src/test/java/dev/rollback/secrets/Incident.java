package dev.rollback.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollback.adapter.git.GitHttp;
import dev.rollback.adapter.git.TestGit;
import dev.rollback.adapter.postgres.TestPostgres;
import dev.rollback.adapter.redis.TestRedis;
import dev.rollback.adapter.redis.TestSentinel;
import dev.rollback.adapter.redis.TlsProxy;
import dev.rollback.contract.SandboxKubernetes;
import dev.rollback.process.Programs;
import dev.rollback.secrets.Kept.Kind;
import dev.rollback.web.TestAuthority;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.lettuce.core.AclSetuserArgs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A target whose every system wants a secret, a runbook that uses all of them, and the servers.
 * Everything is real but the services behind HTTP, which repeat whatever they are sent.
 */
final class Incident implements AutoCloseable {
  /** What the Secret holds before. */
  static final Map<String, String> STOOD =
      Map.of("A", Vault.nasty("before A"), "D", "first line\n" + Vault.nasty("before D"));

  private static final String SECRET = "grid-auth";

  private final Path home;
  private final SandboxKubernetes cluster;
  private final Vault vault;
  private final TestAuthority authority;
  private final List<AutoCloseable> open = new ArrayList<>();

  /** The services that speak HTTP. */
  final Parrots parrots = new Parrots();

  private final TestRedis redis;
  private final TestPostgres postgres;
  private final TestGit git;

  /** Starts all of it, and writes the files below this folder. */
  Incident(Path home, SandboxKubernetes cluster) throws Exception {
    this.home = home;
    this.cluster = cluster;
    this.vault = new Vault(home.resolve("kept"));
    this.authority = TestAuthority.create(Files.createDirectories(home.resolve("authority")));
    this.redis = started(TestRedis.embedded());
    this.postgres = started(TestPostgres.start(Map.of("autovacuum", "off")));
    this.git = started(new TestGit(Files.createDirectories(home.resolve("git"))));
    open.add(parrots);
    Files.writeString(home.resolve("rollback.yaml"), configuration());
    Files.createDirectories(home.resolve("runbooks"));
    Files.writeString(home.resolve("runbooks/incident.yaml"), runbook());
    vault.fill(cluster);
    cluster
        .admin()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(SECRET)
                .endMetadata()
                .withStringData(STOOD)
                .build())
        .inNamespace(cluster.namespace())
        .create();
    STOOD.forEach((key, value) -> vault.know("what stood in " + key, value));
  }

  /** What the Secret holds now, which the runbook changes. */
  Map<String, String> entries() {
    var texts = new HashMap<String, String>();
    cluster
        .admin()
        .secrets()
        .inNamespace(cluster.namespace())
        .withName(SECRET)
        .get()
        .getData()
        .forEach(
            (key, value) -> texts.put(key, new String(Base64.getDecoder().decode(value), UTF_8)));
    return texts;
  }

  private <T extends AutoCloseable> T started(T one) {
    open.add(one);
    return one;
  }

  Vault vault() {
    return vault;
  }

  /**
   * The environment of the person on call, whose programs tell how they were started. The one of
   * the runbook tells all that it was given, to whoever listens.
   */
  Map<String, String> environment(Watch watch) {
    var bin = home.resolve("bin");
    for (var name : List.of("git", "cat")) {
      var real = Programs.find(name, System.getenv()).orElseThrow();
      watch.witness(bin.resolve(name), "exec " + real + " \"$@\"");
    }
    watch.witness(
        home.resolve("tell"),
        "echo \"got $TOKEN\"; printf %s \"$TOKEN\" | base64 -w0 >&2; printf %s \"$TOKEN\" >\"$1\"");
    var all = new HashMap<>(git.environment());
    all.put("PATH", bin + File.pathSeparator + all.get("PATH"));
    all.putAll(vault.variables());
    all.put("XDG_STATE_HOME", home.resolve("state").toString());
    all.put("ROLLBACK_LOG_LEVEL", "DEBUG");
    all.put("LC_ALL", "C.UTF-8");
    return all;
  }

  private String configuration() throws Exception {
    return """
    apiVersion: rollback/v1
    targets:
      production:
        lease: none
        secrets: {kept: %s}
        sealing-key: %s
        kubernetes: {context: sandbox, namespace: grid, kubeconfig: "%s"}
    """
            .formatted(
                put("target: secrets"),
                vault.put("target: sealing-key", Vault.nasty("target: sealing-key") + "0123456789"),
                cluster.kubeconfig())
        + ("redis:\n"
                + redis()
                + "postgres:\n"
                + postgres()
                + git()
                + "hosts: {here: {}}\n"
                + web())
            .indent(4);
  }

  private String redis() throws Exception {
    user("plain", "redis: password");
    var sentinel = Vault.nasty("redis: sentinel.password");
    var watching =
        started(
            TestSentinel.of(
                redis.port(),
                "requirepass \"%s\""
                    .formatted(sentinel.replace("\\", "\\\\").replace("\"", "\\\""))));
    return """
      plain: {uri: "redis://127.0.0.1:%d/0", username: plain, password: %s}
      watched:
        sentinel: {nodes: ["%s"], master: %s, database: 0, password: %s}
        username: plain
        password: %s
      encrypted:
        uri: "rediss://127.0.0.1:%d/0"
        username: plain
        password: %s
        tls: %s
    """
        .formatted(
            redis.port(),
            put("redis: password"),
            watching.node(),
            TestSentinel.MASTER,
            vault.put("redis: sentinel.password", sentinel),
            put("redis: password"),
            encrypted(redis.port()),
            put("redis: password"),
            tls("redis"));
  }

  private void user(String name, String place) {
    redis
        .admin()
        .aclSetuser(
            name,
            AclSetuserArgs.Builder.on()
                .addPassword(Vault.nasty(place))
                .allKeys()
                .allChannels()
                .allCommands());
  }

  private String postgres() {
    postgres.sql(
        "CREATE ROLE scram LOGIN CREATEROLE PASSWORD '%s'"
            .formatted(Vault.nasty("postgres: password").replace("'", "''")),
        "CREATE ROLE md5 LOGIN PASSWORD 'the one before'",
        "GRANT md5 TO scram WITH ADMIN OPTION",
        "GRANT SELECT ON pg_authid TO scram");
    return "  {url: \"%s\", user: scram, password: %s}\n"
        .formatted(postgres.url(), put("postgres: password"));
  }

  /** The token is with a credential helper, which is git's own way. */
  private String git() {
    var http = started(new GitHttp(git.folder, git.environment()));
    git.git(git.bare, "config", "http.receivepack", "true");
    var helper =
        TestGit.script(
            git.folder.resolve("helper"),
            "echo username=%s; echo password=%s".formatted(GitHttp.USER, GitHttp.TOKEN));
    git.git(git.clone, "config", "credential.helper", helper.toString());
    git.git(git.clone, "remote", "set-url", "origin", http.url("remote.git"));
    vault.know("git's credential helper", GitHttp.TOKEN);
    return "git: {directory: \"%s\", remote: origin, branch: main}\n".formatted(git.clone);
  }

  private String web() throws Exception {
    var slack = parrots.receiver() + "/services/T0/" + Vault.word("notify: url");
    return """
    http: {base: "https://127.0.0.1:%d", tls: %s}
    prometheus:
      by-password: {base: "%s", user: ops, password: %s}
      by-token: {base: "https://127.0.0.1:%d", bearer: %s, tls: %s}
    alertmanager:
      by-password: {base: "%s", user: ops, password: %s}
      by-token: {base: "https://127.0.0.1:%d", bearer: %s, tls: %s}
    notify:
      slack: {url: %s, attempts: 1}
      hook: {url: %s, bearer: %s, tls: %s, attempts: 1}
    """
        .formatted(
            encrypted(parrots.service().port()),
            tls("http"),
            parrots.metrics().url(),
            put("prometheus: password"),
            encrypted(parrots.metrics().port()),
            token("prometheus: bearer"),
            tls("prometheus"),
            parrots.alerts().url(),
            put("alertmanager: password"),
            encrypted(parrots.alerts().port()),
            token("alertmanager: bearer"),
            tls("alertmanager"),
            vault.put("notify: url", slack),
            vault.put(
                "notify: url",
                "https://127.0.0.1:%d/services/T1/%s?t=1"
                    .formatted(
                        encrypted(parrots.receiver().port()),
                        Vault.word("notify: url of the hook"))),
            token("notify: bearer"),
            tls("notify"));
  }

  private String runbook() {
    return """
    apiVersion: rollback/v1
    scenario: incident
    title: Everything that wants a secret
    owner: ops
    steps:
      - id: rotate
        action: postgres.rotate-password
        with: {role: md5, password: %s}
      - id: secret
        action: kubernetes.set-secret
        with:
          secret: grid-auth
          set: {A: %s, B: {secret: kept}}
          generate: {C: {bytes: 32, encoding: base64}}
          remove: [D]
      - id: flag
        action: exec.ensure
        connection: here
        with:
          command: [./tell, "%s/flag"]
          check: [test, -e, "%s/flag"]
          undo: [rm, "%s/flag"]
          secrets: {TOKEN: %s}
          directory: "%s"
          risk: reversible
      - id: program
        action: exec.run
        connection: here
        with:
          command: [./tell, "%s/ran"]
          secrets: {TOKEN: %s}
          directory: "%s"
          risk: reversible
      - {id: quiet, action: alertmanager.silence, connection: by-password, with: {match: {alertname: A}, duration: PT5M, owner: ops, comment: c}}
      - {id: quiet-too, action: alertmanager.silence, connection: by-token, with: {match: {alertname: B}, duration: PT5M, owner: ops, comment: c}}
      - {id: slack, action: notify.slack, connection: slack, with: {text: It is rolled back}}
      - {id: hook, action: notify.webhook, connection: hook, with: {body: {summary: It is rolled back}}}
    after:
      - {check: redis.ping, connection: plain}
      - {check: redis.ping, connection: watched}
      - {check: redis.ping, connection: encrypted}
      - {check: git.contains, with: {commit: %s}}
      - {check: prometheus.query, connection: by-password, with: {query: up}, expect: value < 1.0}
      - {check: prometheus.query, connection: by-token, with: {query: up}, expect: value < 1.0}
      - {check: http.get, with: {path: /key, api-key: %s}}
      - {check: http.get, with: {path: /bearer, bearer: %s}}
      - check: http.post
        with: {path: /json, body: {query: q}, secret-fields: {token: %s}, secret-headers: {X-Key: %s}}
      - check: http.post
        with: {path: /form, form: {query: q}, secret-fields: {token: %s}, bearer: %s}
      - {check: http.login, with: {path: /login, user: %s, password: %s}}
    """
        .formatted(
            put("postgres.rotate-password: password"),
            put("kubernetes.set-secret: set"),
            home,
            home,
            home,
            handOn("exec.ensure: secrets", Kind.FILE),
            home,
            home,
            handOn("exec.run: secrets", Kind.KUBERNETES),
            home,
            git.git(git.clone, "rev-parse", "HEAD"),
            token("http.get: api-key"),
            token("http.get: bearer"),
            put("http.post: secret-fields"),
            token("http.post: secret-headers"),
            put("http.post: secret-fields"),
            token("http.post: bearer"),
            put("http.login: user"),
            put("http.login: password"));
  }

  private String put(String place) {
    return vault.put(place, Vault.nasty(place));
  }

  private String token(String place) {
    return vault.put(place, Vault.token(place));
  }

  private String handOn(String place, Kind kind) {
    return vault.handOn(place, Vault.nasty(place), kind);
  }

  private String tls(String system) throws IOException {
    var key = Files.readString(authority.key("client"), UTF_8).strip();
    return "{ca: \"%s\", certificate: \"%s\", key: %s}"
        .formatted(
            authority.certificate("ca"),
            authority.certificate("client"),
            vault.put(system + ": tls.key", key));
  }

  /** The port at which this one is reached by TLS, by those alone who have a certificate. */
  private int encrypted(int port) throws Exception {
    return started(TlsProxy.before(port, authority.context("server"), true)).port();
  }

  /** From now on no password is right any more. */
  void forget() {
    redis.admin().aclSetuser("plain", AclSetuserArgs.Builder.resetpass().addPassword("other"));
    postgres.sql("ALTER ROLE scram PASSWORD 'other'");
  }

  @Override
  public void close() {
    for (var one : open.reversed()) {
      try {
        one.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
