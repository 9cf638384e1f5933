import Postgres

/// The licence as who installs the product keeps it, past all permissions.
public struct LicenseRegister: Sendable {
  private let client: Client

  /// - Parameter client: Connected as `crm_migrator`.
  public init(_ client: Client) { self.client = client }

  /// How the licence stands.
  public struct Status: Sendable {
    private let value: JSON

    init(_ value: JSON) { self.value = value }

    /// As the API answers it.
    public var json: String { String(decoding: value.bytes, as: UTF8.self) }

    /// One line each for the mode, the licence, seats and instance, and one for each reason.
    public var text: String {
      let (licence, seats, instance) = (value["license"], value["seats"], value["instance"])
      let named = ["serial", "revision", "edition", "licensee", "ends_on", "maintained_until"]
        .compactMap { name in Self.shown(licence?[name]).map { "\(name) \($0)" } }
      let lines = [
        "mode: \(Self.shown(value["mode"]) ?? ""), since \(Self.shown(value["since"]) ?? "")",
        "license: \(named.isEmpty ? "none, edition free-single" : named.joined(separator: ", "))",
        "seats: \(Self.shown(seats?["held"]) ?? "") of \(Self.shown(seats?["count"]) ?? "") held",
        "instance: \(Self.shown(instance?["id"]) ?? ""), "
          + "\(Self.shown(instance?["environment"]) ?? "")",
      ]
      let reasons = (value["reasons"]?.array ?? []).map { Self.shown($0["detail"]) ?? "" }
      return (lines + reasons).joined(separator: "\n")
    }

    private static func shown(_ value: JSON?) -> String? {
      switch value {
      case .string(let text), .number(let text): text
      case .bool(let flag): String(flag)
      default: nil
      }
    }
  }

  /// Judges, and tells how the licence stands.
  ///
  /// - Parameter language: Of the reasons.
  /// - Throws: `DatabaseError` or `ClientError`.
  public func status(in language: Language = .en) async throws -> Status {
    let text = try await rows("select licensing.status()::text as status").single.string("status")
    return Status(LicenseOperations.worded(try JSONParser.parse(text.utf8), language))
  }

  /// Installs a licence, a list of revocations or a clock reset.
  ///
  /// - Throws: ``Problem`` that says why the file is not taken.
  public func install(_ bytes: [UInt8]) async throws {
    _ = try await rows(try LicenseFile(bytes).statement)
  }

  /// Who holds seats: slot, login, name, since, until, separated by tabs.
  public func holders() async throws -> [String] {
    try await rows("select * from licensing.holders()").map { row in
      [
        String(try row.int("slot")), try row.string("login"), try row.string("name"),
        try row.string("taken_at"), try row.string("lease_until"),
      ].joined(separator: "\t")
    }
  }

  /// Takes an account's seat away in a minute; nil where it holds none.
  public func release(login: String) async throws -> String? {
    let sql: SQL = """
      select licensing.second_text(access.take_seat_away(a.id)) as free_at
      from access.account as a where a.login_key = lower(\(login))
      """
    return try await rows(sql).first?.stringIfPresent("free_at")
  }

  /// Says what a copy is: `moved` or `test`.
  ///
  /// - Throws: ``Problem`` where it is none, or the moves of a year are spent.
  public func claim(_ what: String) async throws {
    _ = try await rows("select licensing.claim(\(what))")
  }

  /// What happened, the latest first: when, what, who, details, separated by tabs.
  public func events(_ most: Int) async throws -> [String] {
    let sql: SQL = """
      select e.at, e.kind, e.login, e.detail::text as detail
      from licensing.events(\(most)::integer) as e
      """
    return try await rows(sql).map { row in
      try ["at", "kind", "login", "detail"].map { try row.string($0) }.joined(separator: "\t")
    }
  }

  /// The signed file that asks for the licence, bound to this instance.
  ///
  /// - Throws: ``Problem`` where no licence is installed.
  public func request() async throws -> String {
    let file = try SelfSignedFile.request()
    return try file.text(await batch(file.statements))
  }

  /// The signed file that tells what was used.
  ///
  /// - Parameter after: The number of the seat event before the first one that is told; the newest 50,000 for nil.
  /// - Throws: ``Problem`` where no licence is installed, or there is no such event.
  public func usage(after: Int?) async throws -> String {
    let file = try SelfSignedFile.usage(after: after)
    return try file.text(await batch(file.statements))
  }

  private func rows(_ sql: SQL) async throws -> Rows { try await batch([sql])[0] }

  private func batch(_ statements: [SQL]) async throws -> [Rows] {
    do {
      return try await client.transaction { transaction in
        try await transaction.execute("set local role crm_owner")
        return try await transaction.batch(statements)
      }
    } catch let error as DatabaseError {
      throw Problem.ofLicense(error)
    }
  }
}
