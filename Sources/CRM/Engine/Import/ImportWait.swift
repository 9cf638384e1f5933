import Postgres

/// Waits for the end of an import as long as the client likes (RFC 7240).
struct ImportWait: Sendable {
  let engine: Engine
  let call: Call
  let id: Int

  /// Longer than this nobody waits; connections in between break off.
  private static let most = Duration.seconds(60)

  /// What `Prefer` says: `wait=5` or `respond-async`; nil where it says nothing of it.
  private var wish: Duration? {
    let words = (call.headers["prefer"] ?? "").lowercased().split { ",;".contains($0) }
      .map { String($0).trimmed }
    if words.contains("respond-async") { return .zero }
    let wait = words.first { $0.hasPrefix("wait=") }.flatMap { Int($0.dropFirst(5)) }
    return wait.map { min(.seconds(max($0, 0)), Self.most) }
  }

  /// 200 with the import when it has ended, 202 while its job goes on.
  ///
  /// - Parameter standard: How long a client waits that says nothing of it.
  /// - Throws: what made the import fail.
  func answer(
    standard: Duration, headers: [(name: String, value: String)] = []
  ) async throws -> Answer {
    let told = wish.map { [(name: "Preference-Applied", value: "wait=\($0.components.seconds)")] }
    let end = ContinuousClock.now + (wish ?? standard)
    var pause = Duration.milliseconds(5)
    while true {
      let found = try await find()
      let row = try found.single
      let state = try row.string("state")
      if state != "running" {
        if state == "failed" { throw try failure(row) }
        return ImportRecord.answer(200, found, headers: headers + (told ?? []))
      }
      guard ContinuousClock.now < end else {
        let job = "\(API.root)/jobs/\(try row.intIfPresent("job_id") ?? 0)"
        return ImportRecord.answer(
          202, found, headers: [("Location", job)] + headers + (told ?? []))
      }
      try await Task.sleep(for: min(pause, end - .now))
      pause = min(pause * 2, .milliseconds(250))
    }
  }

  private func find() async throws -> Rows {
    let select = ImportRecord.select(
      engine.relations, call.language,
      more: [
        """
        (select j.fault_code from \(identifier: engine.relations.jobs) as j where j.id = job_id)
          as fault_code
        """, "fault_en", "fault_ru",
      ])
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { _ in
      ["\(select) where id = \(id)"]
    }
    if let error = passage.error { throw error }
    guard passage.results[0].count == 1 else { throw Problem.notFound }
    return passage.results[0]
  }

  /// Of what the file is not to blame for.
  private static let statuses = [
    "forbidden": 403, "not_found": 404, "unauthenticated": 401, "import_ended": 409,
    "body_too_large": 413,
    "interrupted": 503,
  ]

  /// The problem that ended it, as it was told to the job.
  private func failure(_ row: Row) throws -> Problem {
    let code = try row.stringIfPresent("fault_code") ?? Problem.internalError.code
    guard code != Problem.internalError.code else { return .internalError }
    let detail = Text(
      try row.stringIfPresent("fault_en") ?? "", ru: try row.stringIfPresent("fault_ru") ?? "")
    let title = Text("The import failed", ru: "Импорт не удался")
    let counts = try ImportRecord.counts.map { name in
      JSON.Member(name, .number(String(try row.int(name))))
    }
    return Problem(
      Self.statuses[code] ?? 422, code,
      code == "unreadable_file" ? Problem.file(detail).title : title, detail: detail,
      members: counts)
  }
}
