import CRM
import Foundation
import Support
import Testing

@Suite struct `Released migrations` {
  /// A line of `sql/released.sha256`: a file as it was on the day of its release.
  private struct Line {
    let name: String
    let sha256: String
  }

  @Test func `are what they were when they were released`() throws {
    let lines = try Self.lines()
    #expect(lines.count >= 178)
    #expect(Self.faults(lines, try TestDatabase.files.migrations()) == [])
  }

  @Test func `reworded, lost or joined by a late one, are named`() throws {
    let lines = try Self.lines()
    var files = try TestDatabase.files.migrations()
    let reworded = files[3]
    files[3] = try MigrationFile(name: reworded.name, text: reworded.text + "\n")
    let lost = files.remove(at: 5)
    files.append(try MigrationFile(name: "0099_system_late", text: "select 1;"))
    let last = try #require(lines.map(\.name).max())
    #expect(
      Self.faults(lines, files) == [
        "\(reworded.name) was reworded", "\(lost.name) is missing",
        "0099_system_late comes before \(last), which is released",
      ])
  }

  private static func lines() throws -> [Line] {
    let text = try String(
      contentsOfFile: "\(TestDatabase.files.directory)/released.sha256", encoding: .utf8)
    return try text.split(separator: "\n").map { line in
      let words = line.split(separator: " ")
      try #require(words.count == 2 && words[1].hasSuffix(".sql"), "\(line)")
      return Line(name: String(words[1].dropLast(4)), sha256: String(words[0]))
    }
  }

  private static func faults(_ lines: [Line], _ files: [MigrationFile]) -> [String] {
    let found = Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.sha256) })
    let released = Set(lines.map(\.name))
    let last = released.max() ?? ""
    let late = files.map(\.name).filter { $0 < last && !released.contains($0) }
    return lines.compactMap { fault($0, found[$0.name]) }
      + late.map { "\($0) comes before \(last), which is released" }
  }

  private static func fault(_ line: Line, _ sha256: String?) -> String? {
    guard let sha256 else { return "\(line.name) is missing" }
    return sha256 == line.sha256 ? nil : "\(line.name) was reworded"
  }
}
