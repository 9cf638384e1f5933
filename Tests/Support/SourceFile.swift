import Foundation

/// A Swift file of the product, read as text by the tests that judge the sources.
public struct SourceFile: Sendable {
  /// Below `Sources`, as `CRM/Engine/Engine.swift`.
  public let path: String
  /// The whole file.
  public let text: String

  /// The Swift files under a folder of `Sources`.
  ///
  /// - Throws: what Foundation says of a folder or file that cannot be read, and
  ///   `fileNoSuchFile` of one that holds none.
  public static func all(under folder: String) throws -> [SourceFile] {
    let root = URL(fileURLWithPath: TestDatabase.files.directory).deletingLastPathComponent()
      .appendingPathComponent("Sources")
    let names = try FileManager.default.subpathsOfDirectory(
      atPath: root.appendingPathComponent(folder).path)
    let files = try names.filter { $0.hasSuffix(".swift") }.sorted().map { name in
      let path = "\(folder)/\(name)"
      return SourceFile(
        path: path, text: try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
      )
    }
    if files.isEmpty { throw CocoaError(.fileNoSuchFile) }
    return files
  }
}
