import NIOCore

extension Answer {
  /// A problem as its answer (RFC 9457).
  init(_ problem: Problem, _ language: Language, requestID: String) {
    let body = problem.body(language, requestID: requestID)
    self.init(
      problem.status,
      headers: [
        ("Content-Type", "application/problem+json"), ("Content-Language", language.rawValue),
      ] + problem.headers, body: .bytes(ByteBuffer(bytes: body.bytes)))
  }
}

extension Problem {
  /// 404: no operation has this path.
  static var noRoute: Problem {
    Problem(
      404, "no_route", Text("No such address", ru: "Нет такого адреса"),
      detail: Text(
        "Nothing is served here; GET \(API.root)/openapi.json lists all there is.",
        ru: "Здесь ничего нет; всё, что есть, перечисляет GET \(API.root)/openapi.json."))
  }

  /// 503: the database lacks migrations that this release needs.
  static var notReady: Problem {
    Problem(
      503, "not_ready", Text("Not ready", ru: "Служба не готова"),
      detail: Text(
        "The database is not at the version that this release needs; /readyz says more.",
        ru: "База данных не той версии, которая нужна этому выпуску; подробности в /readyz."),
      headers: [("Retry-After", "5")])
  }

  /// 405: the path exists with other methods.
  static func methodNotAllowed(_ methods: [Call.Method]) -> Problem {
    let list = list(methods)
    return Problem(
      405, "method_not_allowed", Text("Not with this method", ru: "Метод не поддерживается"),
      detail: Text("Here there are: \(list).", ru: "Здесь есть: \(list)."),
      headers: [("Allow", list)])
  }

  /// All that may be asked where these methods are.
  static func list(_ methods: [Call.Method]) -> String {
    (methods.map(\.rawValue) + (methods.contains(.get) ? ["HEAD"] : []) + ["OPTIONS"])
      .joined(separator: ", ")
  }
}
