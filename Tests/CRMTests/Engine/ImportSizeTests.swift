import CRM
import Foundation
import Postgres
import Support
import Testing

@Suite struct `The size of a file to import` {
  /// How many transactions wrote the rows of a table.
  private func chunks(_ crm: TestCRM, _ table: SQL) async throws -> Int {
    try await crm.observed("select distinct xmin::text from \(sql: table)").count
  }

  @Test func `makes chunks of 8 MiB where a thousand rows are more`() async throws {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let note = String(repeating: "x", count: 800_000)
      let rows = (1...12).map { "\($0),Name \($0),,,\(note)\n" }.joined()
      let told = try await loading.load("ID,Name,Country,Rating,Note\n" + rows)
      #expect(told.counts == [12, 12, 0, 0, 0, 0], "\(told.text)")
      #expect(try await chunks(crm, "clients.party") == 2)
    }
  }

  @Test func `makes chunks of a thousand rows where all are refused, too`() async throws {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let rows = (1...2500).map { "\($0),Name,,many\n" }.joined()
      let told = try await loading.load(Loading.file() + rows)
      #expect(told.counts == [2500, 0, 0, 0, 0, 2500], "\(told.text)")
      #expect(try await chunks(crm, "system.import_refusal") == 3)
    }
  }

  private static let bounds: [(cell: Int, reason: String)] = [(1, "1000 cells"), (40_000, "4 MB")]

  @Test func `is bounded by the record, told by its line`() async throws {
    try await withCRM { crm in
      await each(Self.bounds) { cell, reason in
        let loading = Loading(session: try await crm.as(.headOfDepartment))
        let path = try await loading.announce()
        let text = String(repeating: "y", count: cell)
        let wide = String(repeating: "\(text),", count: (5 << 20) / cell)
        let told = try await loading.send(Loading.file("1,First,,", "2,\(wide)"), to: path)
        #expect(told.status == 422 && told.problem == "unreadable_file", "\(reason): \(told.text)")
        let detail = told["detail"]?.string ?? ""
        #expect(detail.contains("ine 3 ") && detail.contains(reason), "\(reason): \(detail)")
        #expect(try await loading.session.get(path)["state"] == "failed", "\(reason)")
      }
    }
  }

  @Test(arguments: ["a,", "x"])
  func `does not grow the program, be it 100 MB without a line end`(cell: String) async throws {
    try await withCRM { crm in
      _ = try await crm.as(.administrator)
      let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("crm-size-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      let file = folder.appendingPathComponent("wide.csv")
      let wide = String(repeating: cell, count: (100 << 20) / cell.utf8.count)
      try Data((Loading.file("1,First,,") + wide).utf8).write(to: file)
      let mapping = folder.appendingPathComponent("mapping.json")
      try Data(Loading.mapping.bytes).write(to: mapping)
      let run = try await WatchedRun([
        "import", "parties", file.path, "--mapping", mapping.path, "--as", "administrator-office-1",
        "--database", crm.database.migrator, "--service-database", crm.database.service,
      ])
      #expect(run.status != 0 && run.output.contains("ine 3 "), "\(run.output)")
      #expect(run.peak > 0 && run.peak < 120 << 20, "\(run.peak >> 20) MB")
    }
  }
}

/// A run of the program to its end, and the most memory it ever had.
private struct WatchedRun {
  let status: Int32
  let output: String
  /// In bytes, as the kernel counts it.
  let peak: Int

  init(_ arguments: [String]) async throws {
    let log = FileManager.default.temporaryDirectory
      .appendingPathComponent("crm-run-\(UUID().uuidString).log")
    _ = FileManager.default.createFile(atPath: log.path, contents: nil)
    defer { try? FileManager.default.removeItem(at: log) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("crm")
    process.arguments = arguments
    process.standardOutput = FileHandle(forWritingAtPath: log.path)
    process.standardError = process.standardOutput
    try process.run()
    var peak = 0
    while process.isRunning {
      peak = max(peak, Self.peak(process.processIdentifier))
      try await Task.sleep(for: .milliseconds(2))
    }
    self.peak = peak
    status = process.terminationStatus
    output = try String(contentsOf: log, encoding: .utf8)
  }

  /// What the kernel remembers of the process; 0 when it has just ended.
  private static func peak(_ process: Int32) -> Int {
    let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    let number = line?.split(whereSeparator: \.isWhitespace).dropFirst().first
    return number.flatMap { Int($0) }.map { $0 * 1024 } ?? 0
  }
}
