package dev.rollback.adapter.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rollback.action.Claim;
import dev.rollback.shape.Codec;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A claim as a comment in the last statement of a session, where pg_stat_activity shows it. ASCII,
 * so that it is the same in every encoding.
 */
record LockNote(String comment) {
  /** Asks how many bytes of a statement the server shows, and one more. */
  static final String ROOM =
      """
      SELECT CASE WHEN pg_catalog.current_setting('track_activities') = 'on'
        THEN setting::pg_catalog.int4 ELSE 0 END
      FROM pg_catalog.pg_settings WHERE name = 'track_activity_query_size'
      """;

  private static final Pattern FORM =
      Pattern.compile("/\\* rollback lease (\\{.*?\\}) \\*/.*", Pattern.DOTALL);
  private static final Codec<Claim> CLAIMS = Codec.of(Claim.class);
  private static final JsonMapper ASCII =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /** The comment for a claim; nothing that stands in the claim can end it or begin another. */
  static LockNote of(Claim claim) {
    try {
      var json = ASCII.writeValueAsString(CLAIMS.encode(claim)).replace("*", "\\u002a");
      return new LockNote("/* rollback lease " + json + " */");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }

  /** The claim in a statement; empty where there is none that can be read whole. */
  static Optional<Claim> read(String statement) {
    var match = FORM.matcher(statement.strip());
    if (!match.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(CLAIMS.decode(ASCII.readTree(match.group(1))));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty(); // somebody else's comment, or one of another version
    }
  }
}
