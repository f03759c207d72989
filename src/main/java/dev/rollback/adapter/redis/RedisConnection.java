package dev.rollback.adapter.redis;

import dev.rollback.action.Connection;
import dev.rollback.action.Secrets;

/** The clients of one server, over one line. */
final class RedisConnection implements Connection<RedisReader, RedisWriter> {
  private final Endpoint endpoint;
  private final RedisLink link;
  private final DryRun dryRun;
  private final CensusMemory memory = new CensusMemory();

  RedisConnection(Endpoint endpoint, RedisSettings settings, Secrets secrets) {
    this.endpoint = endpoint;
    this.link = new RedisLink(endpoint, settings, secrets);
    this.dryRun = new DryRun(link);
  }

  @Override
  public String address() {
    return endpoint.label();
  }

  @Override
  public RedisReader reader() {
    return new LettuceReader(link, memory, dryRun);
  }

  @Override
  public RedisWriter writer() {
    return new LettuceWriter(link, memory, dryRun);
  }

  @Override
  public String ping() {
    reader().ping();
    var server = link.server();
    return "%s %s, %s, database %d"
        .formatted(server.product(), server.version(), server.role(), endpoint.database());
  }

  @Override
  public void close() {
    dryRun.close();
    link.close();
  }
}
