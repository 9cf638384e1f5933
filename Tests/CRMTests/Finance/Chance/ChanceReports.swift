import CRM
import Postgres
import Support

/// Reports of the product, each with a statement over the lines of the ledger that says what they must.
struct ChanceReports: Sendable {
  let crm: TestCRM
  let reader: TestSession

  /// A period, and the instant as of which it is asked; nil for now.
  struct Question: Sendable {
    let from: String
    let to: String
    let asOf: String?

    var known: String { asOf.map { "&as_of=\($0)" } ?? "" }
    /// What was known then, of entries or allocations `e`.
    var seen: SQL { asOf.map { "e.created_at <= \($0)::timestamptz" } ?? "true" }
  }

  /// Days of chance, ends of months among them.
  func question() async throws -> Question {
    let row = try await crm.observed(
      """
      with d as (select date '2025-01-01' + (random() * 500)::integer as first, (random() * 200)::integer as days)
      select d.first::text as first,
        case when random() < 0.3 then (date_trunc('month', d.first + d.days) + interval '1 month - 1 day')::date
          else d.first + d.days end::text as last,
        case when random() < 0.7 then (
          select to_char(e.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
          from finance.entry as e order by random() limit 1) end as known
      from d
      """)[0]
    return Question(
      from: try row.string("first"), to: try row.string("last"),
      asOf: try row.stringIfPresent("known"))
  }

  /// A report: where it is asked, which columns of it, and what they are.
  struct Report: Sendable {
    let path: @Sendable (Question) -> String
    let fields: [String]
    /// The same columns of text, in the same order.
    let expected: @Sendable (Question) -> SQL
  }

  /// All pages of it, each row as its cells between blanks, in the order of the text.
  func told(_ report: Report, _ asked: Question) async throws -> [String] {
    var rows: [String] = []
    var next: String?
    repeat {
      let cursor = next.map { "&cursor=\($0)" } ?? ""
      let reply = try await reader.get(
        "\(report.path(asked))&limit=200&fields=\(report.fields.joined(separator: ","))\(cursor)")
      guard reply.status == 200 else { throw TestSession.Refused(reply: reply) }
      rows += reply.data.map { row in
        report.fields.map { Self.plain(row[$0]) }.joined(separator: " ")
      }
      next = reply["page"]?["next"]?.string
    } while next != nil
    return rows.sorted()
  }

  func expected(_ report: Report, _ asked: Question) async throws -> [String] {
    try await crm.observed(report.expected(asked)).map { row in
      try report.fields.map { Self.plain(try row.stringIfPresent($0).map(JSON.string)) }
        .joined(separator: " ")
    }.sorted()
  }

  /// A cell without the zeros behind a decimal.
  private static func plain(_ value: JSON?) -> String {
    guard let value, value != .null else { return "-" }
    let text = value.string ?? value.text
    guard text.contains("."), text.allSatisfy({ $0.isNumber || $0 == "." || $0 == "-" }) else {
      return text
    }
    return String(text.reversed().drop { $0 == "0" }.drop { $0 == "." }.reversed())
  }
}
