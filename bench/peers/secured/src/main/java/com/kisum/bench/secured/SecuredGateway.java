package com.kisum.bench.secured;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** And with Spring Security's resource server in front, as Spring Boot sets it up by itself? */
@SpringBootApplication
public class SecuredGateway {
    public static void main(String[] arguments) {
        SpringApplication.run(SecuredGateway.class, arguments);
    }
}
