package com.kisum.sandbox.control;

import com.kisum.sandbox.fault.Fault;
import com.kisum.sandbox.fault.Faulty;
import com.kisum.sandbox.web.Answer;
import com.kisum.sandbox.web.Endpoints;
import com.kisum.sandbox.web.Request;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What fails right now, and what should? */
public final class ControlService {
    private static final Logger LOG = LoggerFactory.getLogger(ControlService.class);

    private final SequencedMap<String, Faulty> parts;

    /**
     * @param parts what can fail, under the names that people use
     */
    public ControlService(SequencedMap<String, Faulty> parts) {
        this.parts = parts;
    }

    public Endpoints endpoints() {
        // Whoever reaches this port owns the machine; a secret would protect nobody.
        return new Endpoints("").on("GET", "/faults", request -> Answer.ok(faults()))
                .on("PUT", "/faults/{part}", this::inflict)
                .on("DELETE", "/faults/{part}", this::heal);
    }

    private Answer inflict(Request request) {
        Faulty part = parts.get(request.variable("part"));
        Optional<Fault> fault = request.text("mode").flatMap(Fault::named);
        if (part == null) {
            return unknown();
        }
        if (fault.isEmpty()) {
            return Answer.refused(400, "MODE_UNKNOWN", "Send {\"mode\": one of down, slow, error, garbage}.");
        }
        part.inflict(fault.get());
        LOG.info("{}: {}, as you wished", request.variable("part"), fault.get().word());
        return Answer.ok(faults());
    }

    private Answer heal(Request request) {
        Faulty part = parts.get(request.variable("part"));
        if (part == null) {
            return unknown();
        }
        if (part.fault().isPresent()) {
            LOG.info("{}: well again", request.variable("part"));
        }
        part.heal();
        return Answer.ok(faults());
    }

    private Answer unknown() {
        return Answer.refused(404, "PART_UNKNOWN", "What can fail: " + String.join(", ", parts.keySet()) + ".");
    }

    private Map<String, @Nullable String> faults() {
        Map<String, @Nullable String> faults = new LinkedHashMap<>();
        parts.forEach((name, part) -> faults.put(name, part.fault().map(Fault::word).orElse(null)));
        return faults;
    }
}
