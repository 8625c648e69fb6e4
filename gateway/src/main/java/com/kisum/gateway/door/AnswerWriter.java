package com.kisum.gateway.door;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpStatusClass;

/** Where does an answer end on the wire? To HEAD, with its head, whatever length it tells of. */
final class AnswerWriter extends HttpResponseEncoder {
    private final RequestReader requests;

    AnswerWriter(RequestReader requests) {
        this.requests = requests;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpResponse answer) {
        boolean informational = answer.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        return super.isContentAlwaysEmpty(answer) || (requests.askedForHeadOnly() && !informational);
    }
}
