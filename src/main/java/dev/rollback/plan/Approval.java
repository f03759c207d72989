package dev.rollback.plan;

import dev.rollback.shape.Doc;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** By whom and how something was approved. */
@Doc("By whom and how something was approved.")
public record Approval(
    @Doc("Who.") String by,
    @Doc("How: typed, by a flag, signed, in a drill.") String how,
    @Doc("The signatures, where it was signed.") Optional<List<SignedApproval>> signed) {

  /** One that nobody has signed. */
  public Approval(String by, String how) {
    this(by, how, Optional.empty());
  }

  /**
   * One that these persons have signed.
   *
   * @param how what it took, such as {@code 2 of role tech-lead}
   */
  public static Approval signed(String how, List<SignedApproval> signatures) {
    return new Approval(
        signatures.stream().map(SignedApproval::by).collect(Collectors.joining(", ")),
        "signed, " + how,
        Optional.of(List.copyOf(signatures)));
  }

  /** The signatures; none where it was not signed. */
  public List<SignedApproval> signatures() {
    return signed.orElse(List.of());
  }
}
