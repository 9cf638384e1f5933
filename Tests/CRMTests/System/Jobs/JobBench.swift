import Postgres
import Support

@testable import CRM

/// A worker of kinds that only the test knows, on the test's database, for as long as the body runs.
func withRunner<Answer: Sendable>(
  _ database: TestDatabase, _ kinds: [JobKind], places: Int = 4, lease: Duration = .seconds(15),
  _ body: () async throws -> Answer
) async throws -> Answer {
  try await withClient(database.service, connections: 4) { client in
    let runner = JobRunner(client, kinds: kinds, places: places, lease: lease, logger: .quiet)
    let running = Task { await runner.run() }
    do {
      let answer = try await body()
      running.cancel()
      await running.value
      return answer
    } catch {
      running.cancel()
      await running.value
      throw error
    }
  }
}

extension TestCRM {
  /// Asks for jobs as somebody, as the service does it.
  ///
  /// - Returns: their numbers.
  @discardableResult
  func enqueue(
    _ kind: String, _ input: JSON = [:], as session: TestSession, count: Int = 1, most: Int = 5
  ) async throws -> [Int] {
    let attempt = try await sql(
      session,
      """
      insert into system.job (kind, input, most_failures)
      select \(kind), \(input.text)::jsonb, \(most)::integer from generate_series(1, \(count)::integer)
      returning id
      """)
    return try attempt.complete()[0].map { try $0.int("id") }
  }

  /// A job as it is in the database.
  func job(_ id: Int) async throws -> Row {
    try await observed("select *, run_at > started_at as later from system.job where id = \(id)")
      .single
  }

  /// Waits until a job is in one of the states, a quarter of an hour at most.
  @discardableResult
  func job(_ id: Int, becomes states: Set<String>) async throws -> Row {
    let end = ContinuousClock.now + .seconds(900)
    while true {
      let row = try await job(id)
      if states.contains(try row.string("state")) { return row }
      guard ContinuousClock.now < end else {
        throw Late(state: try row.string("state"), id: id)
      }
      try await Task.sleep(for: .milliseconds(20))
    }
  }
}

/// A job did not come to where it was awaited.
struct Late: Error {
  let state: String
  let id: Int
}
