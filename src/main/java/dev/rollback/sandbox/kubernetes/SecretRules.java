package dev.rollback.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** What the API fills in and refuses when a Secret is written. */
final class SecretRules {
  private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]{1,253}");

  private SecretRules() {}

  /**
   * Fills in {@code secret}; what stands in {@code stringData} is put into {@code data}.
   *
   * @throws ApiException when it is no valid Secret
   */
  static void apply(ObjectNode secret) {
    String name = secret.at("/metadata/name").asText();
    if (!secret.has("type")) {
      secret.put("type", "Opaque");
    }
    if (secret.remove("stringData") instanceof ObjectNode texts) {
      ObjectNode data = secret.withObjectProperty("data");
      texts.properties().forEach(e -> data.put(e.getKey(), base64(e.getValue().asText())));
    }
    for (var entry : secret.path("data").properties()) {
      if (!KEY.matcher(entry.getKey()).matches()) {
        throw ApiException.invalid(
            ResourceType.SECRETS, name, "data[%s]: Invalid value".formatted(entry.getKey()));
      }
      if (!isBase64(entry.getValue().asText())) {
        throw ApiException.badRequest(
            "Secret in version \"v1\" cannot be handled as a Secret: illegal base64 data");
      }
    }
  }

  /**
   * Lets pass what may be changed.
   *
   * @throws ApiException when the Secret is immutable
   */
  static void checkChange(ObjectNode current, ObjectNode next) {
    boolean same =
        next.path("immutable").asBoolean() && next.path("data").equals(current.path("data"));
    if (current.path("immutable").asBoolean() && !same) {
      throw ApiException.invalid(
          ResourceType.SECRETS,
          current.at("/metadata/name").asText(),
          "data: Forbidden: field is immutable when `immutable` is set");
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isBase64(String text) {
    try {
      Base64.getDecoder().decode(text);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
