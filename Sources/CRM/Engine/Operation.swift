/// One thing the API can do: its route, who may, what it takes and gives. Router, OpenAPI and tests all read this.
public struct Operation: Sendable {
  /// Who may ask for it.
  public enum Access: Sendable, Hashable {
    /// Nobody needs to have signed in.
    case open
    /// Every account.
    case signedIn
    /// Accounts that have the permission in any scope; the database narrows it to records.
    case permission(Permission)
  }

  /// A parameter of the path, the query or the header, as OpenAPI describes it.
  public struct Parameter: Sendable {
    /// As it is sent; in the path without braces.
    public let name: String
    /// `path`, `query` or `header`.
    public let place: String
    /// The JSON Schema of the value.
    public let schema: JSON
    /// What it does, for people.
    public let description: Text
    /// A request without it is refused.
    public let required: Bool
    /// How the value is written.
    public let form: Form

    /// How the value is written.
    public enum Form: Sendable {
      case plain
      /// As JSON text.
      case json
      /// One parameter for each member, `name[member]=value`.
      case bracket
    }

    /// A parameter that may be left out unless it is required.
    public init(
      _ name: String, in place: String, _ schema: JSON, _ description: Text, required: Bool = false,
      form: Form = .plain
    ) {
      self.name = name
      self.place = place
      self.schema = schema
      self.description = description
      self.required = required
      self.form = form
    }
  }

  /// Unique and stable, `things.list`.
  public let id: String
  /// With ``path``, what it is found by.
  public let method: Call.Method
  /// Below `/api/v1`, with placeholders: `/things/{id}`.
  public let path: String
  /// What it does, in a few words.
  public let summary: Text
  /// Who may ask for it.
  public let access: Access
  /// Of the path, the query and the header.
  public var parameters: [Parameter]
  /// Media type to schema of the body, empty when none is taken.
  public var request: [String: JSON]
  /// Whether a request without a body is refused, where one is taken.
  public private(set) var demandsBody = true
  /// Status to media type and schema of the answer's body.
  public var responses: [Int: [String: JSON]]
  /// Status to the names of headers that its answer has, of those in ``AnswerHeader``.
  public var headers: [Int: [String]]
  /// Statuses of problems beyond those that its parameters and body make possible.
  public var problems: [Int]
  /// A body larger than this is refused with 413; in bytes.
  public var maximumBody: Int
  /// The body may be larger than memory; the operation receives it when it has judged the request.
  public var streams: Bool
  /// Does it.
  ///
  /// - Throws: ``Problem``, and the client's own errors.
  public let answer: @Sendable (Call) async throws -> Answer

  /// An operation; bodies are taken up to 1 MB unless more is said.
  public init(
    _ id: String, _ method: Call.Method, _ path: String, _ summary: Text, access: Access,
    parameters: [Parameter] = [], request: [String: JSON] = [:],
    responses: [Int: [String: JSON]] = [:], headers: [Int: [String]] = [:], problems: [Int] = [],
    maximumBody: Int = 1 << 20,
    streams: Bool = false, answer: @escaping @Sendable (Call) async throws -> Answer
  ) {
    self.id = id
    self.method = method
    self.path = path
    self.summary = summary
    self.access = access
    self.parameters = parameters
    self.request = request
    self.responses = responses
    self.headers = headers
    self.problems = problems
    self.maximumBody = maximumBody
    self.streams = streams
    self.answer = answer
  }

  /// The same operation, asked with its body or without.
  func withBody(demanded: Bool) -> Operation {
    var operation = self
    operation.demandsBody = demanded
    return operation
  }
}
