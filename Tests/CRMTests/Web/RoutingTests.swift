import Support
import Testing

@Suite struct `Routing` {
  private static let unknown: [String] = [
    "/", "/api/v1", "/api/v1/unknown", "/api/v1/parties/", "/api/v1//parties", "/api/v2/parties",
    "/api/v1/parties/1/unknown", "/API/v1/parties",
  ]

  @Test func `an unknown address is a problem of its own`() async throws {
    try await withCRM { crm in
      await each(Self.unknown) { path in
        let reply = try await crm.as(.sales).get(path)
        #expect(reply.status == 404 && reply.problem == "no_route", "\(path)")
      }
    }
  }

  @Test func `a wrong method is answered with those there are`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let one = try await sales.send("PUT", "parties/1")
      #expect(one.status == 405 && one.problem == "method_not_allowed")
      #expect(one[header: "allow"] == "DELETE, GET, PATCH, HEAD, OPTIONS")
      let list = try await sales.send("TRACE", "parties")
      #expect(list.status == 405 && list[header: "allow"]?.contains("POST") == true)
    }
  }

  @Test func `HEAD answers what GET does, without the body`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      let get = try await sales.get("countries?limit=1&sort=code")
      let head = try await sales.send("HEAD", "countries?limit=1&sort=code")
      #expect(head.status == 200 && head.body.isEmpty)
      #expect(head[header: "content-length"] == get[header: "content-length"])
    }
  }

  @Test func `OPTIONS lists the methods`() async throws {
    try await withCRM { crm in
      let reply = try await crm.anyone.send("OPTIONS", "/livez")
      #expect(reply.status == 204 && reply[header: "allow"] == "GET, HEAD, OPTIONS")
      #expect(reply[header: "access-control-allow-origin"] == nil)
    }
  }

  @Test func `an escaped segment is the same segment`() async throws {
    try await withCRM { crm in
      let reply = try await crm.as(.sales).get("/api/v1/p%61rties")
      #expect(reply.status == 200)
    }
  }
}
