import HTTPTypes

/// Calls from pages of other origins: refused by browsers unless the configuration allows the origin (CORS).
struct CrossOrigin: Sendable {
  let origins: Set<String>

  /// What an answer to a page of `origin` carries.
  func fields(_ origin: String?) -> [(HTTPField.Name, String)] {
    guard !origins.isEmpty else { return [] }
    guard let origin, origins.contains(origin) else { return [(.vary, "Origin")] }
    return [
      (.vary, "Origin"), (.accessControlAllowOrigin, origin),
      (.accessControlAllowCredentials, "true"),
      (
        .accessControlExposeHeaders,
        "ETag, Link, Location, Retry-After, RateLimit, RateLimit-Policy, X-Request-Id, Idempotency-Replayed"
      ),
    ]
  }

  /// What the answer to a browser's preflight allows.
  static func preflight(_ methods: String) -> [(name: String, value: String)] {
    [
      ("Access-Control-Allow-Methods", methods),
      (
        "Access-Control-Allow-Headers",
        "Authorization, Content-Type, Accept-Language, If-Match, If-None-Match, Idempotency-Key, X-Request-Id, traceparent"
      ), ("Access-Control-Max-Age", "600"),
    ]
  }
}
