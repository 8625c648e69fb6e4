/**
 * Do the manifests and the Dockerfile fit the application? What can be known without a cluster and without Docker is known here: that
 * Kubernetes' own types take every field, and that names, ports, paths and times are the application's.
 */
@NullMarked
package com.kisum.k8s;

import org.jspecify.annotations.NullMarked;
