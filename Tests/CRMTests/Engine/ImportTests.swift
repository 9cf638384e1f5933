import CRM
import Support
import Testing

@Suite struct `An import` {
  private func names(_ crm: TestCRM) async throws -> [String] {
    try await crm.observed(
      "select name || coalesce(rating::text, '') || version as text from clients.party order by id"
    ).map { try $0.string("text") }
  }

  @Test func `makes records, later changes those that differ and no others`() async throws {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let first = Loading.file("1,Первая,RU,5", "2, Second  firm ,DE,", "3,Third,,1")
      #expect(try await loading.load(first).counts == [3, 3, 0, 0, 0, 0])
      #expect(try await names(crm) == ["Первая51", "Second firm1", "Third11"])
      #expect(try await loading.load(first).counts == [3, 0, 0, 3, 0, 0])
      #expect(try await names(crm) == ["Первая51", "Second firm1", "Third11"])
      let second = Loading.file("3,Third,,2", "1,Первая,RU,5", "4,Fourth,,")
      #expect(try await loading.load(second).counts == [3, 1, 1, 1, 0, 0])
      #expect(try await names(crm) == ["Первая51", "Second firm1", "Third22", "Fourth1"])
      let audit = try await crm.observed(
        "select id from audit.change where table_name = 'clients.party' and account_id = \(loading.session.account)"
      )
      #expect(audit.count == 5)
    }
  }

  @Test func `only rehearsed counts the same and writes nothing`() async throws {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      try await loading.load(Loading.file("1,First,RU,5")).expect(200)
      let file = Loading.file("1,Changed,RU,5", "2,Second,,", "3,Third,QQ,", "4,Fourth,,many")
      let path = try await loading.announce(dryRun: true)
      let told = try await loading.send(file, to: path)
      #expect(told.counts == [4, 1, 1, 0, 0, 2], "\(told.text)")
      #expect(try await names(crm) == ["First51"])
      let errors = try await loading.session.get("\(path)/errors")
      #expect(errors.data.map { $0["line"]?.int } == [4, 5], "\(errors.text)")
      #expect(try await loading.load(file).counts == told.counts)
      #expect(try await names(crm) == ["Changed52", "Second1"])
    }
  }

  @Test func `refuses rows one by one and gives them back with the reason`() async throws {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let path = try await loading.announce()
      let told = try await loading.send(
        Loading.file(
          "1,Good,RU,5", "2,Bad country,QQ,", "3,Bad rating,,9", "4,No number,,five", "5,,,",
          "6,Short", "7,Long,,,,x", "8,=Formula,QQ,", "9,\"Also, good\",,"), to: path)
      #expect(told.counts == [9, 2, 0, 0, 0, 7], "\(told.text)")
      #expect(try await names(crm) == ["Good51", "Also, good1"])
      let errors = try await loading.session.get(
        "\(path)/errors", headers: [("Accept", "text/csv")])
      #expect(errors[header: "content-type"]?.hasPrefix("text/csv") == true)
      let lines = errors.text.split(separator: "\r\n").map(String.init)
      #expect(lines.first?.hasPrefix("line,reason,") == true)
      for (line, reason) in [
        (3, "country: "), (4, "rating: "), (5, "rating: 'five'"), (6, "name: "), (7, "2 cells"),
        (8, "6 cells"), (9, "country: "),
      ] {
        let found = lines.first { $0.hasPrefix("\(line),") }
        #expect(found?.contains(reason) == true, "\(line): \(errors.text)")
      }
      #expect(errors.text.contains("\"'=Formula\""))
      let russian = try await loading.session.get(
        "\(path)/errors", headers: [("Accept", "text/csv"), ("Accept-Language", "ru")])
      #expect(russian.text.contains("«five»"), "\(russian.text)")
    }
  }

  @Test func `tells how far it is, to nobody else`() async throws {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let path = try await loading.announce()
      #expect(try await loading.session.get(path)["state"] == "waiting")
      try await loading.send(Loading.file("1,One,,", "2,Two,QQ,"), to: path).expect(200)
      let done = try await loading.session.get(path)
      #expect(done["state"] == "done" && done["read"] == 2 && done["refused"] == 1)
      let other = Loading(session: try await crm.as(.sales))
      for below in ["", "/errors"] {
        let reply = try await other.session.get(path + below)
        #expect(reply.status == 404 && !reply.text.contains("Two"), "\(below) \(reply.text)")
      }
      #expect(try await other.send(Loading.file("3,No,,"), to: path).status == 404)
      let again = try await loading.send(Loading.file("3,No,,"), to: path)
      #expect(again.status == 409 && again.problem == "import_ended", "\(again.text)")
      #expect(try await names(crm) == ["One1"])
    }
  }

  @Test func `knows a record by the fields it is told`() async throws {
    try await withCRM { crm in
      let session = try await crm.as(.headOfDepartment)
      try await session.create("parties", ["name": "Old", "code": "A"])
      let columns: JSON = ["code": ["column": "Code"], "name": ["column": "Name"]]
      let base: JSON = ["resource": "parties", "columns": columns, "match_by": ["code"]]
      let file = "Code,Name\nA,New\nB,Other\nB,Last\n"
      let loading = Loading(session: session)
      let update = try await loading.load(file, base.with(["mode": "update"]))
      #expect(update.counts == [3, 0, 1, 0, 2, 0], "\(update.text)")
      #expect(try await names(crm) == ["New2"])
      let insert = try await loading.load(file, base.with(["mode": "insert"]))
      #expect(insert.counts == [3, 1, 0, 0, 2, 0], "\(insert.text)")
      #expect(try await names(crm) == ["New2", "Other1"])
      let upsert = try await loading.load(file, base)
      #expect(upsert.counts[0] == 3 && upsert.counts[5] == 0, "\(upsert.text)")
      #expect(try await names(crm) == ["New2", "Last2"])
    }
  }

  @Test func `needs the permission, and stays within the rights`() async throws {
    try await withCRM { crm in
      let reader = try await crm.as(.readOnly).post("imports", ["mapping": Loading.mapping])
      #expect(reader.status == 403 && reader["permission"] == "parties.import")
      let chief = Loading(session: try await crm.as(.administrator))
      try await chief.load(Loading.file("1,Hidden,,")).expect(200)
      let sales = Loading(session: try await crm.as(.sales))
      let path = try await sales.announce()
      let told = try await sales.send(Loading.file("1,Stolen,,", "2,Mine,,"), to: path)
      #expect(told.counts == [2, 1, 0, 0, 0, 1], "\(told.text)")
      let errors = try await sales.session.get("\(path)/errors")
      #expect(!errors.text.contains("Hidden"))
      #expect(try await names(crm) == ["Hidden1", "Mine1"])
      let row = try await crm.observed("select owner_id from clients.party where name = 'Mine'")[0]
      #expect(try row.int("owner_id") == sales.session.account)
    }
  }
}
