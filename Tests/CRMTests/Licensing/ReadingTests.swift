import Foundation
import License
import Postgres
import Support
import Testing

/// A licence is read twice, by the program and by the database; what one takes and the other refuses would be a way in.
@Suite struct `What a licence says` {
  private static let count = 10_000
  private static let batch = 250

  @Test func `is judged alike by program and database, changed ten thousand times`() async throws {
    try await withDatabase { database in
      try await withClient(database.migration, connections: 2) { client in
        let reading = try await DatabaseReading(client)
        let pairs = try await Self.pairs(reading)
        let different = pairs.filter { ($0.program == "ok") != ($0.database == "ok") }
        #expect(different.isEmpty, "\(different.prefix(3))")
        let errors = pairs.filter { !DatabaseReading.isRule($0.database) }
        #expect(errors.isEmpty, "\(errors.prefix(3))")
        #expect(pairs.count == Self.count)
        // Enough of each kind came up for this to say something.
        let kinds = Dictionary(grouping: pairs, by: \.program).mapValues(\.count)
        for (kind, least) in [("ok", 300), ("field", 2000), ("json", 1000), ("critical", 50)] {
          #expect(kinds[kind, default: 0] >= least, "\(kinds)")
        }
      }
    }
  }

  private struct Pair: Sendable {
    let text: String
    let program: String
    let database: String
  }

  /// The verdicts of both on all texts, a batch at a time on each connection.
  private static func pairs(_ reading: DatabaseReading) async throws -> [Pair] {
    try await withThrowingTaskGroup(of: [Pair].self) { group in
      for number in 0..<(count / batch) {
        group.addTask {
          var dice = Dice(state: UInt64(number))
          let texts = (0..<batch).map { _ in MutatedLicence.random(&dice) }
          let told = try await reading.verdicts(texts)
          return zip(texts, told).map {
            Pair(
              text: String(decoding: $0, as: UTF8.self), program: ProgramReading.verdict($0),
              database: $1)
          }
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
  }

  /// Each was once read by the database as if nothing had been said, or ended in an error of its own.
  private static let cases: [(what: String, change: [String: String?], verdict: String)] = [
    ("good", [:], "ok"),
    ("an instance that is a text", ["instance": #""6f1f7a3e""#, "instance.id": nil], "field"),
    ("no instance", ["instance.id": nil], "field"),
    ("no end", ["term.until": nil], "field"),
    ("no maintenance", ["maintenance.from": nil, "maintenance.until": nil], "field"),
    ("no seats", ["seats.count": nil, "crit": "[]"], "field"),
    ("NUL where nobody looks", ["order": #""\u0000""#], "json"),
    ("half a pair of surrogates where nobody looks", ["x": #"[{"y":"\ud800"}]"#], "json"),
    ("demands that are null", ["crit": "[null]"], "field"),
    ("a demand for what is absent", ["crit": #"["corrects"]"#, "corrects": nil], "field"),
    ("16 levels", ["x": nested(15)], "ok"), ("17 levels", ["x": nested(16)], "json"),
    ("20000 levels", ["x": nested(20_000)], "json"),
    ("5000 members", ["x": many], "ok"),
    ("a number beyond all measure", ["x": "1e999999999999"], "ok"),
    ("hour 24", ["issued": #""2026-11-23T24:00:00Z""#], "field"),
    ("a day of 1969", ["term.from": #""1969-12-31""#], "field"),
    ("an abbreviated zone", ["zone": #""MSK""#], "field"),
    ("a zone in capitals", ["zone": #""EUROPE/MOSCOW""#], "field"),
    ("a rule for a zone", ["zone": #""Nowhere/Else+3""#], "field"),
    ("another zone", ["zone": #""Asia/Vladivostok""#], "ok"),
    ("a zone of null", ["zone": "null"], "field"),
  ]

  /// So many arrays, one in the other.
  private static func nested(_ levels: Int) -> String {
    String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
  }

  private static let many: String = {
    let members = (1...5000).map { number in "\"\(number)\":0" }
    return "{" + members.joined(separator: ",") + "}"
  }()

  /// The text of a good licence with members changed, added or, by nil, taken away.
  private static func text(_ change: [String: String?]) -> [UInt8] {
    var members = MutatedLicence.good.compactMap { member -> MutatedLicence.Member? in
      guard let value = change[member.path] else { return member }
      return value.map { MutatedLicence.Member(path: member.path, value: $0) }
    }
    let known = Set(MutatedLicence.good.map(\.path))
    for (path, value) in change where !known.contains(path) {
      members.append(MutatedLicence.Member(path: path, value: value ?? "null"))
    }
    return Array(MutatedLicence.text(members).utf8)
  }

  @Test func `is never nothing because it is damaged`() async throws {
    let texts = Self.cases.map { Self.text($0.change) }
    let told = try await withDatabase { database in
      try await withClient(database.migration) { client in
        try await DatabaseReading(client).verdicts(texts)
      }
    }
    #expect(told.count == Self.cases.count)
    for (one, (text, answer)) in zip(Self.cases, zip(texts, told)) {
      #expect(ProgramReading.verdict(text) == one.verdict, "\(one.what)")
      #expect(answer == one.verdict, "\(one.what)")
    }
  }

  /// Files that were made beside the program, by python and openssl.
  @Test func `is judged as the vectors of the format say`() async throws {
    let folder = URL(fileURLWithPath: TestDatabase.files.directory).deletingLastPathComponent()
      .appendingPathComponent("Tests/LicenseTests/Vectors")
    let list = try String(contentsOf: folder.appending(path: "expected.tsv"), encoding: .utf8)
    var texts: [[UInt8]] = []
    var expected: [Bool] = []
    for line in list.split(separator: "\n") {
      let parts = line.split(separator: "\t").map(String.init)
      let (name, code) = (try #require(parts.first), try #require(parts.last))
      let bytes = Array(try Data(contentsOf: folder.appending(path: name)))
      guard let armor = try? Armor(bytes, as: .license), Self.isSigned(armor) else { continue }
      texts.append(armor.payload)
      expected.append(code == "ok")
    }
    #expect(texts.count > 70)
    try await withDatabase { database in
      try await withClient(database.migration) { client in
        let told = try await DatabaseReading(client).verdicts(texts)
        #expect(told.map { $0 == "ok" } == expected)
        #expect(told.allSatisfy { DatabaseReading.isRule($0) })
      }
    }
  }

  private static func isSigned(_ armor: Armor) -> Bool {
    let message = Format.license.message(armor.payload)
    return Ed25519.isValid(
      signature: armor.signature, of: message, by: TrustedKeys.test.bytes)
  }
}
