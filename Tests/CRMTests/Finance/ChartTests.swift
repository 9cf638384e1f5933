import CRM
import Foundation
import Postgres
import Support
import Testing

@Suite struct `A chart of accounts` {
  @Test(arguments: [("generic", "4110", "income"), ("russian_94n", "90.01", "income")])
  func `of a template is taken over whole, once, with what its accounts are used for`(
    code: String, leaf: String, type: String
  ) async throws {
    try await withCRM { crm in
      let accountant = try await crm.as(.accountant)
      let chart = try await accountant.get("charts?code=\(code)").data.first?["id"]?.int ?? 0
      for _ in 1...2 {
        #expect(try await accountant.post("charts/\(chart)/adoption").status == 200)
        let counts = try await crm.observed(
          """
          select (select count(*) from finance.chart_account where chart_id = \(chart)) as told,
            (select count(*) from finance.account) as there,
            (select count(*) from finance.chart_account as c
              join finance.account as a on a.code = c.code and a.name = c.name
              left join finance.account as p on p.id = a.parent_id
              where c.chart_id = \(chart) and p.code is not distinct from c.parent_code) as made,
            (select count(*) from finance.account_use) as used
          """)[0]
        #expect(try counts.int("told") == counts.int("made"))
        #expect(try counts.int("told") == counts.int("there"))
        #expect(try counts.int("used") == 17)
      }
      let account = try await accountant.get("ledger-accounts?code=\(leaf)").data.first
      #expect(account?["type"]?.string == type)
    }
  }

  /// The words of other programs for our types.
  static let types: JSON = [
    "ROOT": "", "ASSET": "asset", "BANK": "asset", "CASH": "asset", "RECEIVABLE": "asset",
    "LIABILITY": "liability", "CREDIT": "liability", "PAYABLE": "liability",
    "EQUITY": "equity", "INCOME": "income", "EXPENSE": "expense",
  ]

  @Test(
    .enabled(if: SharedData.isHere),
    arguments: [("business-en", 76, 0), ("common-ru", 64, 0), ("skr03-de", 101, 76)])
  func `of another program comes by import, and a second time changes nothing`(
    name: String, count: Int, coded: Int
  ) async throws {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.accountant))
      let source = JSON.string(name)
      let mapping: JSON = [
        "resource": "ledger-accounts", "match_by": ["external_source", "external_key"],
        "constants": ["external_source": source],
        "columns": [
          "external_key": ["column": "id"], "code": ["column": "code"],
          "name": ["column": "name"], "notes": ["column": "description"],
          "type": ["column": "type", "map": Self.types],
          "parent_id": [
            "column": "parent",
            "find": [
              "resource": "ledger-accounts",
              "by": ["external_source": source, "external_key": "$value"],
            ],
          ],
        ],
      ]
      let file = String(
        decoding: try SharedData.bytes("reference/chart-\(name).csv"), as: UTF8.self)
      let first = try await loading.load(file, mapping)
      #expect(first.counts == [count, count, 0, 0, 0, 0], "\(first.text)")
      let second = try await loading.load(file, mapping)
      #expect(second.counts == [count, 0, 0, count, 0, 0], "\(second.text)")
      let found = try await crm.observed(
        """
        select count(code) as coded, count(*) filter (where parent_id is null) as roots,
          count(*) filter (where type is null) as untyped from finance.account
        """)[0]
      #expect(try found.int("coded") == coded && found.int("roots") == 1)
      #expect(try found.int("untyped") == 1)
    }
  }
}
