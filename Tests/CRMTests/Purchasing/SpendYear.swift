import CRM
import Foundation
import Postgres
import Support
import Testing

@testable import CRM

/// What a group of invoices comes to.
struct SpendFigures: Equatable {
  var rows = Decimal()
  var gross = Decimal()
  var vat = Decimal()
  var net = Decimal()

  init() {}

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

  static func + (left: Self, right: Self) -> Self {
    var sum = left
    sum.rows += right.rows
    sum.gross += right.gross
    sum.vat += right.vat
    sum.net += right.net
    return sum
  }
}

/// A row that the import has refused, by the cells that its report tells.
struct SpendRow {
  let cells: [String]
  let reason: String

  var paidOn: String { cells[1] }
  var supplier: String { ImportSource.normalized(cells[6]) }
  var directorate: String { cells[7].trimmingCharacters(in: .whitespaces) }
  var category: String { cells[8].trimmingCharacters(in: .whitespaces) }
  var isSwapped: Bool { reason.contains("swapped") }
  var figures: SpendFigures { SpendFigures(rows: 1, cells[3], cells[4], cells[5]) }
  /// Gross and net exchanged.
  var swapped: SpendRow {
    var right = cells
    right.swapAt(3, 5)
    return SpendRow(cells: right, reason: "")
  }
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

  /// The rows of the first table behind a heading of the known answers.
  static func table(after heading: String) throws -> [[String]] {
    let text = try String(
      contentsOf: SharedData.folder.appendingPathComponent("ANSWERS.md"), encoding: .utf8)
    let start = try #require(text.range(of: heading))
    let lines = text[start.upperBound...].split(separator: "\n", omittingEmptySubsequences: false)
    return lines.drop { !$0.hasPrefix("|") }.prefix { $0.hasPrefix("|") }.dropFirst(2).map { line in
      line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }

  /// Suppliers and invoices of every month.
  func load() async throws -> [ImportReport] {
    for month in Self.months {
      _ = try await load(Self.file(month), into: "parties", "salford-suppliers")
    }
    var reports: [ImportReport] = []
    for month in Self.months { reports.append(try await load(month)) }
    return reports
  }

  /// The invoices of a month; two months have headers of their own.
  func load(_ month: String) async throws -> ImportReport {
    let own = ["2011-09", "2011-11"].contains(month) ? "-\(month)" : ""
    return try await load(Self.file(month), into: "invoices", "salford-invoices\(own)")
  }

  /// A file that is written of these rows.
  func load(_ rows: [SpendRow]) async throws -> ImportReport {
    let header =
      "Authority Name,Date of Payment,SAP Document Number,Gross,VAT,Net,Supplier Name,Directorate,G/L Description"
    let lines = rows.map { row in
      row.cells.prefix(9).map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",")
    }
    let file = try data.file("corrected.csv", ([header] + lines).joined(separator: "\n") + "\n")
    return try await load(file, into: "invoices", "salford-invoices")
  }

  private static func file(_ month: String) -> String {
    SharedData.folder.appendingPathComponent("salford-spend/\(month).csv").path
  }

  private func load(
    _ file: String, into resource: String, _ mapping: String
  ) async throws -> ImportReport {
    let mapping = TestDatabase.files.deploy("demo-import.d/\(mapping).json")
    return try await withClient(data.crm.database.service, connections: 2, fast: 1) { service in
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

  /// What the product holds by a group, and these rows with it.
  func sums(
    _ group: String, adding rows: [SpendRow], by key: (SpendRow) -> String
  ) async throws -> [String: SpendFigures] {
    let reply = try await data.chief.get(
      """
      invoices/summary?external_source=salford-spend&currency=GBP&limit=5000&group=\(group)\
      &measure=count,sum(gross_given),sum(vat_given),sum(net_given)
      """)
    #expect(reply.status == 200, "\(reply.text)")
    var sums: [String: SpendFigures] = [:]
    for row in reply.data {
      let name = row["group"]?.object?.first?.value.string ?? ""
      let isMonth = group.hasSuffix(":month")
      sums[isMonth ? String(name.prefix(7)) : name] = SpendFigures(row["measures"] ?? .null)
    }
    for row in rows {
      sums[key(row), default: SpendFigures()] = (sums[key(row)] ?? .init()) + row.figures
    }
    return sums
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
