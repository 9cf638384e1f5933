import CRM
import Foundation
import Postgres
import Support
import Testing

/// The books of somebody whose real documents are loaded: a currency, a chart and years of their own.
struct RealBooks: Sendable {
  let data: RealData

  init(_ data: RealData, _ currency: String, _ years: ClosedRange<Int>) async throws {
    self.data = data
    try await data.chief.create("ledger-settings", ["base_currency": .string(currency)])
    let chart = try #require(try await data.chief.get("charts?code=generic").data.first?["id"]?.int)
    #expect(try await data.chief.post("charts/\(chart)/adoption").status == 200)
    for year in years {
      try await data.chief.create(
        "fiscal-years",
        [
          "name": .string("\(year)"), "starts_on": .string("\(year)-01-01"),
          "ends_on": .string("\(year)-12-31"),
        ])
    }
  }

  /// Does what the verbs do to documents that a statement lists, by the functions behind them: one by one over HTTP would
  /// take minutes. Two clerks share the departments, whose numbers are their own; a transaction is fifty documents.
  ///
  /// - Parameter list: `id`s by `department_id`, in the order of `n`.
  /// - Parameter work: What is done to `k.id`; answers null where nothing was done.
  /// - Returns: How many were done.
  func each(_ list: SQL, _ work: SQL) async throws -> Int {
    let rows = try await data.crm.observed(
      "select coalesce(department_id, 0) as department, id from (\(list)) as d order by 1, n")
    let departments = Dictionary(
      grouping: try rows.map { (try $0.int("department"), try $0.int("id")) }
    ) { $0.0 }
    let queues = departments.sorted { $0.key < $1.key }.map { $0.value.map(\.1) }
    return try await withThrowingTaskGroup(of: Int.self) { group in
      for clerk in 0..<2 {
        let mine = queues.enumerated().filter { $0.offset % 2 == clerk }.map(\.element)
        group.addTask { try await sign(mine, work) }
      }
      return try await group.reduce(0, +)
    }
  }

  private func sign(_ queues: [[Int]], _ work: SQL) async throws -> Int {
    let entry = TestCRM.entry(try #require(data.chief.token))
    return try await withClient(data.crm.database.conninfo(as: "crm_service")) { client in
      var done = 0
      for queue in queues {
        for first in stride(from: 0, to: queue.count, by: 50) {
          let part = Array(queue[first..<min(first + 50, queue.count)])
          let attempt = try await client.attempt(
            entry + [
              """
              select \(work) as done from unnest(\(part)::bigint[]) with ordinality as k (id, n) order by k.n
              """
            ])
          if let error = attempt.error { throw error }
          done += try attempt.results[entry.count].count { try $0.intIfPresent("done") != nil }
        }
      }
      return done
    }
  }

  /// Every row of a summary: what its group is called, or its number, and its measures as they were asked for.
  func summary(_ question: String) async throws -> [FigureRow] {
    let reply = try await ask(question)
    return try reply.data.map { row in
      let group = (row["group"]?.object ?? []).map { $0.value["id"]?.cell ?? $0.value.cell }
      let measures = try #require(row["measures"]?.object)
      return FigureRow(
        name: group.joined(separator: " "),
        figures: measures.map { FigureRow.number($0.value.cell) })
    }
  }

  /// The rows of a report by some of its fields; the first is what they are called.
  func rows(_ question: String, _ fields: [String]) async throws -> [FigureRow] {
    let reply = try await ask("\(question)&fields=\(fields.joined(separator: ","))")
    return reply.data.map { row in
      FigureRow(
        name: row[fields[0]]?.cell ?? "",
        figures: fields.dropFirst().map { FigureRow.number(row[$0]?.cell ?? "") })
    }
  }

  /// The number of the party of that name.
  func party(_ name: String) async throws -> Int {
    try await data.crm.observed("select id from clients.party where name = \(name)")[0].int("id")
  }

  /// Changes with every change of a document, and with every entry.
  func version() async throws -> String {
    let row = try await data.crm.observed(
      """
      select concat_ws(' ', (select concat_ws(' ', count(*), sum(version)) from finance.invoice),
        (select concat_ws(' ', count(*), sum(version)) from finance.invoice_line),
        (select concat_ws(' ', count(*), sum(version)) from finance.payment),
        (select concat_ws(' ', count(*), sum(version)) from clients.party),
        (select concat_ws(' ', count(*), sum(total)) from finance.entry),
        (select count(*) from finance.allocation))
      """)
    return row.string(0, 0) ?? ""
  }

  private func ask(_ question: String) async throws -> Reply {
    let allowed = CharacterSet.urlQueryAllowed.subtracting(["+"])
    let path = try #require(question.addingPercentEncoding(withAllowedCharacters: allowed))
    let reply = try await data.chief.get(path)
    try #require(reply.status == 200, "\(question): \(reply.text)")
    return reply
  }
}

/// A row of a report or of the known answers: what it is called, and its figures rounded to two places as people read them.
struct FigureRow: Equatable, Sendable {
  let name: String
  let figures: [Decimal]

  init(name: String, figures: [Decimal]) {
    (self.name, self.figures) = (name, figures)
  }

  /// Cells of the known answers; a cell may hold two figures, and a percent sign.
  init(_ name: String, _ cells: some Sequence<String>) {
    let figures = cells.flatMap { $0.split(separator: " / ") }
    self.init(
      name: name, figures: figures.map { Self.number(String($0).replacing(" %", with: "")) })
  }

  static func number(_ text: String) -> Decimal {
    guard var exact = Decimal(string: text.replacing(",", with: "")) else { return .nan }
    var rounded = Decimal()
    NSDecimalRound(&rounded, &exact, 2, .plain)
    return rounded
  }
}

extension JSON {
  /// A value as it is told, without quotes.
  fileprivate var cell: String { string ?? String(decoding: bytes, as: UTF8.self) }
}
