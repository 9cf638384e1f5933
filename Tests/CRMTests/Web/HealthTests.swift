import Support
import Testing

@Suite struct `Health of the service` {
  @Test func `livez answers without a database`() async throws {
    try await withCRM { crm in
      let reply = try await crm.anyone.get("/livez")
      #expect(reply.status == 200 && reply.text == "ok\n")
    }
  }

  @Test func `readyz lists its checks when asked`() async throws {
    try await withCRM { crm in
      let brief = try await crm.anyone.get("/readyz")
      let verbose = try await crm.anyone.get("/readyz?verbose")
      #expect(brief.status == 200 && brief.text == "ok\n")
      #expect(verbose.status == 200 && verbose.text.contains("database: ok"))
    }
  }

  @Test func `everybody learns who he is`() async throws {
    try await withCRM { crm in
      let reply = try await crm.as(.sales).get("me")
      #expect(reply.status == 200 && reply["department"]?.string == "Sales")
    }
  }
}
