import Foundation
import Support

/// The real data that the product is tried on; not part of the project, and not everywhere.
enum SharedData {
  static let folder: URL = {
    let named = ProcessInfo.processInfo.environment["CRM_SHARED"].map { URL(fileURLWithPath: $0) }
    let root = URL(fileURLWithPath: TestDatabase.files.directory).deletingLastPathComponent()
    return named ?? root.appendingPathComponent("../shared/data").standardizedFileURL
  }()

  /// Whether they are here. Where the whole is built they must be.
  static var isHere: Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent("northwind").path)
      || ProcessInfo.processInfo.environment["CI"] == "true"
  }

  /// The CSV files, by their paths below the folder.
  static let files: [String] = {
    let all = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
    return all.filter { $0.hasSuffix(".csv") }.sorted()
  }()

  static func bytes(_ path: String) throws -> [UInt8] {
    try Array(Data(contentsOf: folder.appendingPathComponent(path)))
  }
}
