import CRM
import Support
import Testing

@Suite struct `A bad query` {
  static let sql = [
    "'", "\"", "x' or '1'='1", "1; drop table clients.party; --", "$1", "\\",
    "1)) union values (1) --",
    "%", "9223372036854775808", "-1",
  ]

  /// Each parameter once, in forms and with values that take turns from one to the next and from one operation to the
  /// next; those of one list that are no filters with every value.
  private func questions(
    _ operation: Description.Operation, _ place: Int
  ) -> [(name: String, value: String)] {
    operation.parameters("query").enumerated().flatMap { at, parameter in
      let isFilter = parameter.schema["$ref"]?.string?.hasSuffix("Filter") == true
      let forms = isFilter ? ["", "[in]", "[ne]"] : [""]
      let all = forms.flatMap { form in Self.sql.map { (parameter.name + form, $0) } }
      return operation.id == "parties.list" && !isFilter ? all : [all[(place + at) % all.count]]
    }
  }

  @Test func `with SQL in any parameter of any operation stays a value`() async throws {
    try await withCRM { crm in
      try await crm.furnish()
      let chief = try await crm.as(.administrator)
      let before = try await crm.rowCounts()
      let reading = try await Description(chief).operations.filter { $0.method == "GET" }
      for (place, operation) in reading.enumerated() {
        for (name, value) in questions(operation, place) {
          let what = "\(operation.id)?\(name)=\(value)"
          let reply = try await operation.send(chief, query: [(name, value)])
          #expect([200, 400, 404].contains(reply.status), "\(what): \(reply.text)")
          if reply.status == 400 { reply.expectRefusal(what, naming: name) }
        }
      }
      try await crm.expectRows(before)
    }
  }

  @Test func `with SQL for a name names that`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let names = ["x'; drop table y; --", "id[eq'", "id) or (1=1", "id[eq;--]", "[]", "no_such"]
      let reading = try await Description(chief).operations.filter { $0.method == "GET" }
      for (place, operation) in reading.enumerated() {
        for name in operation.id == "parties.list" ? names : names.some(place) {
          let reply = try await operation.send(chief, query: [(name, "1")])
          if operation.parameters("query").isEmpty { continue }
          reply.expectRefusal("\(operation.id)?\(name)", [400])
          #expect(!reply.pointers.isEmpty, "\(operation.id)?\(name): \(reply.text)")
        }
      }
    }
  }

  static let hidden = [
    "name_key", "password_hash", "token_hash", "login_key", "may_read", "context_until", "ctid",
    "xmin", "tableoid", "party_id.password_hash", "owner.password_hash", "id desc",
  ]

  /// Every list is asked for every field, by parameters that take turns.
  @Test func `that asks for what is hidden is told that it does not exist`() async throws {
    let parameters = ["sort", "fields", "filter", "expand"]
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      for (place, operation) in try await Description(chief).lists.enumerated() {
        for (at, field) in Self.hidden.enumerated()
        where !operation.parameters("query").contains(where: { $0.name == field }) {
          let parameter = parameters[(place + at) % parameters.count]
          let value =
            switch parameter {
            case "filter": "{\"field\":\"\(field)\",\"op\":\"eq\",\"value\":\"x\"}"
            case "expand": "owner(\(field)),account(\(field)),\(field)"
            default: field
            }
          let reply = try await operation.send(chief, query: [(parameter, value)])
          let what = "\(operation.id)?\(parameter)=\(value)"
          reply.expectRefusal(what, naming: parameter, [400])
          let codes = (reply["errors"]?.array ?? []).map { $0["code"]?.string ?? "" }
          #expect(
            Set(codes).isSubset(of: ["unknown_field", "malformed_expand", "too_many_hops"]),
            "\(what): \(reply.text)")
        }
      }
    }
  }

  /// Every summary is asked for every field, by parameters that take turns.
  @Test func `that sums up what is hidden is told that it does not exist`() async throws {
    let parameters = ["group", "measure", "having", "sort"]
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let summaries = try await Description(chief).operations.filter(\.isSummary)
      for (place, operation) in summaries.enumerated() {
        for (at, field) in Self.hidden.enumerated()
        where !operation.parameters("query").contains(where: { $0.name == field }) {
          let parameter = parameters[(place + at) % parameters.count]
          let value =
            switch parameter {
            case "group": "\(field),\(field):month"
            case "having": "{\"field\":\"max(\(field))\",\"op\":\"empty\"}"
            default: "count(\(field)),max(\(field))"
            }
          let reply = try await operation.send(chief, query: [(parameter, value)])
          let what = "\(operation.id)?\(parameter)=\(value)"
          reply.expectRefusal(what, naming: parameter, [400])
          let codes = (reply["errors"]?.array ?? []).map { $0["code"]?.string ?? "" }
          #expect(
            Set(codes).isSubset(of: ["unknown_field", "unknown_measure"]), "\(what): \(reply.text)")
        }
      }
    }
  }

  @Test func `with the cursor of another question does not go on`() async throws {
    try await withCRM { crm in
      try await crm.furnish()
      let chief = try await crm.as(.administrator)
      var tried = 0
      for operation in try await Description(chief).lists {
        let page = try await operation.send(chief, query: [("limit", "1"), ("sort", "id")])
        guard let cursor = page["page"]?["next"]?.string else { continue }
        tried += 1
        let next = try await operation.send(
          chief, query: [("limit", "1"), ("sort", "id"), ("cursor", cursor)])
        #expect(next.status == 200 && next.data != page.data)
        for other in [[("sort", "-id")], [("sort", "id"), ("id[gt]", "0")]] {
          let reply = try await operation.send(chief, query: other + [("cursor", cursor)])
          reply.expectRefusal("\(operation.id) \(other)", naming: "cursor", [400])
        }
        let list = operation.id == "countries.list" ? "currencies" : "countries"
        let foreign = try await chief.get("\(list)?sort=id&cursor=\(cursor)")
        foreign.expectRefusal("\(list) with that of \(operation.id)", naming: "cursor", [400])
        for wrong in ["x", cursor + "A", String(cursor.dropLast(2)), "", "AAAA" + cursor] {
          let reply = try await operation.send(chief, query: [("sort", "id"), ("cursor", wrong)])
          reply.expectRefusal("\(operation.id) \(wrong)", naming: "cursor", [400])
        }
      }
      #expect(tried >= 8)
    }
  }
}
