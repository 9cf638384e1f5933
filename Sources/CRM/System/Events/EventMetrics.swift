import Postgres

/// How many events wait to be handed on, by the database that all services share, and what this one did.
struct EventMetrics: Sendable {
  let client: Client
  let delivered: Delivered

  /// Nothing of the queue where the database does not answer; that it does not, others say.
  func metrics() async -> [Metric] {
    [Metric("crm_outbox_delivered_total", .counter, "Events handed on.", Double(delivered.count))]
      + ((try? await queue()) ?? [])
  }

  private func queue() async throws -> [Metric] {
    let figures = try await client.batch(
      ["select * from system.event_figures()", "select * from system.letter_figures()"],
      readOnly: true)
    let (row, letters) = (try figures[0].single, try figures[1].single)
    let states = [("failing", "failing"), ("waiting", "behind"), ("parked", "parked")]
    return [
      Metric(
        "crm_outbox_events", .gauge, "Events that wait to be handed on.",
        Double(try row.int("waiting"))),
      Metric(
        "crm_outbox_lag_seconds", .gauge, "How long the oldest event has waited.",
        try row.double("lag")),
      Metric(
        "crm_outbox_deliveries", .gauge, "Events that a consumer could not take.",
        try states.map { state, column in
          .init(labels: [("state", state)], value: Double(try row.int(column)))
        }),
      Metric(
        "crm_letters", .gauge, "Notifications by e-mail that wait, and that were given up.",
        try ["waiting", "failed"].map { state in
          .init(labels: [("state", state)], value: Double(try letters.int(state)))
        }),
    ]
  }
}
