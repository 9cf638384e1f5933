import CRM
import Foundation
import Postgres
import Support
import Testing

@testable import CRM

/// A year of a city's invoices against section F of the known answers, each figure of which is one field of one answer.
/// That section counts rows as they are written. Those whose amounts do not agree are refused, and loaded by who says that
/// the documents say so; what section F3 tells is what there is once the swapped ones are corrected.
@Suite(.enabled(if: SharedData.isHere)) struct `A year of a city's invoices` {
  @Test func `has the answers that are known, and loading it again changes nothing`() async throws {
    try await withRealData { data in
      let year = SpendYear(data)
      let known = try SpendYear.table(after: "## F. Supplier invoices paid")
      try #require(known.count == 13)
      let reports = try await year.load()
      Self.expectReports(reports, known.dropLast())

      let refused = try await year.refused()
      #expect(refused.count { $0.reason.contains("Gross and net are swapped") } == 75)
      #expect(refused.count { $0.reason.contains("do not make the gross") } == 3)
      let stated = try await year.load(asStated: refused)
      #expect(stated.created == 78 && stated.refused == 0, "\(stated)")

      try await Self.expectMonths(year, known)
      try await Self.expectGroups(year)
      try await Self.expectFacts(year)
      try await year.correct()
      try await Self.expectCorrected(year)
      try await Self.expectSame(year, refused)
    }
  }

  /// Every row is read, and refused where its amounts do not agree.
  private static func expectReports(
    _ reports: [ImportReport], _ known: ArraySlice<[String]>
  ) {
    let refused = [
      "2011-08": 2, "2011-10": 4, "2011-11": 5, "2011-12": 2, "2012-03": 64, "2012-04": 1,
    ]
    #expect(reports.count == known.count)
    for (report, row) in zip(reports, known) {
      #expect(Decimal(report.read) == SpendYear.number(row[1]), "\(row): \(report)")
      #expect(report.refused == refused[row[0]] ?? 0, "\(row): \(report)")
      #expect(report.created == report.read - report.refused, "\(row): \(report)")
    }
  }

  /// The table of months and its total.
  private static func expectMonths(_ year: SpendYear, _ known: [[String]]) async throws {
    let months = try await year.groups("paid_on:month", sort: "paid_on:month")
    #expect(months.map { $0.name.prefix(7) } == known.dropLast().map { $0[0].prefix(7) })
    #expect(months.map(\.figures) == known.dropLast().map { SpendFigures($0[1...]) })
    let whole = try await year.measures("count,sum(gross_given),sum(vat_given),sum(net_given)")
    #expect(SpendFigures(whole) == SpendFigures(known[12][1...]), "\(whole)")
  }

  /// F1 and F2: suppliers, directorates as written and categories, by what they come to.
  private static func expectGroups(_ year: SpendYear) async throws {
    let suppliers = try await year.groups(
      "party.external_key", sort: "-sum(net_given)", limit: 10)
    let top = try SpendYear.table(after: "### F1. Top 10 suppliers")
    #expect(suppliers.map(\.name) == top.map { ImportSource.normalized($0[0]) })
    #expect(suppliers.map(\.figures.rows) == top.map { SpendYear.number($0[2]) })
    #expect(suppliers.map(\.figures.net) == top.map { SpendYear.number($0[3]) })
    let directorates = try await year.groups("cost_center", sort: "-sum(net_given)")
    let table = try SpendYear.table(after: "### F2. Net by directorate")
    #expect(table.count == 31)
    #expect(directorates.map(\.name) == table.map { $0[0] })
    #expect(directorates.map(\.figures.net) == table.map { SpendYear.number($0[1]) })
    let categories = try await year.groups("category", sort: "-sum(net_given)", limit: 5)
    #expect(
      categories.map { "\($0.name) \($0.figures.net)" } == [
        "Pmnt to Ctrs-Improv 30647519.45", "Salix Mgt Fee 21299174.93",
        "Works & Building 18856871.72", "Payts to Agencies 17879696.3",
        "Unitary Charge 16393779.46",
      ])
  }

  /// The facts below the table of months.
  private static func expectFacts(_ year: SpendYear) async throws {
    let whole = try await year.measures(
      """
      count_distinct(reference),count_distinct(cost_center),count_distinct(category),\
      count_distinct(party_id),min(paid_on),max(paid_on)
      """)
    let facts: [(String, Int)] = [
      ("count_distinct(reference)", 28453), ("count_distinct(cost_center)", 31),
      ("count_distinct(category)", 347), ("count_distinct(party_id)", 2825),
    ]
    for (measure, value) in facts { #expect(whole[measure]?.int == value, "\(measure)") }
    #expect(whole["min(paid_on)"] == "2011-08-01" && whole["max(paid_on)"] == "2012-07-31")
    let wrong = try await year.measures("count,sum(difference)", "&as_stated=true")
    #expect(wrong["count"]?.int == 78)
    #expect(SpendYear.amount(wrong["sum(difference)"]) == SpendYear.number("-3,691,997.42"))
    #expect(try await year.measures("count", "&vat_given=0")["count"]?.int == 16485)
    #expect(try await year.measures("count", "&gross_given[lt]=0")["count"]?.int == 0)
  }

  /// F3: what is left is of the three rows that are told there.
  private static func expectCorrected(_ year: SpendYear) async throws {
    let whole = try await year.measures(
      "count,sum(gross_given),sum(vat_given),sum(net_given),sum(difference)")
    let known = SpendFigures(rows: 28486, "332763453.40", "35989090.04", "296774097.66")
    #expect(SpendFigures(whole) == known, "\(whole)")
    #expect(SpendYear.amount(whole["sum(difference)"]) == SpendYear.number("265.70"))
    let three = try await year.groups("reference", sort: "reference", filter: "&as_stated=true")
    #expect(three.map(\.name) == ["2203073715", "29153534", "601029007"])
    #expect(
      three.map(\.figures) == [
        SpendFigures(rows: 1, "992.26", "0.00", "992.96"),
        SpendFigures(rows: 1, "15721.38", "2260.23", "13101.15"),
        SpendFigures(rows: 1, "561.60", "93.60", "561.60"),
      ])
  }

  /// What is loaded again is known again, also where it was refused or corrected.
  private static func expectSame(_ year: SpendYear, _ refused: [SpendRow]) async throws {
    let before = try await year.version()
    for month in ["2011-09", "2011-11", "2012-03"] {
      let report = try await year.load(month)
      #expect(report.skipped == report.read && report.refused == 0, "\(month): \(report)")
    }
    let again = try await year.load(asStated: refused)
    // The mapping only inserts, so what is here already is left alone.
    #expect(again.created == 0 && again.updated == 0 && again.skipped == 78, "\(again)")
    #expect(try await year.version() == before)
  }
}
