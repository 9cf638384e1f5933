import Foundation
import Support
import Testing

/// The repository's own directory.
private let root = URL(filePath: TestDatabase.files.directory).deletingLastPathComponent()

/// The data beside the repository, which are nobody's to copy.
private let shared = root.deletingLastPathComponent().appending(path: "shared/data")

/// Says that the data are absent, once; under CI they must be there.
private var sharedIsThere: Bool {
  FileManager.default.fileExists(atPath: shared.appending(path: "reference").path)
}

@Suite struct `Reference data` {
  @Test func `name every country in English and Russian`() throws {
    let seed = try Self.text("sql/seed/countries.sql")
    #expect(seed.matches(of: /\n  \('[A-Z]{2}', '/).count == 249)
    #expect(seed.contains("('DE', 'Germany', 'Германия')"))
  }

  @Test func `know the decimal places of currencies`() throws {
    let seed = try Self.text("sql/seed/currencies.sql")
    for row in [
      "'RUB', 'Russian Ruble', 'Российский рубль', 2", "'JPY', 'Japanese Yen', 'Японская иена', 0",
    ] {
      #expect(seed.contains("(\(row))"))
    }
    #expect(seed.contains(/\('KWD', .*, 3\)/))
  }

  @Test func `have every code of the official lists`() throws {
    guard sharedIsThere else {
      let ci = ProcessInfo.processInfo.environment["CI"] == "true"
      #expect(!ci, "the data are not there: \(shared.path)")
      print("skipped: the data are not there: \(shared.path)")
      return
    }
    for (list, seed) in [("countries", "countries"), ("currencies", "currencies")] {
      let official = try String(
        contentsOf: shared.appending(path: "reference/\(list).csv"), encoding: .utf8)
      let ours = try Self.text("sql/seed/\(seed).sql")
      let codes = official.split(whereSeparator: \.isNewline).dropFirst()
        .compactMap { $0.split(separator: ",").first }
      #expect(codes.filter { !ours.contains("('\($0)',") } == [])
    }
  }

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }
}

@Suite struct `The demonstration` {
  @Test func `is what its generator writes`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let generator = Process()
    generator.executableURL = URL(filePath: "/usr/bin/env")
    generator.arguments = [
      "python3", root.appending(path: "deploy/demo-data.py").path, folder.path,
    ]
    try generator.run()
    generator.waitUntilExit()
    #expect(generator.terminationStatus == 0)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(files.contains("answers.json"))
    for file in files {
      let written = try Data(contentsOf: folder.appending(path: file))
      let kept = try Data(contentsOf: root.appending(path: "sql/seed/demo/\(file)"))
      #expect(written == kept, "run deploy/demo-data.py: \(file)")
    }
  }

  @Test func `has a mapping for each of its imports`() throws {
    let demo = root.appending(path: "sql/seed/demo")
    let list = try String(contentsOf: demo.appending(path: "imports.txt"), encoding: .utf8)
    let lines = list.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(lines.count == 13)
    for line in lines {
      let words = line.split(separator: " ").map(String.init)
      let mapping = try JSONSerialization.jsonObject(
        with: Data(contentsOf: demo.appending(path: words[2])))
      #expect((mapping as? [String: Any])?["resource"] as? String == words[0])
      #expect(FileManager.default.fileExists(atPath: demo.appending(path: words[1]).path))
    }
  }
}
