package dev.rollback.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;

/** What the API refuses when a Lease is written. */
final class LeaseRules {
  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
  private static final int LONGEST_NAME = 253;

  /** A MicroTime has six digits after the second, no more and no fewer. */
  private static final Pattern MICRO_TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}(Z|[+-]\\d\\d:\\d\\d)");

  private LeaseRules() {}

  /**
   * Lets pass what the API takes.
   *
   * @throws ApiException when it is no valid Lease
   */
  static void check(JsonNode lease) {
    JsonNode spec = lease.path("spec");
    for (String field : List.of("acquireTime", "renewTime")) {
      if (spec.has(field) && !MICRO_TIME.matcher(spec.path(field).asText()).matches()) {
        throw ApiException.badRequest(
            "Lease in version \"v1\" cannot be handled as a Lease: parsing time %s as"
                    .formatted(spec.path(field))
                + " \"2006-01-02T15:04:05.000000Z07:00\"");
      }
    }
    String name = lease.at("/metadata/name").asText();
    require(
        name.isEmpty() || (name.length() <= LONGEST_NAME && NAME.matcher(name).matches()),
        name,
        "metadata.name: Invalid value: a lowercase RFC 1123 subdomain must consist of lower case"
            + " alphanumeric characters, '-' or '.'");
    require(
        spec.path("leaseDurationSeconds").asInt(1) > 0,
        name,
        "spec.leaseDurationSeconds: Invalid value: must be greater than 0");
    require(
        spec.path("leaseTransitions").asInt(0) >= 0,
        name,
        "spec.leaseTransitions: Invalid value: must be greater than or equal to 0");
  }

  private static void require(boolean condition, String name, String message) {
    if (!condition) {
      throw ApiException.invalid(ResourceType.LEASES, name, message);
    }
  }
}
