package com.kisum.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.kisum.gateway.answer.AnswerCode;
import com.kisum.gateway.record.DecisionEvent;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Do the README's tables list what there is, all of it and nothing else? Settings are compared by the gateway's own tests. */
class ReadmeTablesTest {
    @Test
    void everyCodeStandsThereWithItsStatus() throws IOException {
        List<String> there = Arrays.stream(AnswerCode.values()).map(code -> "`" + code + "` " + code.status()).toList();
        assertThat(ReadmeBlock.table("Error codes", 1)).extracting(row -> row.get(0) + " " + row.get(1))
                .containsExactlyElementsOf(there);
        assertThat(ReadmeBlock.table("Error codes", 1)).allMatch(row -> row.size() == 4 && !row.get(3).isBlank(),
                "says what to do");
    }

    @Test
    void everyFieldOfADecisionEventStandsThere() throws IOException {
        List<String> fields = Arrays.stream(DecisionEvent.class.getRecordComponents()).map(RecordComponent::getName)
                .toList();
        assertThat(ReadmeBlock.table("Decision events", 1)).extracting(List::getFirst)
                .containsExactlyElementsOf(fields.stream().map(field -> "`" + field + "`").toList());
    }
}
