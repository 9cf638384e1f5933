import NIOCore

/// `GET /metrics` of the administrators' listener, for Prometheus.
struct Metrics: Sendable {
  /// Where families come from, in the order in which they are shown.
  let sources: [@Sendable () async -> [Metric]]

  var operation: Operation {
    Operation(
      "metrics", .get, "/metrics", Text("Figures for Prometheus", ru: "Показатели для Prometheus"),
      access: .open, responses: [200: ["text/plain": ["type": "string"]]]
    ) { _ in await answer() }
  }

  private func answer() async -> Answer {
    var text = ""
    for source in sources {
      for metric in await source() { metric.write(into: &text) }
    }
    return Answer(
      200, headers: [("Content-Type", "text/plain; version=0.0.4; charset=utf-8")],
      body: .bytes(ByteBuffer(string: text)))
  }
}
