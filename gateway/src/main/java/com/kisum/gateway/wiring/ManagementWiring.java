package com.kisum.gateway.wiring;

import com.kisum.gateway.access.AccessInquiry;
import com.kisum.gateway.manage.Explainer;
import com.kisum.gateway.manage.PolicyEndpoint;
import com.kisum.gateway.route.Policies;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the management port shows. */
@Configuration(proxyBeanMethods = false)
class ManagementWiring {
    @Bean
    PolicyEndpoint policyEndpoint(Policies policies, ObjectProvider<AccessInquiry> access) {
        return new PolicyEndpoint(policies, new Explainer(policies, access.getIfAvailable()));
    }
}
