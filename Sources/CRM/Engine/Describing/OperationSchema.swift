/// One operation as OpenAPI describes it.
struct OperationSchema {
  private let operation: Operation

  init(_ operation: Operation) { self.operation = operation }

  var json: JSON {
    var members: [JSON.Member] = [
      .init("operationId", .string(operation.id)),
      .init("summary", .string(operation.summary.en)),
      .init("x-summary-ru", .string(operation.summary.ru)),
      .init("tags", [.string(operation.tag)]),
    ]
    if case .permission(let permission) = operation.access {
      members.append(.init("x-permission", .string(permission.description)))
    }
    if operation.access == .open { members.append(.init("security", [])) }
    if !operation.parameters.isEmpty {
      members.append(.init("parameters", .array(operation.parameters.map(Self.parameter))))
    }
    if !operation.request.isEmpty {
      let content = Self.content(operation.request)
      let required = JSON.bool(operation.demandsBody)
      members.append(.init("requestBody", ["required": required, "content": content]))
    }
    members.append(.init("responses", .object(responses)))
    return .object(members)
  }

  private static func parameter(_ parameter: Operation.Parameter) -> JSON {
    let members: [JSON.Member] = [
      .init("name", .string(parameter.name)), .init("in", .string(parameter.place)),
      .init("required", .bool(parameter.required)),
      .init("description", .string(parameter.description.en)),
    ]
    return switch parameter.form {
    case .plain: .object(members + [.init("schema", parameter.schema)])
    case .json:
      .object(members + [.init("content", ["application/json": ["schema": parameter.schema]])])
    case .bracket:
      .object(
        members + [
          .init("style", "deepObject"), .init("explode", true), .init("schema", parameter.schema),
        ])
    }
  }

  private static func content(_ types: [String: JSON]) -> JSON {
    .object(types.sorted { $0.key < $1.key }.map { .init($0.key, ["schema": $0.value]) })
  }

  private var responses: [JSON.Member] {
    let good = operation.responses.sorted { $0.key < $1.key }.map { status, types -> JSON.Member in
      let words = JSON.Member("description", .string(Self.words[status] ?? "Done."))
      let headers = AnswerHeader.references(operation.headers[status] ?? [])
      let content = types.isEmpty ? [] : [JSON.Member("content", Self.content(types))]
      return .init(String(status), .object([words] + headers + content))
    }
    let refused = refusals.filter { operation.responses[$0] == nil }.map { status -> JSON.Member in
      .init(String(status), ["$ref": .string("#/components/responses/Problem\(status)")])
    }
    return good + refused + [.init("default", ["$ref": "#/components/responses/Problem"])]
  }

  /// The statuses that tell what is wrong with the request.
  private var refusals: [Int] {
    let matches = operation.parameters.contains { $0.name == "If-Match" }
    let writes = !operation.request.isEmpty
    let all: [(Int, Bool)] = [
      (400, true), (401, operation.access != .open), (402, operation.access != .open),
      (403, operation.access != .open && operation.access != .signedIn),
      (404, operation.path.contains("{")),
      (406, operation.responses[200]?["text/csv"] != nil),
      (409, operation.method != .get), (412, matches), (413, writes), (415, writes), (422, writes),
      (428, matches),
    ]
    return Set(all.filter(\.1).map(\.0) + operation.problems).sorted()
  }

  private static let words = [
    200: "The answer.", 201: "Made.", 202: "Taken on.", 204: "Done.", 206: "A part.",
    304: "Not changed.",
    503: "Not ready.",
  ]

  /// The problems that operations share.
  static let problems: [JSON.Member] = {
    let words = [
      (400, "The request cannot be read."), (401, "No valid token."),
      (402, "No seat is free, or the licence does not allow it."),
      (403, "The permission is missing; it is named."), (404, "Unknown, or not visible."),
      (406, "Not in this form."), (409, "Not possible in this state."),
      (412, "Changed meanwhile; `current` is the record as it is."),
      (413, "The body is too large."),
      (415, "The body's media type is not understood."),
      (416, "The range begins behind the end."),
      (422, "The data did not pass the checks; every bad field is listed."),
      (428, "If-Match is missing."), (429, "Too many tries; Retry-After says how long to wait."),
    ]
    return words.map { .init("Problem\($0.0)", problem($0.1, headers[$0.0] ?? [])) }
      + [.init("Problem", problem("A problem (RFC 9457).", []))]
  }()

  /// The headers that problems have.
  private static let headers = [
    401: ["WWW-Authenticate"], 402: ["Retry-After"], 412: ["ETag"], 416: ["Content-Range"],
    429: ["Retry-After", "RateLimit", "RateLimit-Policy"],
  ]

  private static func problem(_ description: String, _ headers: [String]) -> JSON {
    let content: JSON = [
      "application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]
    ]
    return .object(
      [.init("description", .string(description))] + AnswerHeader.references(headers)
        + [.init("content", content)])
  }
}
