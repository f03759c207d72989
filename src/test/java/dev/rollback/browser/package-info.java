/** A browser for tests: headless Chromium, by its DevTools protocol. */
@NullMarked
package dev.rollback.browser;

import org.jspecify.annotations.NullMarked;
