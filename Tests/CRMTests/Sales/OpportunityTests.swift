import CRM
import Foundation
import Postgres
import Support
import Testing

/// The deals of a maker of hardware: 8,800 of 30 sellers in six teams. What is expected stands in section B of
/// ANSWERS.md beside the data; each of it is one field of one answer.
@Suite(.enabled(if: SharedData.isHere)) struct `A maker of hardware that moves in` {
  static let files = [
    "opportunity-accounts", "opportunity-parents", "opportunity-offices", "opportunity-agents",
    "opportunity-managers", "opportunity-teams", "opportunity-team-members",
    "opportunity-categories", "opportunity-products", "opportunity-pipelines",
    "opportunity-stages", "opportunity-deals", "opportunity-amounts",
  ]

  @Test func `has its deals, figures and pipeline, and a second import changes nothing`()
    async throws
  {
    try await withRealData { data in
      let field: JSON = ["label_en": "Sector", "label_ru": "Отрасль"]
      try await data.chief.create("custom-fields", customField("x_sector", "text", field))
      for name in Self.files {
        let report = try await data.load(name)[name]
        #expect(report?.refused == 0, "\(name): \(report.debugDescription)")
      }
      let sectors = try await data.load(
        SharedData.folder.appendingPathComponent("crm-opportunities/accounts.csv").path,
        into: "parties", mapping: data.file("sectors.json", Self.sectors))
      #expect(sectors.updated == 85, "\(sectors)")
      let known = try await eventually {
        try await data.chief.get("parties/summary?group=x_sector").status == 200
      }
      #expect(known)
      let books = OpportunityBooks(data)
      try await books.whole()
      try await books.parts()
      try await books.times()
      try await books.open()
      try await books.clients()
      try await again(data)
      try await win(data)
    }
  }

  private static let sectors = """
    {"resource": "parties", "match_by": ["external_source", "external_key"], "mode": "update",
     "constants": {"external_source": "crm-opportunities"},
     "columns": {"external_key": {"column": "account"}, "x_sector": {"column": "sector"}}}
    """

  private func again(_ data: RealData) async throws {
    let versions: SQL = "select sum(version)::text from sales.deal"
    let before = try await data.crm.observed(versions).string(0, 0)
    for name in Self.files {
      let report = try await data.load(name)[name]
      #expect(report?.created == 0 && report?.updated == 0, "\(name): \(report.debugDescription)")
    }
    #expect(try await data.crm.observed(versions).string(0, 0) == before)
  }

  /// The change that section B tells of, from what was imported to what it leads to; a later import leaves it alone.
  private func win(_ data: RealData) async throws {
    let chief = data.chief
    let found = try await chief.get("deals?external_key=UP409DSB&expand=owner,product,party")
    let deal = try #require(found.data.first)
    #expect(deal["owner"]?["name"] == "Maureen Marcano" && deal["opened_on"] == "2016-11-10")
    #expect(deal["product"]?["name"] == "MG Advanced" && deal["party"]?["name"] == "Ganjaflex")
    let won = try await chief.post(
      "deals/\(deal["id"]?.int ?? 0)/winning", ["closed_on": "2018-01-05", "amount": "3300"])
    #expect(won["days_to_close"] == 421, "\(won.text)")
    for _ in 1...2 {
      let all = try await chief.get("deal-figures?dimension=all").data.first
      #expect(all?["won_deals"] == 4239 && all?["won_amount"]?.cents == "10008834")
      #expect(all?["win_percent"]?.cents == "63.16")
      let stages = try await chief.get("deals/summary?group=stage_id&state=open")
      let engaging = stages.data.first { $0["group"]?["stage_id"]?["name"] == "Engaging" }
      #expect(engaging?["measures"]?["count"] == 1588, "\(stages.text)")
      for name in ["opportunity-deals", "opportunity-amounts"] {
        let report = try await data.load(name)[name]
        #expect(report?.created == 0 && report?.updated == 0, "\(report.debugDescription)")
      }
    }
  }
}
