/** Checks over HTTP: what a service answers, judged by an expectation. */
@NullMarked
package dev.rollback.adapter.http;

import org.jspecify.annotations.NullMarked;
