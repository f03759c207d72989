package dev.rollback.sandbox.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.rollback.sandbox.web.Reply;
import dev.rollback.sandbox.web.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API over HTTP: discovery, access, objects, watches, logs. */
final class ApiServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
  private static final String REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

  private final ObjectMapper json;
  private final ObjectStore store;
  private final Resources resources;
  private final AccessRules access;
  private final PodLogs logs;
  private final List<SeenWrite> writes = new CopyOnWriteArrayList<>();
  private final Set<WatchStream> watches = ConcurrentHashMap.newKeySet();
  private final Set<String> installed = ConcurrentHashMap.newKeySet();
  private final WebServer web;

  ApiServer(ObjectMapper json, ObjectStore store, AccessRules access, PodLogs logs)
      throws IOException {
    this.json = json;
    this.store = store;
    this.resources = new Resources(json, store);
    this.access = access;
    this.logs = logs;
    this.web = WebServer.start(InetAddress.getLoopbackAddress(), 0, this::handle);
  }

  URI uri() {
    return web.uri();
  }

  List<SeenWrite> writes() {
    return List.copyOf(writes);
  }

  /** Serves the custom resources of this group as well. */
  void install(String group) {
    installed.add(group);
  }

  private boolean serves(ResourceType type) {
    return !type.installed() || installed.contains(type.group());
  }

  @Override
  public void close() {
    watches.forEach(WatchStream::close);
    web.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try {
      answer(exchange);
    } catch (ApiException e) {
      Reply.json(e.code(), json.writeValueAsString(e.status())).send(exchange);
    } catch (RuntimeException e) {
      LOG.error("{} {}", exchange.getRequestMethod(), exchange.getRequestURI(), e);
      Reply.text(500, "internal error: " + e).send(exchange);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    ApiRequest request = ApiRequest.read(exchange);
    Optional<ObjectNode> discovered = Discovery.answer(request.path(), this::serves);
    if (discovered.isPresent() && request.method().equals("GET")) {
      reply(exchange, 200, discovered.get());
    } else if (request.path().equals(REVIEWS) && request.method().equals("POST")) {
      reply(exchange, 201, review(request));
    } else if (Set.of("/healthz", "/livez", "/readyz").contains(request.path())) {
      Reply.text(200, "ok").send(exchange);
    } else {
      objects(exchange, request);
    }
  }

  private void objects(HttpExchange exchange, ApiRequest request) throws IOException {
    ApiPath path =
        ApiPath.parse(request.path())
            .filter(p -> serves(p.type()))
            .orElseThrow(() -> ApiException.noSuchPath(request.path()));
    String verb = request.verb(path);
    if (!Set.of("get", "list", "watch").contains(verb) && !request.dryRun()) {
      writes.add(new SeenWrite(verb, path.type().qualifiedName(), request.path()));
    }
    if (!access.allows(verb, path.type().group(), path.resourceAndSubresource())) {
      throw ApiException.forbidden(path, verb);
    }
    if (verb.equals("watch")) {
      watch(exchange, request, path);
    } else if (path.subresource().equals("log")) {
      Reply.text(200, logs.read(path, request)).send(exchange);
    } else {
      reply(exchange, verb.equals("create") ? 201 : 200, resources.answer(request, path));
    }
  }

  private void watch(HttpExchange exchange, ApiRequest request, ApiPath path) throws IOException {
    if ("websocket".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Upgrade"))) {
      // No web sockets here. The Fabric8 client takes an empty 200 as "watch by plain HTTP".
      Reply.text(200, "").send(exchange);
      return;
    }
    WatchStream stream = new WatchStream(json, store, path, request);
    watches.add(stream);
    try (exchange) {
      stream.run(exchange);
    } finally {
      watches.remove(stream);
    }
  }

  private ObjectNode review(ApiRequest request) {
    ObjectNode review = resources.body(request);
    var asked = review.at("/spec/resourceAttributes");
    String sub = asked.path("subresource").asText();
    String resource = asked.path("resource").asText() + (sub.isEmpty() ? "" : "/" + sub);
    boolean allowed =
        access.allows(asked.path("verb").asText(), asked.path("group").asText(), resource);
    review.putObject("status").put("allowed", allowed).put("reason", allowed ? "" : "denied");
    return review;
  }

  private void reply(HttpExchange exchange, int status, ObjectNode body) throws IOException {
    new Reply(
            status,
            Map.of("Content-Type", "application/json", "Cache-Control", "no-cache, private"),
            json.writeValueAsString(body))
        .send(exchange);
  }
}
