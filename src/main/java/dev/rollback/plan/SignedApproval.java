package dev.rollback.plan;

import dev.rollback.shape.Doc;
import java.time.Instant;
import java.util.List;

/** An approval that somebody has signed, with all that it takes to verify it again. */
@Doc("An approval that somebody has signed, with all that it takes to verify it again.")
public record SignedApproval(
    @Doc("Who, as rollback.yaml names the person.") String by,
    @Doc("The roles that the person has there.") List<String> roles,
    @Doc("The fingerprint of the key.") String key,
    @Doc("When it was signed, by the clock of who signed.") Instant at,
    @Doc("Until when it holds.") Instant until,
    @Doc("The text that was signed.") String text,
    @Doc("The signature, as `ssh-keygen -Y sign` made it.") String signature,
    @Doc(
            "The person's keys in the form of ssh-keygen's allowed signers; the principal is"
                + " `person`.")
        String signers) {}
