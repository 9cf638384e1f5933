import CRM
import CZlib
import Support
import Testing

@Suite struct `The description of the API` {
  @Test func `comes compressed to who takes that, and not again to who has it`() async throws {
    try await withCRM { crm in
      let plain = try await crm.anyone.get("openapi.json")
      #expect(plain.status == 200 && plain[header: "content-encoding"] == nil)
      #expect(plain[header: "vary"] == "Accept-Encoding" && !plain.etag.isEmpty)
      let packed = try await crm.anyone.get(
        "openapi.json", headers: [("Accept-Encoding", "br, gzip;q=0.5")])
      #expect(packed[header: "content-encoding"] == "gzip" && packed.etag != plain.etag)
      #expect(packed.body.count * 5 < plain.body.count)
      #expect(try unpack(packed.body, count: plain.body.count) == plain.body)
      for (etag, encoding) in [(plain.etag, "gzip;q=0"), (packed.etag, "gzip")] {
        let again = try await crm.anyone.get(
          "openapi.json", headers: [("If-None-Match", etag), ("Accept-Encoding", encoding)])
        #expect(again.status == 304 && again.body.isEmpty && again.etag == etag)
      }
    }
  }

  private func unpack(_ bytes: [UInt8], count: Int) throws -> [UInt8] {
    var (stream, input) = (z_stream(), bytes)
    var output = [UInt8](repeating: 0, count: count + 1)
    let size = Int32(MemoryLayout<z_stream>.size)
    try #require(inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, size) == Z_OK)
    defer { inflateEnd(&stream) }
    let status = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(target.count)
        return inflate(&stream, Z_FINISH)
      }
    }
    #expect(status == Z_STREAM_END)
    return Array(output.prefix(Int(stream.total_out)))
  }

  @Test func `tells the headers, bounds and problems that there are`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let document = try await chief.get("openapi.json").json
      let party = document["paths"]?["/parties/{id}"]?["get"]
      let names = (party?["parameters"]?.array ?? []).compactMap { $0["name"]?.string }
      #expect(names.contains("If-None-Match"))
      #expect(party?["responses"]?["304"]?["headers"]?["ETag"] != nil)
      let made = document["paths"]?["/parties"]?["post"]?["responses"]?["201"]?["headers"]
      #expect(made?["ETag"] != nil && made?["Location"] != nil)
      let opening = document["paths"]?["/sessions"]?["post"]?["responses"]
      #expect(opening?["401"] != nil && opening?["429"] != nil)
      let schemas = document["components"]?["schemas"]
      let fields = schemas?["PartiesDraft"]?["properties"]
      #expect(fields?["rating"]?["minimum"] == 1 && fields?["rating"]?["maximum"] == 5)
      #expect(fields?["name"]?["minLength"] == 1 && fields?["name"]?["maxLength"] == 300)
      let required = schemas?["ChannelsDraft"]?["required"]?.array ?? []
      #expect(required.contains("value"))
      let reply = try await chief.post(
        "parties", ["name": "x", "channels": [["kind": "phone"]]])
      #expect(reply.status == 422 && reply.pointers == ["/channels/0/value"], "\(reply.text)")
    }
  }
}
