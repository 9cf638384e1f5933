import Foundation

/// Passwords in files that only their owner reads, one per role: `DATA/secrets/crm_service`.
public struct Secrets: Sendable {
  private let directory: String

  /// Uses a directory, which must exist.
  public init(directory: String) { self.directory = directory }

  /// The password of the name; a random one is made the first time.
  ///
  /// - Throws: ``ClusterError/unwritable(path:reason:)`` when it can be neither read nor made.
  public func password(for name: String) throws -> String {
    if let present = try find(name) { return present }
    let fresh = Self.random()
    try store(fresh, for: name)
    return fresh
  }

  /// The password of the name, or nil when there is none yet.
  public func find(_ name: String) throws -> String? {
    let path = "\(directory)/\(name)"
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ClusterError.unwritable(path: path, reason: "it cannot be read")
    }
    let text = String(decoding: data, as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    return text.isEmpty ? nil : text
  }

  /// Writes the password, whole or not at all.
  public func store(_ password: String, for name: String) throws {
    let path = "\(directory)/\(name)"
    let draft = "\(path).\(getpid())"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw ClusterError.unwritable(path: path, reason: String(cString: strerror(errno)))
    }
    let line = Array((password + "\n").utf8)
    let written = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    fsync(descriptor)
    close(descriptor)
    guard written == line.count, rename(draft, path) == 0 else {
      unlink(draft)
      throw ClusterError.unwritable(path: path, reason: String(cString: strerror(errno)))
    }
  }

  /// 24 letters and digits, 142 bits, without characters that look alike.
  public static func random() -> String {
    let letters = Array("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789")
    var source = SystemRandomNumberGenerator()
    return String((0..<24).map { _ in letters[Int.random(in: letters.indices, using: &source)] })
  }
}
