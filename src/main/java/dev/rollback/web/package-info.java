/**
 * What all systems that are reached over HTTP have in common: addresses, TLS, who one is, requests
 * with an end in time and in size, and why no answer came.
 */
@NullMarked
package dev.rollback.web;

import org.jspecify.annotations.NullMarked;
