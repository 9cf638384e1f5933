import CRM
import Foundation
import Postgres
import Support
import Testing

@Suite struct `A file` {
  @Test func `is kept as it came and comes back with its digest, to be saved and not shown`()
    async throws
  {
    try await withCRM { crm in
      let filing = Filing(session: try await crm.as(.sales))
      let bytes = Filing.bytes(600_000)
      let sha256 = Digest.sha256(bytes)
      let made = try await filing.send(bytes, name: "Договор № 1.pdf", type: "application/pdf")
      #expect(made.status == 201, "\(made.text)")
      #expect(made[header: "location"] == "/api/v1/files/\(made.id)" && made.etag == "\"v1\"")
      #expect(made["name"] == "Договор № 1.pdf" && made["type"] == "application/pdf")
      #expect(made["size"] == 600_000 && made["sha256"] == .string(sha256))
      #expect(made["content_version"] == 1 && made["content_id"] == nil)
      let taken = try await filing.content(made.id)
      #expect(taken.status == 200 && taken.body == bytes)
      #expect(taken.etag == "\"\(sha256)\"" && taken[header: "content-length"] == "600000")
      #expect(taken[header: "content-type"] == "application/pdf")
      #expect(
        taken[header: "content-disposition"]
          == "attachment; filename=\"_______ _ 1.pdf\"; filename*=UTF-8''%D0%94%D0%BE%D0%B3%D0%BE%D0%B2%D0%BE%D1%80%20%E2%84%96%201.pdf"
      )
      #expect(taken[header: "x-content-type-options"] == "nosniff")
      #expect(taken[header: "content-security-policy"] == "sandbox; default-src 'none'")
      let digest = Data(Digest.sha256Bytes(bytes)).base64EncodedString()
      #expect(taken[header: "repr-digest"] == "sha-256=:\(digest):")
      #expect(try await crm.filed() == [1, 3, 1, 1])
      let kept = try await filing.content(made.id, headers: [("If-None-Match", taken.etag)])
      #expect(kept.status == 304 && kept.body.isEmpty)
      let head = try await filing.session.send("HEAD", "files/\(made.id)/content")
      #expect(head.status == 200 && head[header: "content-length"] == "600000")
      #expect(head.body.isEmpty)
    }
  }

  private static let sizes: [Int] = [0, 1, 262_143, 262_144, 262_145, 524_288]

  @Test func `of any size comes back whole`() async throws {
    try await withCRM { crm in
      let filing = Filing(session: try await crm.as(.sales))
      await each(Self.sizes) { size in
        let bytes = Filing.bytes(size)
        let id = try await filing.send(bytes).id
        #expect(try await filing.content(id).body == bytes, "\(size)")
      }
    }
  }

  private static let parts: [(range: String, part: Range<Int>)] = [
    ("bytes=0-0", 0..<1), ("bytes=262143-262144", 262_143..<262_145),
    ("bytes=299999-", 299_999..<300_000), ("bytes=-5", 299_995..<300_000),
    ("bytes=5-99999999999999999999", 5..<300_000), ("Bytes = 10-19", 10..<20),
    ("bytes=-999999", 0..<300_000),
  ]

  @Test func `is taken in part`() async throws {
    try await withCRM { crm in
      let filing = Filing(session: try await crm.as(.sales))
      let bytes = Filing.bytes(300_000)
      let id = try await filing.send(bytes).id
      await each(Self.parts) { range, part in
        let taken = try await filing.content(id, headers: [("Range", range)])
        #expect(taken.status == 206 && taken.body == Array(bytes[part]), "\(range)")
        #expect(
          taken[header: "content-range"]
            == "bytes \(part.lowerBound)-\(part.upperBound - 1)/300000", "\(range)")
        #expect(taken[header: "content-length"] == "\(part.count)", "\(range)")
      }
    }
  }

  private static let behind: [String] = ["bytes=300-", "bytes=300-400", "bytes=-0"]

  @Test func `has no bytes behind its end`() async throws {
    try await withCRM { crm in
      let filing = Filing(session: try await crm.as(.sales))
      let id = try await filing.send(Filing.bytes(300)).id
      await each(Self.behind) { range in
        let taken = try await filing.content(id, headers: [("Range", range)])
        #expect(
          taken.status == 416 && taken.problem == "range_not_satisfiable", "\(range): \(taken.text)"
        )
        #expect(taken[header: "content-range"] == "bytes */300", "\(range)")
      }
    }
  }

  private static let senseless: [String] = [
    "bytes=0-1,5-6", "bytes=9-5", "bytes=-", "lines=1-2", "bytes=a-b",
  ]

  @Test func `comes whole where the range is none`() async throws {
    try await withCRM { crm in
      let filing = Filing(session: try await crm.as(.sales))
      let id = try await filing.send(Filing.bytes(300)).id
      await each(Self.senseless) { range in
        let taken = try await filing.content(id, headers: [("Range", range)])
        #expect(taken.status == 200 && taken.body == Filing.bytes(300), "\(range)")
      }
    }
  }

  @Test func `goes on in part only while it is the one that the client has`() async throws {
    try await withCRM { crm in
      let filing = Filing(session: try await crm.as(.sales))
      let id = try await filing.send(Filing.bytes(300)).id
      let etag = try await filing.content(id).etag
      let range = ("Range", "bytes=100-")
      let same = try await filing.content(id, headers: [range, ("If-Range", etag)])
      #expect(same.status == 206 && same.body.count == 200)
      let other = try await filing.content(id, headers: [range, ("If-Range", "\"x\"")])
      #expect(other.status == 200 && other.body.count == 300)
    }
  }

  @Test func `has versions, which stay`() async throws {
    try await withCRM { crm in
      let filing = Filing(session: try await crm.as(.sales))
      let (first, second) = (Filing.bytes(1000), Filing.bytes(2000, seed: 7))
      let made = try await filing.send(first)
      let replaced = try await filing.replace(
        made.id, second, ifMatch: made.etag, type: "text/plain")
      #expect(replaced.status == 200 && replaced["content_version"] == 2, "\(replaced.text)")
      #expect(replaced["size"] == 2000 && replaced["type"] == "text/plain")
      #expect(try await filing.content(made.id).body == second)
      #expect(try await filing.content(made.id, "?version=1").body == first)
      #expect(try await filing.content(made.id, "?version=2").body == second)
      let unknown = try await filing.content(made.id, "?version=3")
      #expect(unknown.status == 404, "\(unknown.text)")
      for bad in ["?version=x", "?version=0", "?versoin=1", "?version=1&version=2"] {
        try await filing.content(made.id, bad).expectRefusal(bad, [400])
      }
      let versions = try await filing.session.get("files/\(made.id)/versions")
      #expect(versions.data.map { $0["number"] } == [2, 1], "\(versions.text)")
      #expect(versions.data.map { $0["size"] } == [2000, 1000])
      #expect(try await crm.filed() == [2, 2, 1, 2])
    }
  }

  @Test func `gets another content from nobody who has not read it`() async throws {
    try await withCRM { crm in
      let filing = Filing(session: try await crm.as(.sales))
      let bytes = Filing.bytes(100)
      let made = try await filing.send(bytes)
      let blind = try await filing.replace(made.id, [1], ifMatch: nil)
      #expect(blind.status == 428 && blind.problem == "if_match_required", "\(blind.text)")
      let stale = try await filing.replace(made.id, [1], ifMatch: "\"v9\"")
      #expect(stale.status == 412 && stale["current"]?["id"] == .id(made.id), "\(stale.text)")
      let other = try await filing.replace(
        made.id, [1], ifMatch: "\"\(Digest.sha256([UInt8]([2])))\"")
      #expect(other.status == 412, "\(other.text)")
      #expect(try await crm.filed() == [1, 1, 1, 1])
      let byContent = try await filing.replace(
        made.id, [1], ifMatch: "\"\(Digest.sha256(bytes))\"")
      #expect(byContent.status == 200, "\(byContent.text)")
    }
  }

  @Test func `of the same bytes is stored once, whoever sends it`() async throws {
    try await withCRM { crm in
      let bytes = Filing.bytes(300_000)
      let one = try await Filing(session: crm.as(.sales)).send(bytes, name: "one")
      let two = Filing(session: try await crm.as(.purchasing))
      async let second = two.send(bytes, name: "two", type: "text/plain")
      async let third = two.send(bytes, name: "three")
      let ids = try await [one.id, second.id, third.id]
      #expect(try await crm.filed() == [1, 2, 3, 3])
      #expect(try await two.content(ids[1])[header: "content-type"] == "text/plain")
      #expect(try await two.content(ids[2]).body == bytes)
    }
  }

  @Test func `is renamed, and deleted by who sent it while it is linked to nothing`() async throws {
    try await withCRM { crm in
      let session = try await crm.as(.sales)
      let filing = Filing(session: session)
      let id = try await filing.send([1]).id
      let renamed = try await session.patch("files/\(id)", ["name": "b.bin"])
      #expect(renamed.status == 200 && renamed["name"] == "b.bin", "\(renamed.text)")
      let refused = try await session.patch("files/\(id)", ["name": "../b"])
      #expect(refused.status == 422 && refused.pointers == ["/name"], "\(refused.text)")
      let more = try await session.patch("files/\(id)", ["sha256": "x", "size": 1])
      #expect(more.status == 422 && more.pointers.sorted() == ["/sha256", "/size"], "\(more.text)")
      let party = try await session.create("parties", ["name": "P"]).id
      let link = try await filing.link(id, party)
      #expect(try await session.delete("files/\(id)").problem == "in_use")
      #expect(try await session.delete("file-links/\(link.id)").status == 204)
      #expect(try await session.delete("files/\(id)").status == 204)
      #expect(try await crm.filed() == [1, 1, 0, 0])
    }
  }

  @Test func `that is taken is told of to who may know`() async throws {
    try await withCRM { crm in
      let session = try await crm.as(.sales)
      let filing = Filing(session: session)
      let id = try await filing.send(Filing.bytes(300)).id
      let etag = try await filing.content(id).etag
      _ = try await filing.content(id, headers: [("Range", "bytes=100-149")])
      _ = try await filing.content(id, headers: [("If-None-Match", etag)])
      _ = try await filing.content(id, headers: [("Range", "bytes=900-")])
      _ = try await session.send("HEAD", "files/\(id)/content")
      let told = try await crm.as(.auditor).get(
        "file-downloads?sort=id&fields=account_id,file_id,number,start,bytes")
      #expect(
        told.data.map(\.text) == [
          JSON.object([
            .init("account_id", .id(session.account)), .init("file_id", .id(id)),
            .init("number", 1), .init("start", 0), .init("bytes", 300),
          ]).text,
          JSON.object([
            .init("account_id", .id(session.account)), .init("file_id", .id(id)),
            .init("number", 1), .init("start", 100), .init("bytes", 50),
          ]).text,
        ], "\(told.text)")
      #expect(try await session.get("file-downloads").status == 403)
    }
  }
}
