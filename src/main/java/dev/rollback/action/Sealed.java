package dev.rollback.action;

import dev.rollback.shape.Doc;
import dev.rollback.shape.Fingerprint;

/**
 * A secret value within a state: what is kept of it in plan, journal and diff. The same value at
 * the same place always gives the same record, so states that hold secrets are compared like all
 * others; a diff shows the fingerprint alone.
 *
 * @param fingerprint tells two values apart; without the key nobody can try out which value gives
 *     it
 * @param box the encrypted value, in base64; {@link Seal#open} opens it
 */
@Doc("A secret value, encrypted.")
public record Sealed(
    @Doc("Tells two values apart and gives none away.") String fingerprint,
    @Doc("The encrypted value.") @Fingerprint String box) {}
