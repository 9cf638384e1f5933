import CRM
import Foundation
import Postgres
import Support
import Testing

@testable import CRM

/// What a group of invoices comes to.
struct SpendFigures: Equatable {
  let rows: Decimal
  let gross: Decimal
  let vat: Decimal
  let net: Decimal

  init(rows: Int, _ gross: String, _ vat: String, _ net: String) {
    self.rows = Decimal(rows)
    (self.gross, self.vat, self.net) =
      (SpendYear.number(gross), SpendYear.number(vat), SpendYear.number(net))
  }

  /// Four cells of a table of answers.
  init(_ cells: ArraySlice<String>) {
    let numbers = cells.map(SpendYear.number)
    (rows, gross, vat, net) = (numbers[0], numbers[1], numbers[2], numbers[3])
  }

  /// The measures of a summary.
  init(_ measures: JSON) {
    self.init(
      rows: measures["count"]?.int ?? 0, measures["sum(gross_given)"]?.string ?? "",
      measures["sum(vat_given)"]?.string ?? "", measures["sum(net_given)"]?.string ?? "")
  }
}

/// A group by its name.
struct SpendGroup {
  let name: String
  let figures: SpendFigures
}

/// A row that the import has refused, by the cells that its report tells.
struct SpendRow {
  let cells: [String]
  let reason: String
}

/// Twelve months of invoices, loaded as the program does it, and what the product tells of them.
struct SpendYear: Sendable {
  let data: RealData

  init(_ data: RealData) { self.data = data }

  static let months = [
    "2011-08", "2011-09", "2011-10", "2011-11", "2011-12", "2012-01", "2012-02", "2012-03",
    "2012-04", "2012-05", "2012-06", "2012-07",
  ]

  static func number(_ text: String) -> Decimal {
    Decimal(string: text.replacing(",", with: "")) ?? 0
  }

  static func amount(_ answered: JSON?) -> Decimal { number(answered?.string ?? "") }

  /// The rows of the first table behind a heading of the known answers.
  static func table(after heading: String) throws -> [[String]] {
    let text = try String(
      contentsOf: SharedData.folder.appendingPathComponent("ANSWERS.md"), encoding: .utf8)
    let start = try #require(text.range(of: heading))
    return rows(text[start.upperBound...])
  }

  /// The rows of the table of the known answers whose first line begins so.
  static func table(under line: String) throws -> [[String]] {
    let text = try String(
      contentsOf: SharedData.folder.appendingPathComponent("ANSWERS.md"), encoding: .utf8)
    let start = try #require(text.range(of: "\n\(line)"))
    return rows(text[start.lowerBound...])
  }

  private static func rows(_ text: Substring) -> [[String]] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.drop { !$0.hasPrefix("|") }.prefix { $0.hasPrefix("|") }.dropFirst(2).map { line in
      line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }

  /// Suppliers and invoices of every month.
  func load() async throws -> [ImportReport] {
    for month in Self.months { try await suppliers(month) }
    var reports: [ImportReport] = []
    for month in Self.months { reports.append(try await load(month)) }
    return reports
  }

  /// The suppliers of a month.
  func suppliers(_ month: String) async throws {
    _ = try await load(Self.file(month), into: "parties", by: Self.mapping("salford-suppliers"))
  }

  /// The invoices of a month; two months have headers of their own.
  func load(_ month: String) async throws -> ImportReport {
    let own = ["2011-09", "2011-11"].contains(month) ? "-\(month)" : ""
    return try await load(
      Self.file(month), into: "invoices", by: Self.mapping("salford-invoices\(own)"))
  }

  /// Refused rows, by who says that the documents say so.
  func load(asStated rows: [SpendRow]) async throws -> ImportReport {
    let header =
      "Authority Name,Date of Payment,SAP Document Number,Gross,VAT,Net,Supplier Name,Directorate,G/L Description"
    let lines = rows.map { row in
      row.cells.prefix(9).map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",")
    }
    let file = try data.file("stated.csv", ([header] + lines).joined(separator: "\n") + "\n")
    let mapping = try String(contentsOfFile: Self.mapping("salford-invoices"), encoding: .utf8)
      .replacing("\"currency\": \"GBP\"", with: "\"currency\": \"GBP\", \"as_stated\": true")
    return try await load(file, into: "invoices", by: data.file("stated.json", mapping))
  }

  /// Exchanges gross and net where they are swapped.
  func correct() async throws {
    let wrong = try await data.chief.get(
      "invoices?external_source=salford-spend&as_stated=true&limit=200")
    for invoice in wrong.data {
      let vat = Self.amount(invoice["vat_given"])
      guard vat > 0,
        Self.amount(invoice["gross_given"]) + vat == Self.amount(invoice["net_given"])
      else { continue }
      let reply = try await data.chief.patch(
        "invoices/\(try #require(invoice["id"]?.int))",
        [
          "gross_given": invoice["net_given"] ?? .null,
          "net_given": invoice["gross_given"] ?? .null, "as_stated": false,
        ])
      #expect(reply.status == 200, "\(reply.text)")
    }
  }

  private static func mapping(_ name: String) -> String {
    TestDatabase.files.deploy("demo-import.d/\(name).json")
  }

  private static func file(_ month: String) -> String {
    SharedData.folder.appendingPathComponent("salford-spend/\(month).csv").path
  }

  private func load(
    _ file: String, into resource: String, by mapping: String
  ) async throws -> ImportReport {
    try await withClient(data.crm.database.service, connections: 2, fast: 1) { service in
      try await withClient(data.crm.database.migrator) { migrator in
        try await FileTransfer(service: service, migrator: migrator).load(
          file, into: resource, mapping: mapping, as: "administrator-office-1", dryRun: false,
          refusals: nil, progress: { _ in })
      }
    }
  }

  /// Every row that an import has refused, as its report tells it.
  func refused() async throws -> [SpendRow] {
    let imports = try await data.crm.observed(
      "select distinct import_id as id from system.import_refusal order by 1")
    var rows: [SpendRow] = []
    for row in imports {
      let report = try await data.chief.get("imports/\(try row.int("id"))/errors?limit=200")
      rows += report.data.map { told in
        SpendRow(
          cells: (told["cells"]?.array ?? []).map { $0.string ?? "" },
          reason: told["reason"]?.string ?? "")
      }
    }
    return rows
  }

  /// What the product holds by a group, in an order.
  func groups(
    _ group: String, sort: String, limit: Int = 5000, filter: String = ""
  ) async throws -> [SpendGroup] {
    let reply = try await data.chief.get(
      """
      invoices/summary?external_source=salford-spend&currency=GBP&group=\(group)&sort=\(sort)&limit=\(limit)\
      &measure=count,sum(gross_given),sum(vat_given),sum(net_given)\(filter)
      """)
    #expect(reply.status == 200, "\(reply.text)")
    return reply.data.map { row in
      SpendGroup(
        name: row["group"]?.object?.first?.value.string ?? "",
        figures: SpendFigures(row["measures"] ?? .null))
    }
  }

  /// The measures of the whole.
  func measures(_ list: String, _ filter: String = "") async throws -> JSON {
    let reply = try await data.chief.get(
      "invoices/summary?external_source=salford-spend&currency=GBP&measure=\(list)\(filter)")
    #expect(reply.status == 200, "\(reply.text)")
    return reply.data.first?["measures"] ?? .null
  }

  /// Changes with every change of an invoice.
  func version() async throws -> String {
    let rows = try await data.crm.observed(
      "select count(*)::text || ' ' || sum(version) || ' ' || max(updated_at) from finance.invoice")
    return rows.string(0, 0) ?? ""
  }
}
