import Postgres
import Support

extension TestCRM {
  /// Holds a party, so that a job that comes to it waits there, for as long as the body runs.
  func holding<Answer: Sendable>(
    _ party: Int, _ body: @Sendable () async throws -> Answer
  ) async throws -> Answer {
    try await withClient(database.migration) { holder in
      try await holder.transaction { transaction in
        _ = try await transaction.rows(
          "select from clients.party where id = \(party) for update")
        return try await body()
      }
    }
  }

  /// Waits until a job has done some of its work and can go on no further.
  func isHalfway(_ job: Int) async throws -> Bool {
    try await eventually {
      let isBlocked = try await database.blocked() > 0
      return try await self.job(job).int("done") > 0 && isBlocked
    }
  }
}
