import Logging
import NIOHTTP1
import Postgres

/// Every error that leaves a handler becomes a problem here; nothing else reaches the client.
struct Trouble: Sendable {
  let logger: Logger
  /// Whether the service works on a connection that takes no changes.
  let isReadOnly: Bool

  func problem(_ error: any Error, requestID: String) -> Problem {
    switch error {
    case let problem as Problem:
      return isReadOnly && problem.isAboutUnwritable ? .readOnly : problem
    case let error as ClientError: return Self.problem(error)
    case let error as DatabaseError: return problem(error, requestID)
    case is CancellationError: return .unavailable(retryAfter: 1)
    case is HTTPParserError: return ConnectionGuard.problem(error) ?? .malformedHTTP
    default:
      logger.error(
        "An unexpected error", metadata: ["request_id": "\(requestID)", "error": "\(error)"])
      return .internalError
    }
  }

  private static func problem(_ error: ClientError) -> Problem {
    switch error {
    case .outcomeUnknown:
      Problem(
        503, "outcome_unknown", Text("The outcome is not known", ru: "Итог неизвестен"),
        detail: Text(
          "The connection to the database broke behind the request. Read the record before you repeat it, or repeat it with the same Idempotency-Key.",
          ru:
            "Связь с базой прервалась после отправки. Прочитайте запись, прежде чем повторять, или повторите с тем же Idempotency-Key."
        ), headers: [("Retry-After", "1")])
    case .overloaded(let pause): .unavailable(retryAfter: max(1, Int(pause.components.seconds)))
    case .deadline: .tooSlow
    case .unavailable: .unavailable(retryAfter: 1)
    }
  }

  /// What no operation has explained: the database is away or busy, or it is our mistake.
  private func problem(_ error: DatabaseError, _ requestID: String) -> Problem {
    if let problem = Problem.license(error) { return problem }
    switch error.sqlState {
    case "25006" where isReadOnly, "42501" where isReadOnly: return .readOnly
    case "42P01", "42703", "42883", "3F000":
      logger.error(
        "The schema does not fit this release (crm check tells more): \(error.message)",
        metadata: ["request_id": "\(requestID)", "sqlstate": "\(error.sqlState)"])
      return .schemaMismatch
    case "57014": return .tooSlow
    case "55P03", "40001", "40P01", "53300", "57P01", "57P02", "57P03", "08006", "25006":
      return .unavailable(retryAfter: 1)
    case "22021":
      return .malformed(
        "nul_in_text", Text("A text holds a NUL character.", ru: "В тексте есть символ NUL."))
    case "42501":
      return Problem(
        403, "forbidden", Text("Not permitted", ru: "Нет права"),
        detail: Text(
          "Your rights do not reach this record.",
          ru: "Ваши права не распространяются на эту запись."
        ))
    default:
      logger.error(
        "The database refused a statement",
        metadata: ["request_id": "\(requestID)", "error": "\(error)"])
      return .internalError
    }
  }
}

extension Problem {
  /// 503: the work was given up and has left nothing behind.
  static var tooSlow: Problem {
    Problem(
      503, "too_slow", Text("It took too long", ru: "Слишком долго"),
      detail: Text(
        "The database needed longer than a request may take: narrow the filter.",
        ru: "База данных не уложилась в отведённое время: сузьте условия."),
      headers: [("Retry-After", "5")])
  }
}
