/// One thing the API can do: its route, who may, what it takes and gives. Router, OpenAPI and tests all read this.
public struct Operation: Sendable {
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
    public let name: String
    /// `path`, `query` or `header`.
    public let place: String
    public let schema: JSON
    public let description: Text
    public let required: Bool
    public let form: Form

    /// How the value is written.
    public enum Form: Sendable {
      case plain
      /// As JSON text.
      case json
      /// One parameter for each member, `name[member]=value`.
      case bracket
    }

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
  public let method: Call.Method
  /// Below `/api/v1`, with placeholders: `/things/{id}`.
  public let path: String
  public let summary: Text
  public let access: Access
  public var parameters: [Parameter]
  /// Media type to schema of the body, empty when none is taken.
  public var request: [String: JSON]
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
  public let answer: @Sendable (Call) async throws -> Answer

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
}
