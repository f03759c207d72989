package dev.rollback.sandbox.service;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.lettuce.core.RedisException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The page of each caller: the names of the nodes, kept in Redis for a short time. */
final class GridPages {
  private static final String PREFIX = "cache:grid:";
  private static final Duration TURN = Duration.ofSeconds(2);

  private final ObjectMapper json = new ObjectMapper();
  private final PageSettings settings;
  private final Database database;
  private final Cache cache;
  private final Consumer<String> log;
  private final Semaphore looking = new Semaphore(1);

  GridPages(PageSettings settings, Database database, Cache cache, Consumer<String> log) {
    this.settings = settings;
    this.database = database;
    this.cache = cache;
    this.log = log;
  }

  /**
   * The nodes that somebody may see, as a JSON array.
   *
   * @param caller no secret: it becomes the name of a key
   * @throws UnreadablePageException when what is in Redis is no such array
   */
  ArrayNode nodes(String caller) throws SQLException, UnreadablePageException {
    if (settings.byActivity()) {
      return array(database.nodesByActivity());
    }
    if (settings.lookups() > 0) {
      lookUp(caller);
    }
    String key = PREFIX + caller;
    Optional<String> kept = cache.page(key);
    return kept.isPresent() ? read(key, kept.get()) : fresh(key);
  }

  /** One request at a time, or waiting requests would make more work than Redis ever gets done. */
  private void lookUp(String caller) {
    try {
      if (!looking.tryAcquire(TURN.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new RedisException("no turn to look for pages after " + TURN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RedisException(e);
    }
    try {
      for (int part = 0; part < settings.lookups(); part++) {
        cache.find("cache:*:" + caller + ":" + part);
      }
    } finally {
      looking.release();
    }
  }

  private ArrayNode read(String key, String text) throws UnreadablePageException {
    try {
      JsonNode page = json.readTree(text);
      if (page instanceof ArrayNode nodes) {
        return nodes;
      }
      throw new UnreadablePageException(key, "expected an array, found " + page.getNodeType());
    } catch (JacksonException e) {
      throw new UnreadablePageException(key, "it is no JSON: " + e.getOriginalMessage());
    }
  }

  /** The page is right whether Redis keeps it or not. */
  private ArrayNode fresh(String key) throws SQLException {
    ArrayNode nodes = array(database.nodes());
    try {
      cache.keepPage(key, nodes.toString(), settings.ttl());
    } catch (RedisException e) {
      log.accept("WARN cache entry " + key + " is not kept: " + e.getMessage());
    }
    return nodes;
  }

  private ArrayNode array(Iterable<String> names) {
    ArrayNode nodes = json.createArrayNode();
    names.forEach(nodes::add);
    return nodes;
  }
}
