package com.kisum.gateway;

/** Which routes do streams take in a test? */
final class StreamPolicy {
    private StreamPolicy() {}

    static String of(LiveBackend live, RawBackend raw) {
        return """
                version: 1
                modules: { promoter: { type: base, permissions: [promoter.events.read, promoter.events.write] } }
                backends:
                  live: { url: "%s" }
                  raw:  { url: "http://127.0.0.1:%d" }
                defaults: { timeout: 2s }
                routes:
                  - { id: live,   match: GET /live/**,   backend: live, require: { permission: promoter.events.read }, websocket: true }
                  - { id: events, match: GET /listen/**, backend: live, require: { permission: promoter.events.read } }
                  - { id: me,     match: GET /me/**,     backend: live, access: authenticated, websocket: true }
                  - { id: shadow, match: GET /shadow/**, backend: live, require: { permission: promoter.events.read },
                      websocket: true, mode: shadow }
                  - { id: stale,  match: GET /stale/**,  backend: live, require: { permission: promoter.events.read },
                      websocket: true, onOutage: stale 1h }
                  - { id: raw,    match: GET /raw/**,    backend: raw,  require: { permission: promoter.events.read }, websocket: true }
                  - { id: open,   match: GET /open/**,   backend: live, access: public, websocket: true }
                """
                .formatted(live.url(), raw.port());
    }
}
