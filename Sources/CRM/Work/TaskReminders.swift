import Postgres

/// Reminds people of tasks at the instant that they have asked for, once for each instant: the assignee, or else the
/// owner.
struct TaskReminders: Sendable {
  let client: Client
  /// Of how many tasks one transaction reminds at most.
  var most = 500

  /// Every five minutes.
  var kind: JobKind {
    JobKind("task-reminders", schedule: "*/5 * * * *") { _ in
      ["tasks": .number(String(try await remind()))]
    }
  }

  /// - Returns: Of how many tasks was reminded.
  /// - Throws: `DatabaseError` or `ClientError`.
  func remind() async throws -> Int {
    var total = 0
    while true {
      let done = try await client.rows("select work.remind_tasks(\(most)::integer) as done")
        .single.int("done")
      guard done > 0 else { return total }
      total += done
    }
  }
}
