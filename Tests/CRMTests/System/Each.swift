import Testing

/// Checks each case by itself, for what many cases can share one database: one that throws is told by what it is,
/// and the others are checked all the same.
func each<Case>(_ cases: [Case], _ check: (Case) async throws -> Void) async {
  for item in cases {
    do { try await check(item) } catch { Issue.record(error, "\(item)") }
  }
}
