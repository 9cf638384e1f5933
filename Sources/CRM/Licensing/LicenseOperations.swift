import Postgres

/// The licence over HTTP: how it stands, installing, who holds seats.
struct LicenseOperations: Sendable {
  let door: Entrance

  static let read = Permission("license", "read")
  static let manage = Permission("license", "manage")

  var operations: [Operation] {
    [
      Operation(
        "license.get", .get, "/license", Text("How the licence stands", ru: "Состояние лицензии"),
        access: .permission(Self.read), responses: [200: Operation.json(Self.status)]
      ) { try await status($0, Self.read, before: nil) },
      Operation(
        "license.install", .put, "/license",
        Text(
          "Install a licence, a list of revocations or a clock reset, as the vendor's file",
          ru: "Установить лицензию, список отзыва или сброс часов из файла поставщика"),
        access: .permission(Self.manage), request: ["text/plain": ["type": "string"]],
        responses: [200: Operation.json(Self.status)], maximumBody: LicenseFile.maximum
      ) { call in
        try await admit(call)
        let file = try LicenseFile(Array(call.body.readableBytesView))
        return try await status(call, Self.manage, before: file.statement)
      },
      Operation(
        "license.claim", .put, "/license/instance",
        Text(
          "Say that this copy has moved, or is for trying out",
          ru: "Указать, что копия — переезд или тестовая"),
        access: .permission(Self.manage), request: Operation.json(Self.claim),
        responses: [200: Operation.json(Self.status)]
      ) { call in
        try await admit(call)
        var fields = Fields(try call.json(), known: ["as"])
        let what = fields.string("as", maximum: 10)
        try fields.finish()
        return try await status(call, Self.manage, before: "select licensing.claim(\(what))")
      },
      Operation(
        "license.lease", .put, "/license/lease",
        Text(
          "Set how long a seat is kept without a sign of life",
          ru: "Задать, сколько место держится без признаков жизни"),
        access: .permission(Self.manage), request: Operation.json(Self.lease),
        responses: [200: Operation.json(Self.status)]
      ) { call in
        try await admit(call)
        var fields = Fields(try call.json(), known: ["minutes"])
        let minutes = fields.number("minutes")
        try fields.finish()
        let bounded = min(minutes ?? 0, 10_000)
        return try await status(
          call, Self.manage, before: "select licensing.set_lease(\(bounded)::integer)")
      },
    ] + holding + [modules] + reports
  }

  func run(
    _ call: Call, _ permission: Permission, _ statements: [SQL]
  ) async throws -> [Rows] {
    let passage = try await door.pass(call, lane: .general, deadline: nil) { caller in
      try caller.require(permission)
      return statements
    }
    if let error = passage.error { throw Problem.ofLicense(error) }
    return passage.results
  }

  /// Nobody without the right learns what is wrong with his file.
  func admit(_ call: Call) async throws {
    _ = try await run(call, Self.manage, [])
  }

  /// Does something where there is something to do, and answers how the licence stands then.
  func status(
    _ call: Call, _ permission: Permission, before: SQL?
  ) async throws -> Answer {
    let told: SQL = "select licensing.status()::text as status"
    let results = try await run(call, permission, (before.map { [$0] } ?? []) + [told])
    guard let text = try results.last?.first?.string("status") else {
      throw Problem.unauthenticated
    }
    return .json(200, Self.worded(try JSONParser.parse(text.utf8), call.language))
  }

  /// The status with a sentence for each reason.
  static func worded(_ status: JSON, _ language: Language) -> JSON {
    let members = (status.object ?? []).map { member in
      guard member.name == "reasons" else { return member }
      let reasons = (member.value.array ?? []).map { reason -> JSON in
        let words = LicenseReasons.words(
          reason["code"]?.string ?? "", reason["day"]?.string ?? "")
        return .object((reason.object ?? []) + [.init("detail", .string(words[language]))])
      }
      return .init("reasons", .array(reasons))
    }
    return .object(members)
  }
}

extension LicenseOperations {
  private var holding: [Operation] {
    [
      Operation(
        "license.holders", .get, "/license/holders",
        Text("Who holds the seats", ru: "Кто занимает рабочие места"),
        access: .permission(Self.read),
        responses: [200: Operation.json(Self.holders)]
      ) { call in
        let rows = try await run(call, Self.read, ["select * from licensing.holders()"])[0]
        return .json(200, ["data": .array(try rows.map(Self.holder))])
      },
      Operation(
        "license.release", .delete, "/license/holders/{id}",
        Text(
          "Take an account's seat away, with a minute's notice",
          ru: "Отозвать место учётной записи с предупреждением за минуту"),
        access: .permission(Self.manage), parameters: [.recordID],
        responses: [200: Operation.json(Self.released)]
      ) { call in
        let id = try call.id()
        let sql: SQL = "select licensing.second_text(access.take_seat_away(\(id))) as free_at"
        let free = try await run(call, Self.manage, [sql])[0].first?.stringIfPresent("free_at")
        guard let free else { throw Problem.notFound }
        return .json(200, ["account_id": .number(String(id)), "free_at": .string(free)])
      },
    ]
  }

  private static func holder(_ row: Row) throws -> JSON {
    [
      "account_id": .number(String(try row.int("account_id"))),
      "login": .string(try row.string("login")), "name": .string(try row.string("name")),
      "slot": .number(String(try row.int("slot"))), "taken_at": .string(try row.string("taken_at")),
      "lease_until": .string(try row.string("lease_until")),
      "noticed": .bool(try row.bool("noticed")),
    ]
  }
}
