package com.kisum.bench.plain;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** What does stock Spring Cloud Gateway cost, with one route and no checks? */
@SpringBootApplication
public class PlainGateway {
    public static void main(String[] arguments) {
        SpringApplication.run(PlainGateway.class, arguments);
    }
}
