package dev.rollback.web;

import java.net.URI;
import java.util.Map;

/**
 * One answer.
 *
 * @param url what was asked
 * @param headers by lower-case name, several values joined by a comma
 * @param body as much of it as is read at most, as text
 * @param cut whether there was more of it
 * @param milliseconds until the whole of it was there
 */
public record Answer(
    URI url,
    int status,
    Map<String, String> headers,
    String body,
    boolean cut,
    double milliseconds) {}
