import Foundation
import NIOCore
import Postgres

/// Everything that an account may take out, the archive included: a CSV of each resource, and the contents of files
/// under their SHA-256.
struct FullExport: Sendable {
  let engine: Engine
  let call: Call
  let directory: URL
  /// Is told the name of each file that is there whole.
  let progress: @Sendable (String) -> Void
  private static let sums = "SHA256SUMS"

  /// Writes everything; `SHA256SUMS` is what `sha256sum -c` reads.
  ///
  /// - Throws: ``Problem`` for a directory that is not empty, what the system says of one that cannot be written.
  func run() async throws -> FullExportReport {
    try prepare()
    let (caller, _) = try await engine.door.entry(call)
    var report = FullExportReport()
    for resource in engine.model.resources where Self.exports(resource, caller) {
      try await write(resource)
      report.resources += 1
    }
    if Self.exports(.files, caller) { try await writeContents(&report) }
    return report
  }

  private static func exports(_ resource: Resource, _ caller: Caller) -> Bool {
    caller.reads(resource) && caller.scope(Permission(resource.key, "export")) > .none
  }

  private func prepare() throws {
    let files = FileManager.default
    try files.createDirectory(
      at: directory.appendingPathComponent("files"), withIntermediateDirectories: true)
    let held = try files.contentsOfDirectory(atPath: directory.path).filter { $0 != "files" }
    let inner = try files.contentsOfDirectory(
      atPath: directory.appendingPathComponent("files").path)
    guard held.isEmpty, inner.isEmpty else {
      throw Problem.conflict(
        "directory_not_empty",
        Text(
          "\(directory.path) is not empty: name a new directory.",
          ru: "\(directory.path) не пуст: назовите новый каталог."))
    }
    try open(Self.sums).close()
  }

  private func write(_ resource: Resource) async throws {
    let asked = Call(
      method: .get, headers: ["accept": "text/csv"], tokenHash: call.tokenHash,
      requestID: call.requestID)
    let answer = try await Export(engine: engine, resource: resource).answer(
      asked, .csv(CSVForm()), withArchive: true)
    guard case .stream(let next) = answer.body else { throw Problem.internalError }
    _ = try await write(next, to: "\(resource.name).csv")
  }

  /// Each content once, however many versions have it.
  private func writeContents(_ report: inout FullExportReport) async throws {
    let store = FileStore(door: engine.door)
    let (_, entry) = try await engine.door.entry(call)
    let versions = engine.client.cursor(
      "select file_id, number, size, sha256 from system.file_version order by id",
      before: entry + [Export.patience], check: Export.entered)
    var written: Set<String> = []
    for try await rows in versions {
      for row in rows {
        let version = try await store.find(
          row.int("file_id"), number: row.int("number"), call)
        guard written.insert(version.sha256).inserted else { continue }
        try await store.log(version, 0..<version.size, call)
        let reading = store.read(version, from: 0, to: version.size, for: call)
        let sha256 = try await write({ try await reading.next() }, to: "files/\(version.sha256)")
        guard sha256 == version.sha256 else { throw Problem.damaged(version) }
        report.contents += 1
        report.bytes += version.size
      }
    }
  }

  /// - Returns: the SHA-256 of what was written, in hexadecimal.
  private func write(
    _ next: () async throws -> ByteBuffer?, to name: String
  ) async throws -> String {
    let output = try open(name)
    var digest = RunningDigest()
    while let piece = try await next() {
      piece.withUnsafeReadableBytes { digest.update($0) }
      try output.write(contentsOf: Data(piece.readableBytesView))
    }
    try output.close()
    let sha256 = Digest.hex(digest.finish())
    let sums = try FileHandle(forWritingTo: directory.appendingPathComponent(Self.sums))
    try sums.seekToEnd()
    try sums.write(contentsOf: Data("\(sha256)  \(name)\n".utf8))
    try sums.close()
    progress(name)
    return sha256
  }

  private func open(_ name: String) throws -> FileHandle {
    let url = directory.appendingPathComponent(name)
    try Data().write(to: url, options: .withoutOverwriting)
    return try FileHandle(forWritingTo: url)
  }
}

/// What a full export has written.
public struct FullExportReport: Sendable {
  /// How many resources, each as one CSV.
  public internal(set) var resources = 0
  /// How many contents of files, each once.
  public internal(set) var contents = 0
  /// Of the contents.
  public internal(set) var bytes = 0
}

extension FileTransfer {
  /// Writes everything that the account may take out.
  ///
  /// - Parameters:
  ///   - directory: A new or empty one.
  ///   - progress: Is told the name of each file that is there whole.
  /// - Throws: ``Problem``, what the system says of a file that cannot be written.
  public func exportAll(
    to directory: String, as login: String, progress: @escaping @Sendable (String) -> Void
  ) async throws -> FullExportReport {
    try await withSession(login) { engine, call in
      try await FullExport(
        engine: engine, call: call, directory: URL(fileURLWithPath: directory), progress: progress
      ).run()
    }
  }
}

extension Problem {
  /// 500: the bytes that are kept are not those that came.
  fileprivate static func damaged(_ version: FileVersion) -> Problem {
    Problem(
      500, "file_damaged", Text("A file is damaged", ru: "Файл повреждён"),
      detail: Text(
        "Version \(version.number) of the file \(version.file) does not come to its SHA-256: restore it from a backup.",
        ru:
          "Версия \(version.number) файла \(version.file) не даёт своей SHA-256: восстановите её из копии."
      ))
  }
}
