import CRM
import Support
import Testing

@Suite struct `The refused rows of an import` {
  private static let many = 150_000
  private static let csv = [("Accept", "text/csv")]

  /// An import with that many refusals; its path.
  private func refused(_ count: Int, _ crm: TestCRM, _ loading: Loading) async throws -> String {
    let path = try await loading.announce()
    let id = Int(path.drop { $0 != "/" }.dropFirst()) ?? 0
    try await crm.arrange(
      """
      insert into system.import_refusal (import_id, line, cells, reason_en, reason_ru)
      select \(id), n + 1, array[n::text, '=Фирма, ' || n, null], 'why ' || n, 'почему ' || n
      from generate_series(1::bigint, \(count)) as n
      """)
    // Autovacuum does so within a minute.
    try await crm.arrange("analyze system.import_refusal")
    return path
  }

  @Test func `are all found page by page, however many`() async throws {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let path = try await refused(Self.many, crm, loading)
      _ = try await refused(3, crm, loading)
      var lines: [Int] = []
      var page: String? = "\(path)/errors?limit=200"
      while let asked = page, lines.count <= Self.many {
        let reply = try await loading.session.get(asked)
        try #require(reply.status == 200 && !reply.data.isEmpty, "\(reply.text)")
        lines += reply.data.compactMap { $0["line"]?.int }
        page = (reply["page"]?["next"]?.string).map { "\(path)/errors?limit=200&cursor=\($0)" }
        let link = reply[header: "link"]
        #expect((link == nil) == (page == nil))
        #expect(link?.contains(path) != false)
      }
      #expect(lines == Array(2...(Self.many + 1)))
    }
  }

  @Test func `are all in the CSV, however many`() async throws {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let path = try await refused(Self.many, crm, loading)
      let lines = try await loading.session.get("\(path)/errors", headers: Self.csv).body
        .split(separator: 0x0A)
      try #require(lines.count == Self.many + 1)
      #expect(String(decoding: lines[0], as: UTF8.self) == "line,reason,cells\r")
      #expect(
        String(decoding: lines[Self.many], as: UTF8.self)
          == "150001,why 150000,150000,\"'=Фирма, 150000\"\r")
      let few = try await loading.session.get("\(path)/errors?limit=2", headers: Self.csv)
      #expect(few.text.split(separator: "\r\n").count == 3)
    }
  }

  @Test func `are told as JSON in the language that is asked for`() async throws {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let path = try await loading.announce()
      let file = Loading.file("1,Good,,", "2,\"Bad, country\",QQ,")
      try await loading.send(file, to: path).expect(200)
      let reply = try await loading.session.get(
        "\(path)/errors", headers: [("Accept-Language", "ru")])
      #expect(reply.data.count == 1 && reply["page"]?["next"] == .null, "\(reply.text)")
      #expect(
        reply.data.first?["line"] == 3
          && reply.data.first?["cells"] == ["2", "Bad, country", "QQ", ""])
      #expect(
        reply.data.first?["reason"]?.string?.hasPrefix("country: Так") == true, "\(reply.text)")
    }
  }

  @Test func `go on by a cursor of their own only, and never to a stranger`() async throws {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let first = try await refused(3, crm, loading)
      let second = try await refused(3, crm, loading)
      let next = try #require(
        try await loading.session.get("\(first)/errors?limit=2")["page"]?["next"]?.string)
      let rest = try await loading.session.get("\(first)/errors?cursor=\(next)")
      #expect(rest.data.map { $0["line"]?.int } == [4])
      let other = try await loading.session.get("\(second)/errors?cursor=\(next)")
      #expect(other.status == 400 && other.pointers == ["cursor"], "\(other.text)")
      let csv = try await loading.session.get("\(first)/errors?cursor=\(next)", headers: Self.csv)
      #expect(csv.status == 400 && csv.pointers == ["cursor"], "\(csv.text)")
      let wrong = try await loading.session.get("\(first)/errors?limit=0&x=1")
      #expect(wrong.status == 400 && wrong.pointers == ["limit", "x"], "\(wrong.text)")
      let stranger = try await crm.as(.sales)
      for headers in [Self.csv, []] {
        let reply = try await stranger.get("\(first)/errors", headers: headers)
        #expect(reply.status == 404 && !reply.text.contains("why"), "\(reply.text)")
      }
    }
  }
}
