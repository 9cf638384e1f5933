import Postgres

extension Client {
  /// The connections and the two lanes.
  var metrics: [Metric] {
    let now = statistics
    return [
      Metric(
        "crm_pool_waiting", .gauge, "Requests that wait for a connection.",
        [
          .init(labels: [("lane", "general")], value: Double(now.waiting - now.waitingFast)),
          .init(labels: [("lane", "fast")], value: Double(now.waitingFast)),
        ]),
      Metric("crm_pool_busy", .gauge, "Requests on their way to PostgreSQL.", Double(now.busy)),
      Metric(
        "crm_pool_dedicated", .gauge, "Connections in use for COPY and cursors.",
        Double(now.dedicated)),
      Metric(
        "crm_pool_opened_total", .counter, "Connections opened since the start.",
        Double(now.opened)),
    ]
  }
}
