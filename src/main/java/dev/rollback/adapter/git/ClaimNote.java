package dev.rollback.adapter.git;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollback.action.Claim;
import dev.rollback.shape.Codec;

/**
 * A claim as a commit: a line for whoever finds it with {@code git log}, and the claim as JSON. It
 * has no parents and no files, and an author who is nobody.
 */
final class ClaimNote {
  private static final Codec<Claim> CODEC = Codec.of(Claim.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NOBODY = "rollback <rollback@localhost>";

  private ClaimNote() {}

  /**
   * The commit as git keeps it.
   *
   * @param tree the id of the empty tree
   */
  static String commit(Claim claim, String tree) {
    var when = NOBODY + " " + Math.max(0, claim.renewed().getEpochSecond()) + " +0000";
    return "tree %s\nauthor %s\ncommitter %s\n\n%s\n\n%s\n"
        .formatted(tree, when, when, line(claim), CODEC.encode(claim));
  }

  private static String line(Claim claim) {
    var text =
        "%s: %s on %s, run %s"
            .formatted(
                claim.held() ? "lease" : "lease, given back",
                claim.user(),
                claim.host(),
                claim.run());
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  /**
   * The claim in a commit.
   *
   * @throws IllegalArgumentException saying what is wrong when it is none of ours
   */
  static Claim read(String commit) {
    var json =
        commit
            .lines()
            .dropWhile(line -> !line.isEmpty())
            .filter(line -> line.startsWith("{"))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("its message holds no JSON"));
    try {
      return CODEC.decode(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("its message is no JSON: " + e.getOriginalMessage(), e);
    }
  }
}
