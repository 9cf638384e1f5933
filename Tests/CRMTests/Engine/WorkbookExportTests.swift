import Foundation
import NIOCore
import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `An export as a workbook` {
  /// The cells of a file, header and rows.
  private func cells(
    _ shop: Workshop, _ query: [(name: String, value: String)],
    of operation: String = "things.list"
  ) async throws -> [[String]] {
    let bytes = try await shop.bytes(operation, query, accept: Acceptance.workbook)
    return try SheetFixture.rows(of: Array(bytes.readableBytesView)).map(\.cells)
  }

  @Test func `has the same cells as the CSV, with types`() async throws {
    try await withWorkshop { shop in
      let query = [
        (name: "fields", value: "id,name,price,due_on,seen_at,good,tags,maker.name"),
        (name: "id[in]", value: "4,5,12"), (name: "sort", value: "-id"),
      ]
      #expect(
        try await cells(shop, query) == [
          ["id", "name", "price", "due_on", "seen_at", "good", "tags", "maker.name"],
          [
            "12", "Молоток \"Ё\"", "", "", "2026-01-01T12:00:00.500Z", "true", #"["a,b", "n\"12"]"#,
          ],
          [
            "5", "Thing 2", "7.5", "2026-01-02", "2026-01-01T05:00:00.500Z", "false",
            #"["a,b", "n\"5"]"#, "Гамма",
          ],
          [
            "4", "Thing 2", "", "2026-01-01", "2026-01-01T04:00:00.500Z", "true",
            #"["a,b", "n\"4"]"#, "Beta",
          ],
        ])
      let reply = try await shop.ask("things.list", query, headers: ["accept": Acceptance.workbook])
      #expect(reply.headers["content-type"] == Acceptance.workbook)
      #expect(reply.headers["content-disposition"] == "attachment; filename=\"things.xlsx\"")
    }
  }

  @Test func `holds what begins like a formula as a text`() async throws {
    let beginnings = ["=", "+", "-", "@", "\u{9}", "\r", "\n", "＝", "'="]
    let inserts = beginnings.map {
      "insert into workshop.thing (name) values ('\($0.replacing("'", with: "''"))1+1');"
    }
    try await withWorkshop(inserts.joined()) { shop in
      let bytes = try await shop.bytes(
        "things.list", [(name: "fields", value: "name")], accept: Acceptance.workbook)
      let rows = try SheetFixture.rows(of: Array(bytes.readableBytesView)).map(\.cells)
      #expect(rows == [["name"]] + beginnings.map { [$0 + "1+1"] })
    }
  }

  @Test func `of a summary has its groups and measures as numbers`() async throws {
    try await withSales { shop in
      let query = [("group", "kind,good"), ("totals", "true")]
      let rows = try await cells(
        shop, query.map { (name: $0.0, value: $0.1) }, of: "sales.summary")
      #expect(
        rows == [
          ["level", "kind", "good", "count"], ["0", "", "", "58"], ["1", "net", "", "29"],
          ["1", "shop", "", "29"], ["2", "net", "false", "29"], ["2", "shop", "true", "29"],
        ])
    }
  }

  private static let preferences: [(accept: String, status: Int, type: String)] = [
    ("APP", 200, "json"), ("APP;q=0.5, text/csv", 200, "csv"),
    ("text/csv;q=0.5, APP", 200, "sheet"),
    ("APP;q=0", 406, "problem"), ("*/*", 200, "json"), ("APP;q=0, */*;q=0.1", 200, "json"),
  ]

  @Test func `is taken where the client likes it best`() async throws {
    try await withWorkshop { shop in
      await each(Self.preferences) { accept, status, type in
        let accept = accept.replacing("APP", with: Acceptance.workbook)
        let reply = try await shop.ask("things.list", [], headers: ["accept": accept])
        #expect(reply.status == status, "\(accept)")
        let expected = accept == Acceptance.workbook ? "sheet" : type
        if status == 200 {
          #expect(reply.headers["content-type"]?.contains(expected) == true, "\(accept)")
        }
      }
    }
  }

  @Test func `needs its permission, and is refused where it does not fit`() async throws {
    let long = "insert into workshop.thing (name) values (repeat('x', 32768));"
    try await withWorkshop(long) { shop in
      let headers = ["accept": Acceptance.workbook]
      let refused = try await shop.ask("things.list", [], headers: headers, as: "boris")
      #expect(refused.status == 403 && refused.json["permission"] == "things.export")
      let tooLong = try await shop.ask("things.list", [], headers: headers)
      #expect(tooLong.status == 422 && tooLong.json["code"] == "text_too_long", "\(tooLong.text)")
      let log = "select format, outcome, rows, bytes from system.export"
      #expect(try await shop.plain(log) == ["xlsx|aborted|0|0"])
      let wrong = try await shop.ask(
        "things.list", [(name: "fields", value: "secret"), (name: "cursor", value: "x")],
        headers: headers)
      #expect(wrong.status == 400 && wrong.json["errors"]?.array?.count == 2, "\(wrong.text)")
    }
  }

  @Test func `ends when nobody waits for it any more, and the log says so`() async throws {
    try await withWorkshop { shop in
      let operation = try #require(shop.operations.first { $0.id == "things.list" })
      let call = Call(
        method: .get, headers: ["accept": Acceptance.workbook],
        tokenHash: Digest.sha256("anna".utf8), requestID: "test", isAbandoned: { true })
      await #expect(throws: CancellationError.self) { try await operation.answer(call) }
      #expect(try await shop.plain("select outcome from system.export") == ["aborted"])
    }
  }
}
