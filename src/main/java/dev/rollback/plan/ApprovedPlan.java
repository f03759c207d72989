package dev.rollback.plan;

/**
 * A plan that somebody approved: the only thing that the runner accepts. The approval belongs to
 * the digest; another plan needs another approval.
 *
 * @param digest of the plan, as {@link PlanDigest} computes it
 */
public record ApprovedPlan(Plan plan, String digest, Approval approval) {
  /** Refuses an approval of something else. */
  public ApprovedPlan {
    if (!PlanDigest.of(plan).equals(digest)) {
      throw new IllegalArgumentException("the approval is of another plan");
    }
  }

  /** The plan as it was shown, approved. */
  public static ApprovedPlan of(Plan plan, Approval approval) {
    return new ApprovedPlan(plan, PlanDigest.of(plan), approval);
  }
}
