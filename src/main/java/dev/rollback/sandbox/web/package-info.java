/** A small HTTP server of the sandbox: virtual threads, and a close that lets requests finish. */
@NullMarked
package dev.rollback.sandbox.web;

import org.jspecify.annotations.NullMarked;
