import CRM
import Support
import Testing

@Suite struct `A bad body` {
  static let malformed = [
    "", " ", "{", "[1,", "{\"a\":1", "{\"a\" 1}", "{a:1}", "{'a':1}", "{\"a\":1,}", "{} {}", "nul",
    "NaN",
    "{\"a\":01}", "{\"a\":1,\"a\":2}", "{\"a\":\"\u{1}\"}", "{\"a\":\"b\\u0000c\"}",
    "{\"a\":\"\\ud800\"}",
    "\u{FEFF}{}", "\u{0}", String(repeating: "[", count: 10_000),
    String(repeating: "{\"a\":", count: 10_000) + "1" + String(repeating: "}", count: 10_000),
  ]

  /// One parser reads the bodies of all operations, so that the texts take turns: each operation is sent some, one
  /// is sent all.
  @Test func `that is no JSON is refused by every operation, and nothing is written`() async throws
  {
    try await withCRM { crm in
      try await crm.furnish()
      let chief = try await crm.as(.administrator)
      let before = try await crm.rowCounts()
      for (place, operation) in try await Description(chief).writing.enumerated() {
        let texts = operation.id == "parties.create" ? Self.malformed : Self.malformed.some(place)
        let isDemanded = operation.json["requestBody"]?["required"] == true
        for text in texts where !text.isEmpty || isDemanded {
          let what = "\(operation.id) \(text.prefix(40))"
          let reply = try await operation.send(chief, body: Array(text.utf8))
          // A verb without a body is told which members are missing.
          reply.expectRefusal(what, text.isEmpty ? [400, 422] : [400, 413])
          let told = ["malformed_json", text.isEmpty ? "validation" : "body_too_large"]
          #expect(told.contains(reply.problem ?? ""), "\(what)")
        }
        try await operation.send(chief, body: [0x22, 0xCF, 0xF0, 0x22]).expectRefusal(
          operation.id, [400])
      }
      try await crm.expectRows(before)
    }
  }

  @Test func `that is no object, or has unknown members, names them`() async throws {
    try await withCRM { crm in
      try await crm.furnish()
      let chief = try await crm.as(.administrator)
      let before = try await crm.rowCounts()
      let texts = ["[]", "5", "\"x\"", "null", "true", "[{}]"]
      for (place, operation) in try await Description(chief).writing.enumerated() {
        for text in operation.id == "parties.create" ? texts : texts.some(place) {
          let reply = try await operation.send(chief, body: Array(text.utf8))
          reply.expectRefusal("\(operation.id) \(text)", naming: "", [422])
        }
        let body: JSON = ["no_such_field": 1, "x'; drop table y; --": 2]
        let reply = try await operation.send(chief, body: body.bytes)
        reply.expectRefusal(operation.id, naming: "/no_such_field", [422])
        reply.expectRefusal(operation.id, naming: "/x'; drop table y; --", [422])
      }
      try await crm.expectRows(before)
    }
  }

  @Test func `with a value of a wrong type names the field`() async throws {
    try await withCRM { crm in
      try await crm.furnish()
      let chief = try await crm.as(.administrator)
      let before = try await crm.rowCounts()
      // Fields of one type are read by one piece of code, so that wrong values take turns.
      var place = 0
      for operation in try await Description(chief).writing {
        for field in operation.body ?? [] {
          place += 1
          for value in Self.wrong(for: field.schema).some(place) {
            let body = JSON.object([.init(field.name, value)])
            let reply = try await operation.send(chief, body: body.bytes)
            reply.expectRefusal(
              "\(operation.id) \(body.text.prefix(80))", naming: "/\(field.name)", [422])
          }
        }
      }
      try await crm.expectRows(before)
    }
  }

  /// Values that no field of this schema may have.
  private static func wrong(for schema: JSON) -> [JSON] {
    let types = schema["type"]?.array?.compactMap(\.string) ?? [schema["type"]?.string ?? ""]
    var wrong: [JSON] = []
    if !types.contains("object") { wrong.append(["a": 1]) }
    if !types.contains("array") { wrong.append([[1]]) }
    if !types.contains("string") { wrong.append("x'; drop table y; --") }
    if !types.contains("boolean") { wrong.append(true) }
    if types.contains("integer") {
      wrong += ["9223372036854775808", "-9223372036854775809", "1.5", "1e3"].map { .number($0) }
    } else {
      wrong.append(5)
    }
    if types.contains("array") {
      wrong += [[nil], .array(Array(repeating: [:], count: 201))]
    }
    if schema["enum"] != nil { wrong.append("none of them") }
    return wrong
  }

  /// By what the request says of it; not one byte need come.
  @Test func `of 10 MB is refused by every operation`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let token = try #require(chief.token)
      for operation in try await Description(chief).writing {
        let answer = try await crm.raw.exchange(
          """
          \(operation.method) /api/v1/\(operation.path) HTTP/1.1\r
          Host: a\r
          Authorization: Bearer \(token)\r
          If-Match: "v1"\r
          Content-Type: application/json\r
          Content-Length: 10000000\r
          Connection: close\r
          \r\n
          """)
        #expect(answer.hasPrefix("HTTP/1.1 413 "), "\(operation.id): \(answer)")
        #expect(answer.contains("body_too_large"), "\(operation.id)")
      }
      #expect(try await chief.get("me").status == 200)
    }
  }

  @Test func `of 10 MB that does not tell its length is refused too`() async throws {
    try await withCRM { crm in
      let token = try await crm.as(.sales).token ?? ""
      let head =
        "POST /api/v1/parties HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
      let body = "989680\r\n" + String(repeating: " ", count: 10_000_000) + "\r\n0\r\n\r\n"
      let answer = try await crm.raw.exchange(head, body)
      #expect(answer.hasPrefix("HTTP/1.1 413 "), "\(answer)")
      #expect(answer.contains("body_too_large"))
    }
  }
}
