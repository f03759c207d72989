package dev.rollback.sandbox.fault;

import dev.rollback.sandbox.site.ByHand;
import dev.rollback.sandbox.site.Fault;
import dev.rollback.sandbox.site.SandboxException;
import dev.rollback.sandbox.site.Site;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Nothing is broken but somebody's values: the service refuses them, as it is meant to. */
public record LimitByDesign() implements Fault {
  @Override
  public String id() {
    return "limit-by-design";
  }

  @Override
  public String title() {
    return "A batch hands in reports that are larger than the service takes";
  }

  @Override
  public String breaks() {
    return "Each report is refused with 413, and all other customers are served. No release is to"
        + " blame: the batch must hand in smaller ones, by hand.";
  }

  @Override
  public Set<String> scenarios() {
    return Set.of("memory-pressure");
  }

  @Override
  public void inject(Site site) {
    site.keep(() -> Batch.at(site));
    if (Batch.answer(site) != 413) {
      throw new SandboxException("the reports of the batch are not refused");
    }
  }

  @Override
  public Map<String, String> parameters(Site site) {
    return Map.of("window", "PT2S", "settled", "PT2S");
  }

  @Override
  public List<ByHand> byHand() {
    return List.of(
        new ByHand(
            "Tell the owner of the writer",
            "the owner of the batch has it hand in smaller reports",
            Batch::makeSmaller));
  }

  @Override
  public Optional<String> remains(Site site) {
    var answer = Batch.answer(site);
    return answer == 200
        ? Optional.empty()
        : Optional.of("the reports of the batch are answered with " + answer);
  }
}
