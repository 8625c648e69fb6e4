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
    Explainer explainer(Policies policies, ObjectProvider<AccessInquiry> access) {
        return new Explainer(policies, access.getIfAvailable());
    }

    @Bean
    PolicyEndpoint policyEndpoint(Policies policies, Explainer explainer) {
        return new PolicyEndpoint(policies, explainer);
    }
}
