import CRM
import Support
import Testing

@Suite struct `An idempotency key of a verb` {
  private let key = [("Idempotency-Key", "once")]
  /// Their answers hold a secret; the last ones only ask, or find anew what there is.
  private static let exempt = [
    "sessions.create", "tokens.create", "calendar.open_feed", "imports.preview",
    "parties.find_duplicates", "parties.preview_merge", "duplicate_pairs.renew",
  ]

  @Test func `is taken by every POST that writes, but where the answer holds a secret`()
    async throws
  {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let posts = try await Description(chief).operations.filter { $0.method == "POST" }
      #expect(Set(posts.map(\.id)).isSuperset(of: Self.exempt))
      let before = try await crm.observed("select id from access.session").count
      for post in posts {
        let takes = post.parameters("header").contains { $0.name == "Idempotency-Key" }
        #expect(takes != Self.exempt.contains(post.id), "\(post.id)")
        if takes { continue }
        let body: JSON = ["name": "x"]
        let reply = try await chief.post(post.path, body, headers: key)
        #expect(reply.status == 400 && reply.problem == "idempotency_not_supported", "\(post.id)")
      }
      #expect(try await crm.observed("select id from access.session").count == before)
    }
  }

  @Test func `locks an account once`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let path = "accounts/\(try await crm.as(.sales).account)/lock"
      let first = try await chief.post(path, headers: key)
      #expect(first.status == 204 && first[header: "idempotency-replayed"] == nil)
      #expect(try await chief.delete(path).status == 204)
      let second = try await chief.post(path, headers: key)
      #expect(second.status == 204 && second[header: "idempotency-replayed"] == "true")
      #expect(
        try await crm.observed("select id from access.account where locked_at is not null").count
          == 0)
      let other = try await chief.post("accounts/\(chief.account)/lock", headers: key)
      #expect(other.status == 422 && other.problem == "idempotency_mismatch", "\(other.text)")
    }
  }

  @Test func `of what failed may be used again`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      for path in ["accounts/999999/lock", "parties/999999/restoration"] {
        #expect(try await chief.post(path, headers: key).status == 404)
      }
      let reset: JSON = ["password": "a brand new horse"]
      #expect(
        try await chief.post("accounts/999999/password-reset", reset, headers: key).status == 404)
      #expect(try await crm.observed("select key from system.idempotency").count == 0)
    }
  }

  @Test func `sets a password once and keeps nothing that tells it`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let path = "accounts/\(try await crm.as(.sales).account)/password-reset"
      let body: JSON = ["password": "a brand new horse"]
      #expect(try await chief.post(path, body, headers: key).status == 204)
      let hash = try await crm.observed(
        "select string_agg(hash, ',' order by hash) as all from access.password")
      let second = try await chief.post(path, body, headers: key)
      #expect(second.status == 204 && second[header: "idempotency-replayed"] == "true")
      let now = try await crm.observed(
        "select string_agg(hash, ',' order by hash) as all from access.password")
      #expect(try now[0].string("all") == hash[0].string("all"))
      let other = try await chief.post(path, ["password": "another new horse"], headers: key)
      #expect(other.status == 422 && other.problem == "idempotency_mismatch", "\(other.text)")
      let kept = try await crm.observed("select body_sha256 from system.idempotency")
      try #require(kept.count == 1)
      #expect(try kept[0].string("body_sha256") != Digest.sha256(body.bytes))
    }
  }

  @Test func `brings a record back once`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.headOfDepartment)
      let path = "parties/\(try await chief.create("parties", ["name": "Firm"]).id)"
      try await chief.create(
        "parties", ["name": "Below", "parent_id": .number(String(path.dropFirst(8)))])
      #expect(try await chief.delete(path).status == 204)
      let first = try await chief.post("\(path)/restoration", headers: key)
      #expect(first.status == 200 && first["archived_at"] == .null, "\(first.text)")
      #expect(try await chief.delete(path).status == 204)
      let second = try await chief.post("\(path)/restoration", headers: key)
      #expect(
        second.status == 200 && second[header: "idempotency-replayed"] == "true", "\(second.text)")
      #expect(second.body == first.body && second.etag == first.etag, "\(second.text)")
      let row = try await crm.observed("select id from clients.party where archived_at is not null")
      #expect(row.count == 1)
    }
  }

  @Test func `announces a file once`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.headOfDepartment)
      let body: JSON = ["mapping": Loading.mapping]
      let first = try await chief.post("imports", body, headers: key)
      let second = try await chief.post("imports", body, headers: key)
      #expect(
        first.status == 201 && second.status == 201 && first.body == second.body, "\(second.text)")
      #expect(second[header: "location"] == first[header: "location"])
      #expect(second[header: "idempotency-replayed"] == "true")
      #expect(try await crm.observed("select id from system.import").count == 1)
    }
  }
}
