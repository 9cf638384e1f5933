import Foundation
import Postgres
import Support
import Testing

@testable import CRM

/// What is found in registers whose duplicates are known. The figures are those that were seen.
@Suite(.enabled(if: SharedData.isHere)) struct `The duplicates of a real register` {
  /// The cells below a header in CSV files, each value once.
  private func spellings() throws -> Set<String> {
    var names: Set<String> = []
    for file in SharedData.files where file.hasPrefix("salford-spend/") {
      var parser = CSVParser(delimiter: UInt8(ascii: ","))
      var place: Int?
      let take = { (record: FileRecord) in
        if let place { names.insert(record.cells[place]) }
        place = place ?? record.cells.firstIndex(of: "Supplier Name")
      }
      try parser.take(SharedData.bytes(file), take)
      try parser.finish(take)
    }
    return names
  }

  /// Every pair, by pages.
  private func pairs(_ session: TestSession) async throws -> [JSON] {
    var all: [JSON] = []
    var query = "duplicate-pairs?limit=200"
    while true {
      let page = try await session.get(query)
      all += page.data
      guard let next = page["page"]?["next"]?.string else { return all }
      query = "duplicate-pairs?limit=200&cursor=\(next)"
    }
  }

  @Test func `of a city's suppliers are 2,825 in 2,855 spellings`() async throws {
    try await withRealData { data in
      let names = try spellings().sorted()
      #expect(names.count == 2855)
      let lines = names.map { "\"\($0.replacing("\"", with: "\"\""))\"" }
      let file = try data.file(
        "suppliers.csv", "Supplier Name\n" + lines.joined(separator: "\n") + "\n")
      let mapping = try data.file(
        "suppliers.json",
        """
        {"resource": "parties", "columns": {"name": {"column": "Supplier Name"}},
         "constants": {"kind": "company", "supplier": true}}
        """)
      let report = try await data.load(file, into: "parties", mapping: mapping)
      #expect(report.created == 2855)
      let renewed = try await data.chief.post("duplicate-pairs/renewal")
      #expect(renewed.status == 200, "\(renewed.text)")
      let all = try await pairs(data.chief)
      var first: [Int: Int] = [:]
      func root(_ id: Int) -> Int { first[id].map { $0 == id ? id : root($0) } ?? id }
      func joined(_ reasons: Set<String>) -> Int {
        first = [:]
        var parties = names.count
        for pair in all {
          let why = Set((pair["reasons"]?.array ?? []).compactMap(\.string))
          let (one, two) = (root(pair["party_id"]?.int ?? 0), root(pair["other_id"]?.int ?? 0))
          if one == two || why.isDisjoint(with: reasons) { continue }
          first[one] = two
          parties -= 1
        }
        return parties
      }
      #expect(joined(["spelling"]) == 2825)
      print(
        "salford-spend:", joined(["spelling", "name"]), joined(["spelling", "name", "latin"]),
        all.count)
      #expect(joined(["spelling", "name"]) == 2728)
      #expect(joined(["spelling", "name", "latin"]) == 2725)
    }
  }

  @Test func `of a thousand people have this recall and precision`() async throws {
    try await withRealData { data in
      let source = SharedData.folder.appendingPathComponent(
        "contacts-dedupe/febrl_dataset1.csv"
      ).path
      let mapping = try data.file(
        "febrl.json",
        """
        {"resource": "parties", "constants": {"external_source": "febrl", "kind": "person", "country": "AU"},
         "columns": {"external_key": {"column": "rec_id", "trim": true},
           "name": {"template": "{ given_name} { surname}", "trim": true, "squeeze": true, "default": "?"},
           "vat_number": {"column": " soc_sec_id", "trim": true}}}
        """)
      let report = try await data.load(source, into: "parties", mapping: mapping)
      #expect(report.created == 1000)
      _ = try await data.chief.post("duplicate-pairs/renewal")
      let rows = try await data.crm.observed(
        """
        select p.id, split_part(p.external_key, '-', 2) as person from clients.party as p
        where p.external_source = 'febrl'
        """)
      var person: [Int: String] = [:]
      for row in rows { person[try row.int("id")] = try row.string("person") }
      let all = try await pairs(data.chief)
      func figures(_ good: (Set<String>, Double) -> Bool) -> [Int] {
        let found = all.filter {
          good(
            Set(($0["reasons"]?.array ?? []).compactMap(\.string)),
            Double($0["score"]?.string ?? "") ?? 0)
        }
        let right = found.filter {
          person[$0["party_id"]?.int ?? 0] == person[$0["other_id"]?.int ?? 0]
        }
        return [right.count, found.count]
      }
      let byNumber = figures { why, _ in why.contains("tax") }
      let byName = figures { why, _ in
        !why.isDisjoint(with: ["spelling", "name", "latin", "similar"])
      }
      let byAll = figures { _, _ in true }
      let likely = figures { _, score in score >= 0.6 }
      print("contacts-dedupe, right and found:", byNumber, byName, byAll, likely)
      // Of 500 pairs.
      #expect(byNumber == [450, 450])
      #expect(byName == [407, 486])
      #expect(byAll == [486, 565])
      #expect(likely == [478, 479])
    }
  }
}
