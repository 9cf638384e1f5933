/// What became of one operation of a bulk request.
enum BulkOutcome: Sendable {
  case done(id: Int)
  case refused(Problem)

  /// What it is told as where the operations stand alone.
  ///
  /// - Parameter version: Of the record when all was done; nil where there is none to see.
  func json(_ kind: BulkEntry.Kind, version: Int?, _ call: Call) -> JSON {
    switch self {
    case .done(let id):
      [
        "status": .number(String(kind.status)), "id": .number(String(id)),
        "version": version.map { .number(String($0)) } ?? .null,
      ]
    case .refused(let problem):
      [
        "status": .number(String(problem.status)),
        "problem": problem.body(call.language, requestID: call.requestID),
      ]
    }
  }

  /// What is wrong with it where it keeps all others from being done.
  func faults(at pointer: String) -> [Problem.Field] {
    guard case .refused(let problem) = self else { return [] }
    guard problem.errors.isEmpty else { return problem.errors }
    return [.init(pointer, problem.code, problem.detail)]
  }
}
