import CRM
import Foundation
import Postgres
import Support
import Testing

@Suite struct `A bad upload` {
  private static let names: [String] = [
    "", " ", ".", "..", "a/b.txt", "a\\b.txt", "a\u{7}b", "a\nb", "gpj\u{202E}exe.txt",
    String(repeating: "a", count: 256),
  ]

  @Test func `has a name that is none`() async throws {
    try await withCRM { crm in
      await each(Self.names) { name in
        let reply = try await Filing(session: crm.as(.sales)).send([1], name: name)
        #expect(reply.status == 422 && reply.pointers == ["name"], "\(name): \(reply.text)")
        #expect(try await crm.filed() == [0, 0, 0, 0], "\(name)")
      }
    }
  }

  private static let headers: [(header: String, name: String)] = [
    (#"attachment; filename="a b.txt""#, "a b.txt"), ("attachment; filename=a.txt", "a.txt"),
    (#"attachment; filename="a.txt"; filename*=UTF-8''%D0%B0.txt"#, "а.txt"),
    (#"attachment; filename="a \"b\".txt""#, "a \"b\".txt"),
  ]

  @Test func `is none where the header names the file`() async throws {
    try await withCRM { crm in
      let session = try await crm.as(.sales)
      await each(Self.headers) { header, name in
        let reply = try await session.send(
          "PUT", "files",
          headers: [("Content-Disposition", header), ("Content-Type", "text/plain")],
          body: [1])
        #expect(reply.status == 201 && reply["name"] == .string(name), "\(header): \(reply.text)")
        let nameless = try await session.send(
          "PUT", "files", headers: [("Content-Type", "text/plain")], body: [1])
        #expect(
          nameless.status == 422 && nameless.pointers == ["name"], "\(header): \(nameless.text)")
        let unknown = try await session.send("PUT", "files?nmae=a", body: [1])
        #expect(unknown.status == 400 && unknown.problem == "unknown_parameter", "\(header)")
      }
    }
  }

  private static let untrue: [(type: String, text: String, told: String)] = [
    ("image/png", "<!DOCTYPE html><script>alert(1)</script>", "text/html"),
    ("image/png", " \n\u{FEFF}<html>", "none"), ("application/pdf", "\t<html>", "text/html"),
    ("image/png", "<?xml version='1.0'?><svg onload='x'/>", "image/svg+xml"),
    ("image/jpeg", "\u{7F}ELF\u{2}", "application/x-executable"),
    ("text/plain", "MZ\u{90}\0\u{3}\0", "application/vnd.microsoft.portable-executable"),
    ("application/octet-stream", "MZ\u{90}\0", "application/vnd.microsoft.portable-executable"),
    ("application/x-msdownload", "hello", "application/x-msdownload"),
    ("image/gif", "#!/bin/sh\n", "text/x-script"), ("nonsense", "x", "media type"),
    ("a/b/c", "x", "media type"),
  ]

  @Test func `is what its type does not say, or what is not taken`() async throws {
    try await withCRM { crm in
      await each(Self.untrue) { type, text, told in
        let before = try await crm.filed()
        let reply = try await Filing(session: crm.as(.sales)).send(
          Array(
            text.unicodeScalars.flatMap {
              $0.value < 256 ? [UInt8($0.value)] : Array(String($0).utf8)
            }),
          type: type)
        if told == "none" { return #expect(reply.status == 201, "\(type) \(text): \(reply.text)") }
        #expect(
          reply.status == 415 && reply.problem == "unsupported_media_type"
            && reply.text.contains(told), "\(type) \(text): \(reply.text)")
        #expect(try await crm.filed() == before, "\(type) \(text)")
      }
    }
  }

  private static let honest: [(type: String, text: String)] = [
    ("text/html", "<html>"), ("text/plain", "<html>"), ("image/svg+xml", "<svg/>"),
    ("text/plain", "MZ is a town"), ("text/x-python", "#!/usr/bin/python"),
    ("IMAGE/PNG; q=1", "\u{89}PNG"),
  ]

  @Test func `is none where the type is true`() async throws {
    try await withCRM { crm in
      await each(Self.honest) { type, text in
        let reply = try await Filing(session: crm.as(.sales)).send(Array(text.utf8), type: type)
        #expect(reply.status == 201, "\(type) \(text): \(reply.text)")
      }
    }
  }

  @Test func `is of a type that the settings leave out`() async throws {
    try await withCRM(.set(\.fileTypes, ["image/*", "application/pdf"])) { crm in
      let filing = Filing(session: try await crm.as(.sales))
      #expect(try await filing.send([1], type: "image/png").status == 201)
      let text = try await filing.send([1], type: "text/plain")
      #expect(text.status == 415 && text.text.contains("image/*, application/pdf"), "\(text.text)")
    }
  }

  @Test func `is larger than is allowed, and leaves nothing`() async throws {
    try await withCRM(.set(\.fileSize, 300_000)) { crm in
      let session = try await crm.as(.sales)
      let filing = Filing(session: session)
      #expect(try await filing.send(Filing.bytes(300_000)).status == 201)
      let reply = try await filing.send(Filing.bytes(300_001))
      #expect(reply.status == 413 && reply.problem == "body_too_large", "\(reply.text)")
      #expect(reply.text.contains("300000"))
      let head =
        "PUT /api/v1/files?name=a HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(session.token ?? "")\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
      let answer = try await crm.raw.exchange(
        head, "493E1\r\n" + String(repeating: " ", count: 300_001) + "\r\n0\r\n\r\n")
      #expect(answer.hasPrefix("HTTP/1.1 413 "), "\(answer)")
      #expect(try await crm.filed() == [1, 2, 1, 1])
    }
  }

  @Test func `breaks off and leaves nothing`() async throws {
    try await withCRM { crm in
      let token = try await crm.as(.sales).token ?? ""
      let head =
        "PUT /api/v1/files?name=a HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\nContent-Type: text/plain\r\nContent-Length: 1000000\r\n\r\n"
      try await crm.raw.breakOff(head + String(repeating: "x", count: 500_000)) {
        try await Task.sleep(for: .milliseconds(300))
      }
      try await Task.sleep(for: .milliseconds(300))
      #expect(try await crm.filed() == [0, 0, 0, 0])
    }
  }

  @Test func `has another digest than it says`() async throws {
    try await withCRM { crm in
      let filing = Filing(session: try await crm.as(.sales))
      let bytes = Filing.bytes(1000)
      let right = "sha-256=:\(Data(Digest.sha256Bytes(bytes)).base64EncodedString()):"
      let wrong = "sha-256=:\(Data(Digest.sha256Bytes([1])).base64EncodedString()):"
      for field in ["Content-Digest", "Repr-Digest"] {
        let reply = try await filing.send(bytes, headers: [(field, "md5=:AA==:, \(wrong)")])
        #expect(reply.status == 422 && reply.pointers == [field.lowercased()], "\(reply.text)")
        #expect(reply.text.contains(right))
        try await filing.send(bytes, headers: [(field, "sha-256=abc")])
          .expectRefusal(field, naming: field.lowercased(), [400])
      }
      #expect(try await crm.filed() == [0, 0, 0, 0])
      #expect(try await filing.send(bytes, headers: [("Content-Digest", right)]).status == 201)
    }
  }

  @Test func `comes from who may keep nothing`() async throws {
    try await withCRM { crm in
      let reply = try await Filing(session: crm.as(.auditor)).send([1])
      #expect(reply.status == 403 && reply["permission"] == "files.create", "\(reply.text)")
      #expect(try await Filing(session: crm.anyone).send([1]).status == 401)
    }
  }
}
