import Support
import Synchronization
import Testing

@testable import CRM

@Suite struct `The administrators' listener` {
  private static func withAdmin(
    _ body: (TestCRM, (String) async throws -> Reply) async throws -> Void
  ) async throws {
    let (ports, told) = AsyncStream<Int>.makeStream()
    try await withCRM(
      .set(\.adminPort, 0), .set(\.adminReady, { @Sendable port in told.yield(port) })
    ) { crm in
      let port = try #require(await ports.first { _ in true })
      try await body(crm) { path in try await crm.anyone(at: port).get(path) }
    }
  }

  @Test func `counts requests by the template of their route, with how long they took`()
    async throws
  {
    try await Self.withAdmin { crm, admin in
      let chief = try await crm.as(.administrator)
      for id in 1...3 { #expect(try await chief.get("parties/99999\(id)").status == 404) }
      #expect(try await chief.get("no-such-place/x").status == 404)
      let reply = try await admin("/metrics")
      #expect(reply.status == 200)
      #expect(reply[header: "content-type"] == "text/plain; version=0.0.4; charset=utf-8")
      let route = #"method="GET",route="/api/v1/parties/{id}""#
      let lines = Set(reply.text.split(separator: "\n").map(String.init))
      #expect(lines.contains("crm_http_requests_total{\(route),status=\"404\"} 3"), "\(reply.text)")
      #expect(lines.contains("crm_http_request_duration_seconds_count{\(route)} 3"))
      #expect(
        lines.contains("crm_http_request_duration_seconds_bucket{\(route),le=\"+Inf\"} 3"))
      #expect(lines.contains(#"crm_http_requests_total{method="",route="",status="404"} 1"#))
      #expect(!reply.text.contains("parties/99999") && !reply.text.contains("no-such-place"))
    }
  }

  @Test func `tells of lanes, jobs, the database and the process`() async throws {
    try await Self.withAdmin { crm, admin in
      try await crm.enqueue("nobody-does", as: crm.as(.sales), count: 7)
      let text = try await admin("/metrics").text
      for line in [
        #"crm_jobs{kind="nobody-does",state="waiting"} 7"#, "crm_database_up 1",
        #"crm_pool_waiting{lane="fast"} 0"#, "# TYPE process_resident_memory_bytes gauge",
        "# TYPE crm_http_request_duration_seconds histogram",
      ] {
        #expect(text.split(separator: "\n").contains { $0 == line }, "\(line)\n\(text)")
      }
      #expect(text.contains("crm_jobs_oldest_waiting_seconds{kind=\"nobody-does\"} "))
    }
  }

  @Test func `tells how many events wait to be handed on, and how many were`() async throws {
    try await Self.withAdmin { crm, admin in
      _ = try await crm.as(.administrator).create("parties", ["name": "Ромашка"])
      #expect(
        try await eventually {
          let lines = try await admin("/metrics").text.split(separator: "\n")
          let delivered = lines.first { $0.hasPrefix("crm_outbox_delivered_total ") }
          return lines.contains("crm_outbox_events 0") && lines.contains("crm_outbox_lag_seconds 0")
            && lines.contains(#"crm_outbox_deliveries{state="parked"} 0"#)
            && Int(delivered?.split(separator: " ").last ?? "") ?? 0 > 0
        })
    }
  }

  @Test func `has no API, and the API no figures`() async throws {
    try await Self.withAdmin { crm, admin in
      let (api, alive) = (try await admin("/api/v1/parties"), try await admin("/livez"))
      #expect(api.status == 404 && alive.status == 200)
      let figures = try await crm.as(.administrator).get("/metrics")
      #expect(figures.status == 404)
    }
  }
}
