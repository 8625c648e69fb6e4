package com.kisum.gateway.replicas;

import com.kisum.gateway.replicas.Truth.Person;
import com.kisum.policy.access.SubscriptionStatus;

/** What can be taken from someone, and how is it said? */
enum Changed {
    GRANT("403 PERMISSION_MISSING") {
        @Override
        void happen(Truth truth, Person person) {
            truth.granted(person, 2, false);
        }

        @Override
        String said(Person person) {
            return "{\"company\":\"%s\",\"user\":\"%s\",\"membership\":\"%s\",\"grantsVersion\":2}"
                    .formatted(person.company(), person.user(), person.membership());
        }
    },
    COMPANY("403 SUBSCRIPTION_INACTIVE") {
        @Override
        void happen(Truth truth, Person person) {
            truth.bought(person, 2, SubscriptionStatus.CANCELLED);
        }

        @Override
        String said(Person person) {
            return "{\"company\":\"%s\",\"entitlementVersion\":2}".formatted(person.company());
        }
    },
    SESSION("401 SESSION_REVOKED") {
        @Override
        void happen(Truth truth, Person person) {
            truth.ports().sessions().end(person.session());
        }

        @Override
        String said(Person person) {
            return "{\"session\":\"%s\",\"revoked\":true}".formatted(person.session());
        }
    },
    TOKEN_VERSION("401 SESSION_REVOKED") {
        @Override
        void happen(Truth truth, Person person) {
            truth.ports().users().active(person.user(), 2);
        }

        @Override
        String said(Person person) {
            return "{\"user\":\"%s\",\"tokenVersion\":2}".formatted(person.user());
        }
    };

    final String answer;

    Changed(String answer) {
        this.answer = answer;
    }

    abstract void happen(Truth truth, Person person);

    abstract String said(Person person);
}
