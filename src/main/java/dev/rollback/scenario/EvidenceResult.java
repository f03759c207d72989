package dev.rollback.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.shape.Doc;

/** What a condition knows of an evidence check: {@code evidence.login.passed}. */
@Doc("What a condition knows of an evidence check.")
public record EvidenceResult(
    @Doc("Whether it passed.") boolean passed,
    @Doc("Whether it failed.") boolean failed,
    @Doc("Whether there was nothing to judge.") boolean inconclusive,
    @Doc("What it read.") JsonNode values) {}
