/** The way to an API server: kubeconfig, credentials, proxies, TLS and the HTTP client. */
@NullMarked
package dev.rollback.adapter.kubernetes.transport;

import org.jspecify.annotations.NullMarked;
