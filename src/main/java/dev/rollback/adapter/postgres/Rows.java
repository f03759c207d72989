package dev.rollback.adapter.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a statement gave.
 *
 * @param count how many rows
 * @param first the first row by column; empty where there is none
 * @param value the first column of the first row; null where there is none
 */
public record Rows(int count, ObjectNode first, JsonNode value) {}
