import CRM
import Support
import Testing

@Suite struct `A change that changes nothing` {
  @Test func `writes nothing: no version, no history`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let party = try await chief.create("parties", ["name": "Ромашка", "rating": 3])
      let path = "parties/\(party.id)"
      let before = try await crm.observed("select count(*) as n from audit.change")[0].int("n")
      for body: JSON in [["name": "Ромашка", "rating": 3], ["notes": .null], [:]] {
        for condition in [party[header: "etag"], "*"] {
          let reply = try await chief.patch(path, body, ifMatch: condition)
          #expect(reply.status == 200 && reply["version"] == 1, "\(reply.text)")
          #expect(reply[header: "etag"] == party[header: "etag"] && reply["name"] == "Ромашка")
        }
      }
      #expect(try await chief.get("\(path)/history").data.count == 1)
      let after = try await crm.observed("select count(*) as n from audit.change")[0].int("n")
      #expect(after == before)
      let real = try await chief.patch(path, ["name": "Ромашка", "rating": 4])
      #expect(real["version"] == 2 && real["rating"] == 4, "\(real.text)")
    }
  }

  @Test func `is judged like any other`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let party = try await crm.as(.sales).create("parties", ["name": "P"])
      let path = "parties/\(party.id)"
      let reader = try await crm.as(.auditor).patch(path, ["name": "P"], ifMatch: "*")
      #expect(reader.status == 403, "\(reader.text)")
      _ = try await chief.patch(path, ["rating": 2])
      let stale = try await chief.patch(path, ["name": "P"], ifMatch: party[header: "etag"])
      #expect(stale.status == 412, "\(stale.text)")
      let hidden = try await crm.as(.purchasing).patch(path, ["name": "P"], ifMatch: "*")
      #expect(hidden.status == 404, "\(hidden.text)")
      #expect(try await chief.patch("parties/999999", ["name": "P"], ifMatch: "*").status == 404)
    }
  }
}
