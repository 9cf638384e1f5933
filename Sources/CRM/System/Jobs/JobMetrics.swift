import Postgres

/// How much work waits and runs, by the database that all services share.
struct JobMetrics: Sendable {
  let client: Client

  /// Whether the database answers, and what it says of its jobs.
  func metrics() async -> [Metric] {
    let name = "crm_database_up"
    let help = "Whether the database answers."
    do {
      let rows = try await client.batch(["select * from system.job_figures()"], readOnly: true)[0]
      return [Metric(name, .gauge, help, 1)] + (try Self.metrics(rows))
    } catch {
      return [Metric(name, .gauge, help, 0)]
    }
  }

  private static func metrics(_ rows: Rows) throws -> [Metric] {
    let counts = try rows.map { row -> Metric.Sample in
      .init(
        labels: [("kind", try row.string("kind")), ("state", try row.string("state"))],
        value: Double(try row.int("jobs")))
    }
    let ages = try rows.compactMap { row -> Metric.Sample? in
      guard try row.string("state") == "waiting" else { return nil }
      return .init(labels: [("kind", try row.string("kind"))], value: try row.double("oldest"))
    }
    return [
      Metric("crm_jobs", .gauge, "Jobs that wait, run, or have failed.", counts),
      Metric(
        "crm_jobs_oldest_waiting_seconds", .gauge,
        "How long the oldest job that could run has waited.", ages),
    ]
  }
}
