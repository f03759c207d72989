/**
 * Who agreed to what: approvals as texts that people sign with their OpenSSH keys, and how they are
 * verified.
 */
@NullMarked
package dev.rollback.approval;

import org.jspecify.annotations.NullMarked;
