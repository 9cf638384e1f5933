import CRM
import Foundation
import Postgres
import Support
import Testing

/// Asks for what section B of ANSWERS.md tells.
struct OpportunityBooks: Sendable {
  private let data: RealData

  init(_ data: RealData) { self.data = data }

  /// The first record or group that a question answers.
  private func first(_ question: String) async throws -> JSON {
    let reply = try await data.chief.get(question)
    return try #require(reply.data.first, "\(question): \(reply.text)")
  }

  private func count(_ question: String) async throws -> Int? {
    try await first(question)["measures"]?["count"]?.int
  }

  func whole() async throws {
    let all = try await first("deal-figures?dimension=all")
    let facts = [
      "deals": "8800", "open_deals": "2089", "won_deals": "4238", "lost_deals": "2473",
      "won_amount": "10005534", "win_percent": "63.15", "mean_won": "2360.91",
      "mean_days_to_win": "51.78", "median_days_to_win": "57", "mean_days_to_lose": "41.48",
      "median_days_to_lose": "14", "open_amount": "4966215",
    ]
    for (name, value) in facts { #expect(all[name]?.cents == value, "\(name)") }
    let counts = [
      "parties/summary?external_source=crm-opportunities": 85, "team-members/summary": 35,
      "teams/summary": 6, "departments/summary?code[starts]=opportunity-": 3,
      "products/summary?external_source=crm-opportunities": 7,
      "deals/summary?party_id[empty]=true": 1425, "deals/summary?state=lost&amount[ne]=0": 0,
      "deals/summary?lost_reason.code=imported": 2473,
    ]
    for (question, value) in counts {
      let found = try await count(question)
      #expect(found == value, "\(question)")
    }
    let days = try await first(
      "deals/summary?measure=min(opened_on),max(opened_on),min(closed_on),max(closed_on)")
    let range = ["min(opened_on)", "max(opened_on)", "min(closed_on)", "max(closed_on)"]
    #expect(
      range.map { days["measures"]?[$0]?.string }
        == ["2016-10-20", "2017-12-27", "2017-03-01", "2017-12-31"])
    let sellers = try await data.chief.get("deal-figures?dimension=owner&limit=200")
    #expect(sellers.data.count == 30)
    let names = try await names("access.account")
    let busy = Set(sellers.data.compactMap { names[$0["owner_id"]?.int ?? 0] })
    let members = try await data.chief.get("team-members?limit=200")
    let idle = Set(members.data.compactMap { names[$0["account_id"]?.int ?? 0] }).subtracting(busy)
    #expect(
      idle == [
        "Carl Lin", "Carol Thompson", "Elizabeth Anderson", "Mei-Mei Johns", "Natalya Ivanova",
      ])
  }

  /// By manager, office, product and agent: deals, won, lost, win rate, won revenue, mean days to win.
  func parts() async throws {
    let columns = [
      "deals", "won_deals", "lost_deals", "win_percent", "won_amount", "mean_days_to_win",
    ]
    for part in OpportunityAnswers.parts {
      let names = try await names(part.table)
      let reply = try await data.chief.get("deal-figures?dimension=\(part.dimension)&limit=200")
      let found = Dictionary(
        reply.data.map { (names[$0[part.column]?.int ?? 0] ?? "", $0) }, uniquingKeysWith: { $1 })
      for (name, values) in part.rows {
        #expect(columns.map { found[name]?[$0]?.cents } == values.map(Self.cents), "\(name)")
      }
      guard !part.open.isEmpty else { continue }
      let stages = try await data.chief.get(
        "deals/summary?group=\(part.column),stage_id&state=open&limit=200")
      var open: [String: [Int]] = [:]
      for row in stages.data {
        let name = row["group"]?[part.column]?["name"]?.string ?? ""
        let place = row["group"]?["stage_id"]?["name"] == "Engaging" ? 0 : 1
        open[name, default: [0, 0]][place] = row["measures"]?["count"]?.int ?? 0
      }
      for (name, counts) in part.open { #expect(open[name, default: [0, 0]] == counts, "\(name)") }
    }
    let rates = try await data.chief.get(
      "deal-figures?dimension=owner&sort=-win_percent&limit=200")
    let sellers = try await names("access.account")
    let order = rates.data.compactMap { sellers[$0["owner_id"]?.int ?? 0] }
    #expect(order.prefix(3) == ["Hayden Neloms", "Maureen Marcano", "Wilburn Farren"])
    #expect(order.suffix(3) == ["Donn Cantrell", "Markita Hansen", "Lajuana Vencill"])
  }

  /// By quarter and month of the end.
  func times() async throws {
    for (quarter, values) in OpportunityAnswers.quarters {
      let rates = try await data.chief.get(
        "deals/summary?group=closed_on:quarter&measure=avg(win_percent)")
      let rate = rates.data.first { $0["group"]?["closed_on:quarter"]?.string == quarter }
      #expect(rate?["measures"]?["avg(win_percent)"]?.cents == Self.cents(values[2]), "\(quarter)")
      for (place, state) in ["won", "lost"].enumerated() {
        let reply = try await data.chief.get(
          "deals/summary?group=closed_on:quarter&state=\(state)&currency=USD&measure=count,sum(amount)"
        )
        let row = reply.data.first { $0["group"]?["closed_on:quarter"]?.string == quarter }
        #expect(row?["measures"]?["count"]?.cents == values[place], "\(quarter)")
        guard state == "won" else { continue }
        #expect(row?["measures"]?["sum(amount)"]?.cents == Self.cents(values[3]), "\(quarter)")
      }
    }
    for (month, amount) in OpportunityAnswers.months {
      let reply = try await data.chief.get(
        "forecasts/summary?month=\(month)-01&currency=USD&measure=sum(won_amount)")
      let sum = reply.data.first?["measures"]?["sum(won_amount)"]?.cents
      #expect(sum == amount, "\(month): \(reply.text)")
    }
  }

  /// What is open, on the board.
  func open() async throws {
    let pipeline = try await first("pipelines?name=MavenTech")["id"]?.int ?? 0
    let board = try await data.chief.get("pipelines/\(pipeline)/board?on=2017-12-31")
    let stages = board["stages"]?.array ?? []
    try #require(stages.count == 2)
    #expect(stages.map { $0["count"]?.int } == [500, 1589])
    #expect(stages.map { $0["amounts"]?["USD"]?.cents } == ["1073986", "3892229"])
    #expect(stages.map { $0["cards"]?.array?.count } == [500, 1589])
    #expect(stages[1]["mean_age_days"]?.cents == "198.82")
    #expect(stages[1]["median_age_days"]?.cents == "165" && stages[1]["oldest_age_days"] == 423)
    let engaging = stages[1]["id"]?.int ?? 0
    let late = try await count("deals/summary?stage_id=\(engaging)&opened_on[lt]=2017-09-02")
    #expect(late == 1376)
    for (stage, without) in zip(stages, [337, 1088]) {
      let found = try await count(
        "deals/summary?party_id[empty]=true&stage_id=\(stage["id"]?.int ?? 0)")
      #expect(found == without)
    }
  }

  /// By client, by its sector and with its subsidiaries.
  func clients() async throws {
    let names = try await names("clients.party")
    let best = try await data.chief.get(
      "deal-figures?dimension=client&party_id[empty]=false&sort=-won_amount&limit=10")
    let rows = best.data.map { row in
      [
        names[row["party_id"]?.int ?? 0] ?? "", row["won_deals"]?.cents ?? "",
        row["won_amount"]?.cents ?? "",
      ]
    }
    #expect(rows == OpportunityAnswers.clients)
    for (sector, amount) in OpportunityAnswers.sectors {
      let reply = try await data.chief.get(
        "deals/summary?party.x_sector=\(sector)&state=won&currency=USD&measure=sum(amount)")
      #expect(reply.data.first?["measures"]?["sum(amount)"]?.cents == amount, "\(reply.text)")
    }
    for (parent, amounts) in OpportunityAnswers.groups {
      let id = names.first { $0.value == parent }?.key ?? 0
      let own = try await first("deal-figures?dimension=client&party_id=\(id)")
      let group = try await first("deal-figures?dimension=client_group&group_party_id=\(id)")
      #expect([own, group].map { $0["won_amount"]?.cents } == amounts, "\(parent)")
    }
  }

  private func names(_ table: String) async throws -> [Int: String] {
    var names: [Int: String] = [:]
    for row in try await data.crm.observed("select id, name from \(identifier: table)") {
      names[try row.int("id")] = try row.string("name")
    }
    return names
  }

  private static func cents(_ text: String) -> String? { JSON.string(text).cents }
}
