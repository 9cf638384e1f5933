/// The headers of answers, as OpenAPI describes them.
enum AnswerHeader {
  static let all: [JSON.Member] = [
    header("ETag", "What If-Match and If-None-Match take: \"v7\", with lists \"v7-3f\"."),
    header("Location", "The path of what was made."),
    header("Accept-Ranges", "bytes."),
    header("Content-Disposition", "attachment, with the name."),
    header("Content-Range", "Which bytes of how many."),
    header("Repr-Digest", "The SHA-256 of the whole (RFC 9530)."),
    header("Preference-Applied", "How long was waited (RFC 7240)."),
    header("WWW-Authenticate", "Bearer."),
    header("Retry-After", "How many seconds to wait."),
    header("RateLimit", "What is left, and for how long (draft-ietf-httpapi-ratelimit-headers)."),
    header("RateLimit-Policy", "How often one may try in which time."),
  ]

  private static func header(_ name: String, _ words: String) -> JSON.Member {
    .init(name, ["description": .string(words), "schema": ["type": "string"]])
  }

  /// The member `headers` of an answer that has these; nothing where it has none.
  static func references(_ names: [String]) -> [JSON.Member] {
    guard !names.isEmpty else { return [] }
    let headers = names.map { name in
      JSON.Member(name, ["$ref": .string("#/components/headers/\(name)")])
    }
    return [.init("headers", .object(headers))]
  }
}
