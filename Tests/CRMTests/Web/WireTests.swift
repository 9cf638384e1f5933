import Support
import Testing

@Suite struct `Bytes on the wire` {
  private static let broken: [String] = [
    "hello\r\n\r\n", "GET\r\n\r\n", "GET /livez HTTP/1.1\r\nno colon\r\n\r\n",
    "GET /livez HTTP/1.1\r\nA: b\u{0}c\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\r\n\r\n",
    "POST /api/v1/sessions HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    "POST /api/v1/sessions HTTP/1.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "POST /api/v1/sessions HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "POST /api/v1/sessions HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n",
  ]

  @Test func `what is no HTTP gets a problem and the end`() async throws {
    try await withCRM { crm in
      await each(Self.broken) { bytes in
        let answer = try await crm.raw.exchange(bytes)
        #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(bytes): \(answer)")
        #expect(answer.contains("application/problem+json"), "\(bytes)")
        #expect(answer.lowercased().contains("connection: close"), "\(bytes)")
      }
    }
  }

  @Test func `headers that are too large get a problem`() async throws {
    try await withCRM { crm in
      let long = "X-Long: \(String(repeating: "a", count: 20_000))\r\n"
      let many = (0..<200).map { "X-\($0): a\r\n" }.joined()
      for headers in [long, many] {
        let answer = try await crm.raw.exchange(
          "GET /livez HTTP/1.1\r\nHost: a\r\n\(headers)\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 431 "), "\(answer)")
        #expect(answer.contains("headers_too_large"))
      }
    }
  }

  @Test func `requests may come in one piece or byte by byte`() async throws {
    try await withCRM { crm in
      let one = "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n"
      let last = "GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
      let together = try await crm.raw.exchange(one + one + last)
      #expect(together.components(separatedBy: "HTTP/1.1 200 OK").count == 4)
      let apart = try await crm.raw.exchange(
        "GET /li", "vez HTTP/1.1\r\nHo", "st: a\r\nConnection: close\r\n\r", "\n",
        pause: .milliseconds(20))
      #expect(apart.hasPrefix("HTTP/1.1 200 OK"))
    }
  }

  @Test func `a target may be absolute`() async throws {
    try await withCRM { crm in
      let answer = try await crm.raw.exchange(
        "GET http://example.org/livez HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n")
      #expect(answer.hasPrefix("HTTP/1.1 200 OK"), "\(answer)")
    }
  }

  @Test func `a client that waits for 100 gets it, unless its body is not wanted`() async throws {
    try await withCRM { crm in
      let head = "POST /api/v1/sessions HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
      let wanted = try await crm.raw.exchange(
        head + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n", "{}", pause: .milliseconds(50))
      #expect(wanted.hasPrefix("HTTP/1.1 100 ") && wanted.contains("HTTP/1.1 422 "), "\(wanted)")
      let large = try await crm.raw.exchange(
        head + "Expect: 100-continue\r\nContent-Length: 99999999\r\n\r\n")
      #expect(large.hasPrefix("HTTP/1.1 413 "), "\(large)")
    }
  }

  @Test func `an endless body ends the connection behind its answer`() async throws {
    try await withCRM { crm in
      let body = String(repeating: "x", count: 400_000)
      let answer = try await crm.raw.exchange(
        "POST /api/v1/unknown HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999999\r\n\r\n", body,
        body,
        pause: .milliseconds(50))
      #expect(answer.hasPrefix("HTTP/1.1 404 "), "\(answer)")
    }
  }

  @Test func `an idle connection is ended`() async throws {
    try await withCRM(.set(\.idle, .milliseconds(300))) { crm in
      let answer = try await crm.raw.exchange("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(answer.hasPrefix("HTTP/1.1 200 OK"))
      let never = try await crm.raw.exchange("GET /livez HTTP/1.1\r\nHost")
      #expect(never.isEmpty)
    }
  }
}
