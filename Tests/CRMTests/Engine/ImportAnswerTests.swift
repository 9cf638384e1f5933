import CRM
import Postgres
import Support
import Testing

@Suite struct `The answer to an import` {
  @Test func `has the same members everywhere, and times end with Z`() async throws {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let announced = try await loading.session.create(
        "imports", ["mapping": Loading.mapping, "dry_run": true])
      let path = "imports/\(announced.id)"
      let sent = try await loading.send(Loading.file("1,One,,", "2,Two,QQ,"), to: path)
      let found = try await loading.session.get(path)
      #expect(found.body == sent.body && found.counts == [2, 1, 0, 0, 0, 1], "\(found.text)")
      #expect(found["dry_run"] == true && found["resource"] == "parties")
      #expect(found["created_at"]?.string?.hasSuffix("Z") == true, "\(found.text)")
      let names = { (reply: JSON) in (reply.object ?? []).map(\.name) }
      #expect(names(announced.json) == names(found.json))
      let list = try await loading.session.get("imports")
      #expect(list.data == [found.json], "\(list.text)")
    }
  }

  @Test func `lists the caller's own, newest first and in pages`() async throws {
    try await withCRM { crm in
      let chief = Loading(session: try await crm.as(.headOfDepartment))
      let sales = Loading(session: try await crm.as(.sales))
      var mine: [String] = []
      for _ in 0..<3 {
        mine.append(try await chief.announce())
        _ = try await sales.announce()
      }
      let ids = { (reply: Reply) in reply.data.map { "imports/\($0["id"]?.int ?? 0)" } }
      let first = try await chief.session.get("imports?limit=2")
      #expect(ids(first) == [mine[2], mine[1]], "\(first.text)")
      let next = try #require(first["page"]?["next"]?.string)
      #expect(first[header: "link"]?.contains(next) == true)
      let rest = try await chief.session.get("imports?limit=2&cursor=\(next)")
      #expect(ids(rest) == [mine[0]] && rest["page"]?["next"] == .null)
      #expect(try await chief.session.get("imports?limit=0&x=1").pointers == ["limit", "x"])
    }
  }

  private static let runs: [Bool] = [false, true]

  @Test func `to a file that breaks off says where, and nothing of it is loaded`() async throws {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let rows = (1...1500).map { "\($0),Name \($0),RU,\n" }.joined()
      await each(Self.runs) { dryRun in
        let path = try await loading.announce(dryRun: dryRun)
        let told = try await loading.send(Loading.file() + rows + "1501,\"open,,\n", to: path)
        #expect(told.status == 422 && told.problem == "unreadable_file", "\(dryRun): \(told.text)")
        let detail = told["detail"]?.string ?? ""
        #expect(
          detail.contains("line 1502") && detail.contains("Nothing was kept."),
          "\(dryRun): \(detail)")
        #expect(try await crm.observed("select id from clients.party").isEmpty, "\(dryRun)")
        let state = try await loading.session.get(path, headers: [("Accept-Language", "ru")])
        #expect(
          state["state"] == "failed" && state.counts == [0, 0, 0, 0, 0, 0],
          "\(dryRun): \(state.text)")
        #expect(state["fault"]?.string?.contains("Кавычка") == true, "\(dryRun): \(state.text)")
        let again = try await loading.send(Loading.file("1,x,,"), to: path)
        #expect(again.status == 409 && again.problem == "import_ended", "\(dryRun): \(again.text)")
      }
    }
  }

  @Test func `says failed of one whose service has died`() async throws {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let path = try await loading.announce()
      for (silence, state) in [(30, "running"), (90, "failed")] {
        try await crm.arrange(
          "update system.import set state = 'running', alive_at = now() - make_interval(secs => \(silence))"
        )
        let told = try await loading.session.get(path)
        #expect(told["state"]?.string == state, "\(told.text)")
        let fault = told["fault"]?.string ?? ""
        #expect(fault.contains("The service ended") == (state == "failed"), "\(told.text)")
        #expect(try await loading.session.get("imports").data == [told.json])
      }
    }
  }

  @Test(arguments: [
    ("ID;Name;Country;Rating\n1;a;;\n", "csv.delimiter", ";"),
    ("ID\tName\tCountry\tRating\n1\ta\t\t\n", "csv.delimiter", "\\t"),
  ])
  func `to another delimiter names the option`(file: String, option: String, value: String)
    async throws
  {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let told = try await loading.load(file)
      let detail = told["detail"]?.string ?? ""
      #expect(told.status == 422 && detail.contains(option), "\(told.text)")
      #expect(detail.contains("\"\(value)\""), "\(told.text)")
      let delimiter = value == ";" ? ";" : "\t"
      let mapping = Loading.mapping.with(["csv": ["delimiter": .string(delimiter)]])
      #expect(try await loading.load(file, mapping).counts == [1, 1, 0, 0, 0, 0])
    }
  }

  @Test func `to a file in Windows-1251 names the option, with which it is read`() async throws {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let name: [UInt8] = [0xCE, 0xCE, 0xCE, 0x20, 0xAB, 0xA8, 0xEB, 0xEA, 0xE0, 0xBB, 0x20, 0xB9]
      let file = Array("ID,Name,Country,Rating\n1,".utf8) + name + Array(",RU,\n".utf8)
      let put = { (path: String) in
        try await loading.session.send(
          "PUT", "\(path)/content", headers: [("Content-Type", "text/csv")], body: file)
      }
      let told = try await put(loading.announce())
      #expect(told.status == 422, "\(told.text)")
      #expect(told["detail"]?.string?.contains("csv.encoding") == true, "\(told.text)")
      let mapping = Loading.mapping.with(["csv": ["encoding": "windows-1251"]])
      #expect(try await put(loading.announce(mapping)).counts == [1, 1, 0, 0, 0, 0])
      let row = try await crm.observed("select name from clients.party")[0]
      #expect(try row.string("name") == "ООО «Ёлка» №")
    }
  }

  @Test func `to a bad mapping names every bad part and what would be right`() async throws {
    try await withCRM { crm in
      let reply = try await crm.as(.headOfDepartment).post(
        "imports",
        [
          "dry_run": "yes",
          "mapping": [
            "resource": 5, "mode": "merge", "matchBy": [], "csv": ["delimiter": ";;"],
            "columns": ["name": ["colum": "N"], "code": ["column": "C", "trim": 1]],
          ],
        ])
      #expect(reply.status == 422, "\(reply.text)")
      let wanted: Set = [
        "/dry_run", "/mapping/resource", "/mapping/mode", "/mapping/matchBy",
        "/mapping/csv/delimiter", "/mapping/columns/name/colum", "/mapping/columns/code/trim",
      ]
      #expect(Set(reply.pointers) == wanted, "\(reply.text)")
      let details = (reply["errors"]?.array ?? []).map { $0["detail"]?.string ?? "" }
      #expect(details.contains("One of: upsert, insert, update."), "\(details)")
      #expect(details.contains { $0.contains("there are: column, template") }, "\(details)")
    }
  }
}
