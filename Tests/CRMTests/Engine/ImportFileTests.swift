import CRM
import Postgres
import Support
import Testing

@Suite struct `A file to import` {
  private func count(_ crm: TestCRM, _ condition: SQL = "true") async throws -> Int {
    try await crm.observed("select id from clients.party where \(sql: condition)").count
  }

  private static let unreadable: [(file: String, reason: String)] = [
    ("", "no header"), ("ID,Name,Country\n1,a,\n", "Rating"),
    ("ID,Name,Country,Rating,Name\n1,a,,,b\n", "twice"),
    ("ID,Name,Country,Rating\n1,\"a,,\n", "never closed"),
    ("ID,Name,Country,Rating\n1,a\u{0},,\n", "NUL"),
    ("\"ID,Name,Country,Rating\n1,a,,\n", "never closed"),
  ]

  @Test func `that cannot be read is told why and fails the import`() async throws {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      await each(Self.unreadable) { file, reason in
        let path = try await loading.announce()
        let reply = try await loading.send(file, to: path)
        #expect(reply.status == 422 && reply.problem == "unreadable_file", "\(file): \(reply.text)")
        #expect(reply["detail"]?.string?.contains(reason) == true, "\(file): \(reply.text)")
        let state = try await loading.session.get(path)
        #expect(
          state["state"] == "failed" && state["fault"]?.string?.contains(reason) == true, "\(file)")
        #expect(try await count(crm) == 0, "\(file)")
      }
    }
  }

  @Test func `may begin with a BOM, have columns more and names twice that nobody reads`()
    async throws
  {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let file = "\u{FEFF}ID,x,Name,x,Country,Rating\r\n1,a,\"Фирма \"\"Ё\"\"\",b,RU,2\r\n"
      #expect(try await loading.load(file).counts == [1, 1, 0, 0, 0, 0])
      #expect(try await count(crm, "name = 'Фирма \"Ё\"' and rating = 2") == 1)
    }
  }

  private static let unfit: [(part: String, pointer: String)] = [
    (#"{"columns":{"nmae":{"column":"Name"}}}"#, "/mapping/columns/nmae"),
    (#"{"columns":{"version":{"column":"Name"}}}"#, "/mapping/columns/version"),
    (#"{"columns":{"name_key":{"column":"Name"}}}"#, "/mapping/columns/name_key"),
    (#"{"constants":{"owner":"me"}}"#, "/mapping/constants/owner"),
    (#"{"match_by":["inn"]}"#, "/mapping/match_by"),
    (#"{"resource":"passwords"}"#, "/mapping/resource"),
    (#"{"mode":"replace"}"#, "/mapping/mode"), (#"{"match":["name"]}"#, "/mapping/match"),
    (
      #"{"columns":{"name":{"column":"N","find":{"resource":"x","by":{"a":"b"}}}}}"#,
      "/mapping/columns/name/find/resource"
    ),
    (
      #"{"columns":{"owner_id":{"column":"N","find":{"resource":"accounts","by":{"password_hash":"$value"}}}}}"#,
      "/mapping/columns/owner_id/find/by/password_hash"
    ),
  ]

  @Test func `is not taken by a mapping that does not fit`() async throws {
    try await withCRM { crm in
      await each(Self.unfit) { part, pointer in
        let part = try JSONParser.parse(Array(part.utf8))
        let reply = try await crm.as(.headOfDepartment).post(
          "imports", ["mapping": Loading.mapping.with(part)])
        #expect(reply.status == 422 && reply.pointers == [pointer], "\(part): \(reply.text)")
        #expect(try await crm.observed("select id from system.import").count == 0, "\(part)")
      }
    }
  }

  @Test func `is only rehearsed or not: nothing between`() async throws {
    try await withCRM { crm in
      let reply = try await crm.as(.headOfDepartment).post(
        "imports", ["mapping": Loading.mapping, "dry_run": "yes"])
      #expect(reply.status == 422 && reply.pointers == ["/dry_run"], "\(reply.text)")
    }
  }

  @Test func `may refer to rows of its own, in any order`() async throws {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let mapping = Loading.mapping.with([
        "columns": [
          "external_key": ["column": "ID"], "name": ["column": "Name"],
          "parent_id": [
            "column": "Above",
            "find": [
              "resource": "parties", "by": ["external_source": "test", "external_key": "$value"],
            ],
          ],
        ]
      ])
      let file = "ID,Name,Above\n3,C,2\n2,B,1\n1,A,\n4,D,9\n"
      #expect(try await loading.load(file, mapping).counts == [4, 3, 0, 0, 0, 1])
      let chain = try await crm.observed(
        """
        select string_agg(p.name || coalesce(a.name, '-'), ',' order by p.name) as text
        from clients.party as p left join clients.party as a on a.id = p.parent_id
        """)
      #expect(try chain[0].string("text") == "A-,BA,CB")
    }
  }

  @Test func `of many chunks has all its rows, with refusals in every chunk`() async throws {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let rows = (1...2500).map { "\($0),Name \($0),\($0 % 500 == 7 ? "QQ" : "RU"),\n" }
      let file = Loading.file() + rows.joined()
      let path = try await loading.announce()
      #expect(try await loading.send(file, to: path).counts == [2500, 2495, 0, 0, 0, 5])
      let refused = try await loading.session.get("\(path)/errors").data
      #expect(refused.map { $0["line"]?.int } == [8, 508, 1008, 1508, 2008])
      #expect(try await count(crm) == 2495)
    }
  }
}
