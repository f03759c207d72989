/** The sample service that drills break and heal: an ordinary web service with its database. */
@NullMarked
package dev.rollback.sandbox.service;

import org.jspecify.annotations.NullMarked;
