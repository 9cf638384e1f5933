import CPostgres

/// A batch on its way: what was sent for it and what has come back.
struct Flight {
  enum Command {
    case preparation(Int, String)
    case statement(Int, String)

    var index: Int {
      switch self {
      case .preparation(let index, _), .statement(let index, _): index
      }
    }
  }

  let job: Job
  var commands: [Command] = []
  private(set) var results: [Rows] = []
  private(set) var error: DatabaseError?
  private(set) var failed: Command?
  private var answered = 0

  init(job: Job) { self.job = job }

  /// The commands behind the one that failed, and that one.
  var unconfirmed: ArraySlice<Command> { commands[min(answered, commands.count)...] }

  mutating func accept(_ rows: Rows) {
    if answered < commands.count, case .statement = commands[answered] { results.append(rows) }
    answered += 1
  }

  /// Notes the first error; what follows it in the batch is only marked as aborted.
  mutating func fail(_ result: OpaquePointer) {
    guard PQresultStatus(result) == PGRES_FATAL_ERROR, error == nil else { return }
    failed = answered < commands.count ? commands[answered] : nil
    error = DatabaseError(result: result, statement: failed?.index)
  }
}

extension Flight {
  /// The plan was lost on the server, not refused: nothing has happened and the same batch will do.
  var mustRepeat: Bool { error?.sqlState == "26000" || error?.sqlState == "0A000" }
}
