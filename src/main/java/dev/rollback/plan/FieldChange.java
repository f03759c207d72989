package dev.rollback.plan;

import dev.rollback.shape.Doc;
import java.util.Optional;

/** One field that a change changes. */
@Doc("One field that a change changes.")
public record FieldChange(
    @Doc("The field: keys joined by dots.") String field,
    @Doc("What it is now; missing where the field is not there.") Optional<String> before,
    @Doc("What it will be; missing where the field will not be there.") Optional<String> after) {}
