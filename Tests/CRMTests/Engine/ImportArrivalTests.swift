import CRM
import Postgres
import Support
import Testing

@Suite struct `An import on its way` {
  private func count(_ crm: TestCRM) async throws -> Int {
    try await crm.observed("select id from clients.party").count
  }

  @Test func `tells how far it is`() async throws {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let whole = Loading.file() + (1...2500).map { "\($0),Name \($0),,\n" }.joined()
      let path = try await loading.announce()
      try await withClient(crm.database.migration) { arranger in
        let (held, hold) = AsyncStream<Void>.makeStream()
        let (freed, free) = AsyncStream<Void>.makeStream()
        async let holding: Void = arranger.transaction { transaction in
          // The import waits in its second chunk for who has taken this key.
          try await transaction.execute(
            "insert into clients.party (name, external_source, external_key) values ('x', 'test', '1500')"
          )
          hold.yield()
          for await _ in freed { break }
          throw CancellationError()
        }
        for await _ in held { break }
        async let told = loading.send(whole, to: path)
        let running = try await state(of: path, loading) { $0["read"]?.int ?? 0 > 0 }
        #expect(running["state"] == "running" && running["created"] == 1000, "\(running.text)")
        free.yield()
        #expect(try await told.counts == [2500, 2500, 0, 0, 0, 0])
        try? await holding
      }
    }
  }

  @Test func `that breaks off on its way loads nothing`() async throws {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let whole = Loading.file() + (1...2500).map { "\($0),Name \($0),,\n" }.joined()
      let path = try await loading.announce()
      let head = head(of: path, loading, length: whole.utf8.count)
      try await crm.raw.breakOff(head + whole.prefix(whole.count / 2)) {
        _ = try await state(of: path, loading) { $0["state"] == "running" }
        try await Task.sleep(for: .milliseconds(300))
      }
      let ended = try await state(of: path, loading) { $0["state"] != "running" }
      #expect(ended["state"] == "failed" && ended["read"] == 0, "\(ended.text)")
      #expect(try await count(crm) == 0)
      #expect(try await loading.load(whole).counts == [2500, 2500, 0, 0, 0, 0])
    }
  }

  /// Anybody may take a key of the file while it arrives, even if it is only rehearsed.
  @Test(arguments: [(false, 0.5, 600.0), (true, 0.5, 600.0), (false, 600.0, 1.0)])
  func `that stands still holds nobody up and is given up`(
    dryRun: Bool, pause: Double, total: Double
  ) async throws {
    try await withCRM(
      .set(\.filePause, .seconds(pause)), .set(\.fileDeadline, .seconds(total))
    ) { crm in
      let chief = try await crm.as(.headOfDepartment)
      let loading = Loading(session: chief)
      let path = try await loading.announce(dryRun: dryRun)
      let rows = Loading.file() + (1...1100).map { "\($0),Name \($0),,\n" }.joined()
      let head = head(of: path, loading, length: 1_000_000)
      async let answer = crm.raw.exchange(head + rows)
      _ = try await state(of: path, loading) { $0["state"] == "running" }
      let taken = try await chief.post(
        "parties", ["name": "x", "external_source": "test", "external_key": "5"])
      #expect(taken.status == 201, "\(taken.text)")
      let told = try await answer
      #expect(told.hasPrefix("HTTP/1.1 408 "), "\(told)")
      let ended = try await state(of: path, loading) { $0["state"] != "running" }
      #expect(ended["state"] == "failed" && ended["read"] == 0, "\(ended.text)")
      #expect(try await count(crm) == 1)
    }
  }

  @Test func `waits for the end of another one of the same account`() async throws {
    try await withCRM(.set(\.filePause, .seconds(8))) { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let (path, second) = (try await loading.announce(), try await loading.announce())
      async let first = crm.raw.exchange(head(of: path, loading, length: 100))
      _ = try await state(of: path, loading) { $0["state"] == "running" }
      let file = Loading.file("1,One,,")
      let refused = try await loading.send(file, to: second)
      #expect(refused.status == 409 && refused.problem == "import_running", "\(refused.text)")
      let other = Loading(session: try await crm.as(.sales))
      #expect(try await other.load(Loading.file("2,Two,,")).counts == [1, 1, 0, 0, 0, 0])
      #expect(try await first.hasPrefix("HTTP/1.1 408 "))
      #expect(try await loading.send(file, to: second).counts == [1, 1, 0, 0, 0, 0])
    }
  }

  @Test func `is not kept out by one whose service has died`() async throws {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let (dead, path) = (try await loading.announce(), try await loading.announce())
      let number = dead.split(separator: "/")[1]
      for (silence, status) in [("30 seconds", 409), ("90 seconds", 200)] {
        try await crm.arrange(
          """
          update system.import set state = 'running', alive_at = now() - \(silence)::interval
          where id = \(String(number))::bigint
          """)
        #expect(try await loading.send(Loading.file("1,One,,"), to: path).status == status)
      }
      #expect(try await loading.session.get(dead)["state"] == "failed")
    }
  }

  /// The head of a request that sends a file of so many bytes.
  private func head(of path: String, _ loading: Loading, length: Int) -> String {
    """
    PUT /api/v1/\(path)/content HTTP/1.1\r\nHost: a\r\nContent-Type: text/csv\r\n\
    Authorization: Bearer \(loading.session.token ?? "")\r\nContent-Length: \(length)\r\n\r\n
    """
  }

  /// Asks for the import until it is as it should be, for at most half a minute.
  private func state(
    of path: String, _ loading: Loading, _ reached: (Reply) -> Bool
  ) async throws -> Reply {
    let end = ContinuousClock.now + .seconds(180)
    while true {
      let reply = try await loading.session.get(path)
      if reached(reply) || ContinuousClock.now > end { return reply }
      try await Task.sleep(for: .milliseconds(20))
    }
  }
}
