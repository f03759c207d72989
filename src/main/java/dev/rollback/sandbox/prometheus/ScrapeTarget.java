package dev.rollback.sandbox.prometheus;

import java.net.URI;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is scraped.
 *
 * @param address its base URL; {@code /metrics} is asked for
 * @param labels which each of its series gets
 */
public record ScrapeTarget(URI address, SortedMap<String, String> labels) {
  /** Keeps its own copy. */
  public ScrapeTarget {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /** With {@code job} and {@code instance} alone. */
  public static ScrapeTarget of(String job, URI address) {
    return new ScrapeTarget(
        address, new TreeMap<>(Map.of("job", job, "instance", address.getRawAuthority())));
  }

  /** A pod of a job: with its name beside. */
  public static ScrapeTarget pod(String job, String pod, URI address) {
    var labels = new TreeMap<>(of(job, address).labels());
    labels.put("pod", pod);
    return new ScrapeTarget(address, labels);
  }
}
