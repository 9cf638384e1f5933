import ArgumentParser
import License
import Postgres

struct List: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the licences with their state on the day of --at.")

  @Option(help: ArgumentHelp("Only those that end within so many days.", valueName: "60d"))
  var expiring: String?
  @Option(help: ArgumentHelp("Only those of this customer.", valueName: "name"))
  var customer: String?
  @OptionGroup var place: LedgerOptions

  func validate() throws {
    if let expiring, days == nil { throw ValidationError("--expiring \(expiring): write 60d.") }
  }

  private var days: Int? {
    guard let expiring,
      let days = Int(expiring.hasSuffix("d") ? expiring.dropLast() : expiring[...]),
      days >= 0
    else { return nil }
    return days
  }

  func run() async throws {
    let today = place.answer.today
    let rows = try await Ledger.open(place.conninfo()) { ledger in
      try await ledger.client.transaction { transaction in
        try await transaction.rows(
          """
          select l.serial, l.revision, l.customer, l.site_name, r.edition, r.seats, r.term_kind,
            r.term_from::text as term_from, r.term_until::text as term_until, r.grace_days,
            r.instance::text as instance, (
              select min(v.effective)::text from ledger.revocation as v
              where v.serial = l.serial and coalesce(v.revision, l.revision) = l.revision) as revoked
          from ledger.license as l
          join ledger.revision as r on r.serial = l.serial and r.revision = l.revision
          where \(customer)::text is null or l.customer = \(customer)
          order by l.serial
          """
        ).map { try Entry($0, today: today) }
      }
    }
    let shown = rows.filter { row in days.map { row.ends(within: $0, today) } ?? true }
    Console.show(Table(columns: Entry.columns, rows: shown.map(\.cells)), json: place.answer.json)
  }

  /// One line of the list.
  private struct Entry: Sendable {
    static let columns = [
      "serial", "revision", "customer", "site", "edition", "seats", "from", "until", "state",
      "instance",
    ]

    let cells: [Value]
    let until: Day?

    init(_ row: Row, today: Day) throws {
      until = try row.stringIfPresent("term_until").flatMap { Day($0) }
      let from = Day(try row.string("term_from")) ?? today
      let term = Term(
        kind: until == nil ? .perpetual : .annual, from: from, until: until,
        graceDays: try row.int("grace_days"))
      let revoked = try row.stringIfPresent("revoked").flatMap { Day($0) }
      cells = [
        .string(try row.string("serial")), Value(try row.int("revision")),
        .string(try row.string("customer")), .string(try row.string("site_name")),
        .string(try row.string("edition")), Value(try row.int("seats")), Value(from), Value(until),
        .string(Self.state(term, revoked, today)), Value(try row.stringIfPresent("instance")),
      ]
    }

    func ends(within days: Int, _ today: Day) -> Bool {
      until.map { today.days(to: $0) <= days } ?? false
    }

    private static func state(_ term: Term, _ revoked: Day?, _ today: Day) -> String {
      if let revoked { return revoked <= today ? "revoked" : "revoked from \(revoked)" }
      return switch term.state(on: today) {
      case .pending: "pending"
      case .active: "active"
      case .grace: "grace"
      case .ended: "ended"
      }
    }
  }
}

struct Show: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show a licence as it is in force; with --output its file once more.")

  @Argument(help: "The licence.") var serial: String
  @Option(help: ArgumentHelp("Write its file there.", valueName: "file")) var output: String?
  @OptionGroup var place: LedgerOptions

  func run() async throws {
    let (stored, revocations) = try await Ledger.open(place.conninfo()) { ledger in
      try await ledger.client.transaction {
        (try await Stored.find(serial, $0), try await Stored.revocations(serial, $0))
      }
    }
    if let output { try OutputFile(path: output, text: stored.file).write() }
    var sheet = GrantSheet.all(stored.grant)
    let revision = stored.grant.revision
    let revoked = revocations.filter { $0.revision ?? revision == revision }.map(\.effective).min()
    sheet.add("revoked_from", Value(revoked))
    Console.show(sheet, json: place.answer.json)
  }
}

struct History: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show every event of a licence: what was done, when, by whom and why.")

  @Argument(help: "The licence.") var serial: String
  @OptionGroup var place: LedgerOptions

  func run() async throws {
    let rows = try await Ledger.open(place.conninfo()) { ledger in
      try await ledger.client.transaction { transaction in
        let match = Value.array([["serial": .string(serial)]]).json
        return try await transaction.rows(
          """
          select seq, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at, kind,
            day::text as day, operator, reason,
            (select string_agg(r ->> 'revision', ', ') from jsonb_array_elements(
              coalesce(body -> 'revisions', '[]')) as r where r ->> 'serial' = \(serial)) as revision
          from ledger.event
          where body -> 'revisions' @> \(match)::jsonb or body -> 'revocations' @> \(match)::jsonb
            or body -> 'withdrawals' @> \(match)::jsonb or body -> 'usages' @> \(match)::jsonb
          order by seq
          """
        ).map { row -> [Value] in
          [
            Value(try row.int("seq")), .string(try row.string("at")),
            .string(try row.string("kind")),
            .string(try row.string("day")), Value(try row.stringIfPresent("revision")),
            .string(try row.string("operator")), .string(try row.string("reason")),
          ]
        }
      }
    }
    guard !rows.isEmpty else {
      throw Failure(
        .notFound, "not_found", "There is no licence \(serial).", ru: "Лицензии \(serial) нет.")
    }
    let columns = ["event", "at", "kind", "day", "revision", "operator", "reason"]
    Console.show(Table(columns: columns, rows: rows), json: place.answer.json)
  }
}
