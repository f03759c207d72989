/** Hosts: machines on which programs are run, here, over ssh, or in a container. */
@NullMarked
package dev.rollback.adapter.host;

import org.jspecify.annotations.NullMarked;
