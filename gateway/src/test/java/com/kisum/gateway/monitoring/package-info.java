/** Does what k8s/monitoring/ says of the gateway hold? Dashboards, rules and runbook, against the application and a real Prometheus. */
@NullMarked
package com.kisum.gateway.monitoring;

import org.jspecify.annotations.NullMarked;
