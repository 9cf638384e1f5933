import Foundation

/// A directory of messages, one in a file, as mail servers deliver them: new ones in `new`, those that somebody has
/// seen in `cur` (https://cr.yp.to/proto/maildir.html).
public struct Maildir: Sendable {
  private let directory: URL

  /// - Throws: ``NoMaildir`` where `new` and `cur` are not both there.
  public init(_ path: String) throws {
    directory = URL(fileURLWithPath: path)
    for part in ["new", "cur"] {
      var isDirectory: ObjCBool = false
      let place = directory.appendingPathComponent(part).path
      guard FileManager.default.fileExists(atPath: place, isDirectory: &isDirectory),
        isDirectory.boolValue
      else { throw NoMaildir(path: path) }
    }
  }

  /// The directory is no Maildir.
  public struct NoMaildir: Error, CustomStringConvertible {
    /// What was named.
    public let path: String

    /// What a Maildir is, in English.
    public var description: String {
      "\(path) is no Maildir: a directory with new and cur in it is expected."
    }
  }

  /// The files of messages, in the order of their names.
  ///
  /// - Parameter all: Those that were seen too.
  func files(all: Bool) throws -> [URL] {
    try (all ? ["cur", "new"] : ["new"]).flatMap { part in
      let place = directory.appendingPathComponent(part)
      return try FileManager.default.contentsOfDirectory(atPath: place.path)
        .filter { !$0.hasPrefix(".") }.sorted().map { place.appendingPathComponent($0) }
    }
  }

  /// Puts a new message among those that were seen.
  func settle(_ file: URL) throws {
    guard file.deletingLastPathComponent().lastPathComponent == "new" else { return }
    let name = file.lastPathComponent
    let target = directory.appendingPathComponent("cur")
      .appendingPathComponent(name.contains(":2,") ? name : name + ":2,")
    try FileManager.default.moveItem(at: file, to: target)
  }
}
