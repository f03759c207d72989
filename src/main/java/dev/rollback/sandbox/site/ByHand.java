package dev.rollback.sandbox.site;

import java.util.function.Consumer;

/**
 * What a person does in a drill where a runbook asks for what no step can do.
 *
 * @param asked a part of the instruction that asks for it
 * @param done what was done, in words
 * @param work does it, by means that the person has
 */
public record ByHand(String asked, String done, Consumer<Site> work) {}
