import CRM
import Support
import Testing

@Suite struct `A bad address` {
  @Test func `with an id that cannot be finds nothing, whatever the operation`() async throws {
    try await withCRM { crm in
      try await crm.furnish()
      let chief = try await crm.as(.administrator)
      let before = try await crm.rowCounts()
      let ids = ["0", "-1", "9223372036854775808", "abc", "1.0", "01", "1'", "1%20or%201=1"]
      for (place, operation) in try await Description(chief).operations.enumerated()
      where operation.parameters("path").contains(where: { $0.name == "id" }) {
        for id in operation.id == "parties.get" ? ids : ids.some(place) {
          let path = operation.path.replacing("/1", with: "/\(id)")
          let reply = try await chief.send(
            operation.method, path, headers: headers(operation), body: body(operation))
          reply.expectRefusal("\(operation.id) \(id)", [404])
        }
      }
      try await crm.expectRows(before)
    }
  }

  private func headers(_ operation: Description.Operation) -> [(String, String)] {
    let csv = operation.json["requestBody"]?["content"]?["text/csv"] != nil
    return [("If-Match", "\"v1\"")] + (csv ? [("Content-Type", "text/csv")] : [])
  }

  private func body(_ operation: Description.Operation) -> [UInt8]? {
    operation.json["requestBody"] == nil ? nil : Array("{\"password\":\"correct horse\"}".utf8)
  }

  @Test func `that is not properly encoded is refused by every list`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let queries = ["%", "%zz", "%FF", "a%00b", "%C3", "%ED%A0%80", "%c0%af"].flatMap { text in
        ["q=\(text)", "\(text)=1", "id[eq]=\(text)"]
      }
      // An address is decoded before it is known which operation it names.
      for (place, operation) in try await Description(chief).lists.enumerated() {
        for query in operation.id == "parties.list" ? queries : queries.some(place) {
          let reply = try await chief.get("\(operation.path)?\(query)")
          reply.expectRefusal("\(operation.id)?\(query)", [400])
          #expect(reply.problem == "malformed_url", "\(operation.id)?\(query)")
        }
      }
    }
  }

  private static let targets: [String] = [
    "/api/v1/parties?name=Ромашка", "/api/v1/партии", "/api/v1/parties/１", "/api/v1/parties?имя=1",
    "/api/v1/parties?name=%", "/%00", "/api/v1/parties/1%00", "/\u{1}", "/api/v1/parties?q=\u{7F}",
    "/api/v1/parties?sort=☂", "*", "/api/v1/parties#x", "http://[::1/x", "//",
  ]

  @Test func `on the wire never breaks the service`() async throws {
    try await withCRM { crm in
      let token = try await crm.as(.sales).token ?? ""
      await each(Self.targets) { target in
        for method in ["GET", "POST", "ПОСТ"] {
          let answer = try await crm.raw.exchange(
            "\(method) \(target) HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\nConnection: close\r\n\r\n"
          )
          let status = answer.dropFirst(9).prefix(3)
          #expect(
            answer.hasPrefix("HTTP/1.1 ") && (status.hasPrefix("4") || status == "200"),
            "\(method) \(target): \(answer)")
          if status != "200" {
            #expect(answer.contains("application/problem+json"), "\(target): \(answer)")
          }
        }
        #expect(try await crm.anyone.get("/livez").status == 200, "\(target)")
      }
    }
  }
}
