import CRM
import Foundation
import Postgres
import Support
import Testing

@testable import CRM

/// A year of a city's invoices against section F of the known answers, which counts rows as they are written, those
/// included that the product refuses: 75 in which gross and net are swapped, and three that do not add up otherwise.
/// So for each figure: what the product holds (one field of one answer) and what the report of the import tells of the
/// refused rows make the known one; and once the 75 are corrected and loaded too, all that the product holds is the
/// known one, the three left out, after the delta that section F3 tells.
@Suite(.enabled(if: SharedData.isHere)) struct `A year of a city's invoices` {
  @Test func `has the answers that are known, and loading it again changes nothing`() async throws {
    try await withRealData { data in
      let year = SpendYear(data)
      let reports = try await year.load()
      #expect(reports.map(\.read).reduce(0, +) == 28486, "\(reports)")
      #expect(reports.map(\.created).reduce(0, +) == 28408, "\(reports)")
      let refused = try await year.refused()
      #expect(refused.filter { $0.reason.contains("Gross and net are swapped") }.count == 75)
      #expect(refused.filter { $0.reason.contains("do not make the gross") }.count == 3)

      try await Self.expectMonths(year, refused)
      try await Self.expectGroups(year, refused)

      let corrected = refused.filter(\.isSwapped).map(\.swapped)
      let more = try await year.load(corrected)
      #expect(more.created == 75 && more.refused == 0, "\(more)")
      try await Self.expectWhole(year)
      try await Self.expectCorrected(year, refused)
      try await Self.expectSame(year, corrected)
    }
  }

  /// The table of months and its total.
  private static func expectMonths(_ year: SpendYear, _ refused: [SpendRow]) async throws {
    let known = try SpendYear.table(after: "## F. Supplier invoices paid")
    #expect(known.count == 13)
    let found = try await year.sums("paid_on:month", adding: refused) { "\($0.paidOn.prefix(7))" }
    for row in known.dropLast() {
      let figures = try #require(found["\(row[0])"], "\(row)")
      #expect(figures == SpendFigures(row[1...]), "\(row): \(figures)")
    }
    let whole = found.values.reduce(SpendFigures()) { $0 + $1 }
    #expect(whole == SpendFigures(known[12][1...]), "\(whole)")
  }

  /// F1 and F2: suppliers, and directorates as written.
  private static func expectGroups(_ year: SpendYear, _ refused: [SpendRow]) async throws {
    let suppliers = try await year.sums("party.external_key", adding: refused) { $0.supplier }
    let top = suppliers.sorted { $0.value.net > $1.value.net }.prefix(10)
    let known = try SpendYear.table(after: "### F1. Top 10 suppliers")
    #expect(known.count == 10)
    for (row, supplier) in zip(known, top) {
      #expect(ImportSource.normalized(row[0]) == supplier.key)
      #expect(SpendYear.number(row[2]) == supplier.value.rows, "\(row)")
      #expect(SpendYear.number(row[3]) == supplier.value.net, "\(row): \(supplier)")
    }
    #expect(suppliers.count == 2825)
    let directorates = try await year.sums("cost_center", adding: refused) { $0.directorate }
    let table = try SpendYear.table(after: "### F2. Net by directorate")
    #expect(table.count == 31 && directorates.count == 31)
    for row in table {
      #expect(directorates[row[0]]?.net == SpendYear.number(row[1]), "\(row)")
    }
    let categories = try await year.sums("category", adding: refused) { $0.category }
    #expect(categories.count == 347)
    let most = categories.sorted { $0.value.net > $1.value.net }.prefix(5)
    #expect(
      most.map { "\($0.key) \($0.value.net)" } == [
        "Pmnt to Ctrs-Improv 30647519.45", "Salix Mgt Fee 21299174.93",
        "Works & Building 18856871.72", "Payts to Agencies 17879696.3",
        "Unitary Charge 16393779.46",
      ])
  }

  /// F3: the whole after the correction, without the three rows that are told there, each figure one field.
  private static func expectWhole(_ year: SpendYear) async throws {
    let whole = try await year.measures(
      """
      count,sum(gross_given),sum(vat_given),sum(net_given),count_distinct(reference),\
      count_distinct(cost_center),count_distinct(category),count_distinct(party_id),min(paid_on),max(paid_on)
      """)
    let three: [(gross: String, vat: String, net: String)] = [
      ("561.60", "93.60", "561.60"), ("15721.38", "2260.23", "13101.15"),
      ("992.26", "0.00", "992.96"),
    ]
    let lacking = three.map { SpendFigures(rows: 1, $0.gross, $0.vat, $0.net) }
      .reduce(SpendFigures()) { $0 + $1 }
    let known = SpendFigures(rows: 28486, "332763453.40", "35989090.04", "296774097.66")
    #expect(SpendFigures(whole) + lacking == known, "\(whole)")
    // One supplier, one category and three numbers of documents stand in those three rows alone.
    let facts: [(String, Int)] = [
      ("count_distinct(reference)", 28453 - 3), ("count_distinct(cost_center)", 31),
      ("count_distinct(category)", 347 - 1), ("count_distinct(party_id)", 2825 - 1),
    ]
    for (measure, value) in facts { #expect(whole[measure]?.int == value, "\(measure)") }
    #expect(whole["min(paid_on)"] == "2011-08-01" && whole["max(paid_on)"] == "2012-07-31")
    let free = try await year.measures("count", "&vat_given=0")
    #expect(free["count"]?.int == 16485 - 1)
    #expect(try await year.measures("count", "&gross_given[lt]=0")["count"]?.int == 0)
  }

  /// By month: the known table, what was refused taken away, what was corrected added.
  private static func expectCorrected(_ year: SpendYear, _ refused: [SpendRow]) async throws {
    let found = try await year.sums("paid_on:month", adding: []) { _ in "" }
    for row in try SpendYear.table(after: "## F. Supplier invoices paid").dropLast() {
      let here = refused.filter { $0.paidOn.hasPrefix(row[0]) }
      let wrong = here.map(\.figures).reduce(SpendFigures()) { $0 + $1 }
      let right = here.filter(\.isSwapped).map(\.swapped.figures).reduce(SpendFigures()) { $0 + $1 }
      let figures = try #require(found[row[0]])
      #expect(figures + wrong == SpendFigures(row[1...]) + right, "\(row): \(figures)")
    }
  }

  /// What is loaded again is known again, wherever rows were refused.
  private static func expectSame(_ year: SpendYear, _ corrected: [SpendRow]) async throws {
    let before = try await year.version()
    for month in ["2011-09", "2011-11", "2012-03"] {
      let report = try await year.load(month)
      #expect(report.created == 0 && report.updated == 0, "\(month): \(report)")
    }
    let again = try await year.load(corrected)
    // The mapping only inserts, so what is here already is left alone.
    #expect(again.created == 0 && again.updated == 0 && again.skipped == 75, "\(again)")
    #expect(try await year.version() == before)
  }
}
