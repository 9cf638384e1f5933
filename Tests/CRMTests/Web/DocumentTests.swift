import CRM
import Support
import Testing

@Suite struct `The description of the API` {
  @Test func `comes not again to who has it`() async throws {
    try await withCRM { crm in
      let first = try await crm.anyone.get("openapi.json")
      #expect(first.status == 200 && !first.etag.isEmpty)
      let again = try await crm.anyone.get("openapi.json", headers: [("If-None-Match", first.etag)])
      #expect(again.status == 304 && again.body.isEmpty && again.etag == first.etag)
    }
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
