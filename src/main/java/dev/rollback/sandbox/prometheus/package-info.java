/**
 * The sandbox's monitoring: scrapes the pods, and answers by as much of Prometheus's HTTP API as
 * runbooks need.
 */
@NullMarked
package dev.rollback.sandbox.prometheus;

import org.jspecify.annotations.NullMarked;
