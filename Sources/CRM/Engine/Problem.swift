/// What went wrong with a request, as RFC 9457 describes it: a stable code, sentences in both languages, every bad field.
public struct Problem: Error, Sendable {
  /// One bad field: where it stands in the body (RFC 6901) or which parameter, and what would be right.
  public struct Field: Sendable, Hashable {
    /// A JSON pointer into the body, or the name of a parameter.
    public let pointer: String
    /// Stable, snake_case, never translated; the name of the rule that was broken, where it has one.
    public let code: String
    /// What is wrong here and what would be right.
    public let detail: Text

    /// A bad field.
    public init(_ pointer: String, _ code: String, _ detail: Text) {
      self.pointer = pointer
      self.code = code
      self.detail = detail
    }
  }

  /// Of HTTP, 400 to 599.
  public let status: Int
  /// Stable, snake_case, never translated; the problem's type is `/problems/<code>`.
  public let code: String
  /// The kind of problem, the same for every occurrence.
  public let title: Text
  /// What went wrong this time and what to do.
  public let detail: Text
  /// Every bad field; empty where none is to blame.
  public var errors: [Field]
  /// Further members of the body, the current record of a 412 for one.
  public var members: [JSON.Member]
  /// Headers of the answer beside its content type.
  public var headers: [(name: String, value: String)]

  /// A problem, which has no bad fields unless they are given.
  public init(
    _ status: Int, _ code: String, _ title: Text, detail: Text, errors: [Field] = [],
    members: [JSON.Member] = [], headers: [(name: String, value: String)] = []
  ) {
    self.status = status
    self.code = code
    self.title = title
    self.detail = detail
    self.errors = errors
    self.members = members
    self.headers = headers
  }

  /// The body of the answer.
  public func body(_ language: Language, requestID: String) -> JSON {
    var all: [JSON.Member] = [
      .init("type", .string("/problems/\(code)")), .init("title", .string(title[language])),
      .init("status", .number(String(status))), .init("code", .string(code)),
      .init("detail", .string(detail[language])), .init("request_id", .string(requestID)),
    ]
    if !errors.isEmpty {
      all.append(.init("errors", .array(errors.map { $0.body(language) })))
    }
    return .object(all + members)
  }
}

extension Problem.Field {
  func body(_ language: Language) -> JSON {
    [
      "pointer": .string(pointer), "code": .string(code), "detail": .string(detail[language]),
    ]
  }
}
