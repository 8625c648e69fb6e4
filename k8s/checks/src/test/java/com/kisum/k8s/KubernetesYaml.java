package com.kisum.k8s;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What would the API server make of this text? A field that the kind does not have, a number where a text belongs and a key that is
 * written twice are refused, as it refuses them; that a field is missing is not noticed, since the types do not say which must be there.
 */
final class KubernetesYaml {
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Stream
            .of(Namespace.class, ServiceAccount.class, ConfigMap.class, Service.class, Deployment.class,
                    StatefulSet.class, HorizontalPodAutoscaler.class, PodDisruptionBudget.class, NetworkPolicy.class,
                    Ingress.class, HTTPRoute.class, PodMonitor.class)
            .collect(Collectors.toMap(HasMetadata::getKind, Function.identity()));

    private static final YAMLMapper MAPPER = mapper();

    private KubernetesYaml() {}

    private static YAMLMapper mapper() {
        YAMLMapper mapper = YAMLMapper.builder(new YAMLFactory())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .annotationIntrospector(new NoRest()).build();
        for (CoercionInputShape shape : List.of(CoercionInputShape.Integer, CoercionInputShape.Float,
                CoercionInputShape.Boolean)) {
            mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
        }
        return mapper;
    }

    /** The models keep what they do not know in a map besides; without it, it is unknown. */
    private static final class NoRest extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated member) {
            return false;
        }
    }

    /** Every document of a file, each as the kind that it says it is. */
    static List<HasMetadata> resources(String yaml) {
        List<HasMetadata> resources = new ArrayList<>();
        for (JsonNode document : documents(yaml)) {
            resources.add(resource(document));
        }
        return resources;
    }

    static List<JsonNode> documents(String yaml) {
        try (var all = MAPPER.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            return all.readAll();
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    private static HasMetadata resource(JsonNode document) {
        String kind = document.path("kind").asText();
        Class<? extends HasMetadata> type = KINDS.get(kind);
        if (type == null) {
            throw new IllegalArgumentException("nobody here knows the kind '" + kind + "'");
        }
        String version = document.path("apiVersion").asText();
        if (!version.equals(HasMetadata.getApiVersion(type))) {
            throw new IllegalArgumentException(
                    kind + " is of " + HasMetadata.getApiVersion(type) + ", not of " + version);
        }
        try {
            return MAPPER.treeToValue(document, type);
        } catch (JsonProcessingException notOfThisKind) {
            throw new IllegalArgumentException(kind + ": " + notOfThisKind.getMessage(), notOfThisKind);
        }
    }
}
