package com.kisum.gateway.wiring;

import com.kisum.gateway.access.AccessInquiry;
import com.kisum.gateway.manage.Explainer;
import com.kisum.gateway.manage.PolicyEndpoint;
import com.kisum.gateway.route.CurrentPolicy;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the management port shows. */
@Configuration(proxyBeanMethods = false)
class ManagementWiring {
    @Bean
    PolicyEndpoint policyEndpoint(CurrentPolicy policy, ObjectProvider<AccessInquiry> access) {
        return new PolicyEndpoint(() -> policy, new Explainer(() -> policy, access.getIfAvailable()));
    }
}
