import Foundation

/// Where everything of a private cluster lies.
public struct Directories: Sendable {
  /// The absolute path given by `--data`.
  public let data: String

  /// Takes a path, relative ones from the working directory.
  public init(data: String) {
    self.data = URL(fileURLWithPath: data).standardizedFileURL.path
  }

  /// PostgreSQL's own data directory.
  public var cluster: String { "\(data)/postgres" }
  /// Passwords, one file of mode 0600 per role.
  public var secrets: String { "\(data)/secrets" }
  /// Logs of the server.
  public var log: String { "\(data)/log" }
  /// The lock file, which holds the process id of the service.
  public var lock: String { "\(data)/crm.pid" }
  /// What the server writes before its own log is open.
  var startLog: String { "\(log)/start.log" }

  /// The directory of the Unix socket: `run` under the data directory, or, where its path would not
  /// fit into the 107 bytes of a socket address, a directory of `/tmp` named by a hash of the path.
  public var socket: String {
    let near = "\(data)/run"
    guard "\(near)/.s.PGSQL.5432.lock".utf8.count > 107 else { return near }
    return "/tmp/crm-\(String(fingerprint, radix: 16))"
  }

  /// The libpq connection string of a role of the cluster.
  ///
  /// - Throws: ``ClusterError/unwritable(path:reason:)`` when its password can be neither read nor made.
  public func conninfo(role: String, database: String) throws -> String {
    let words = [
      ("host", socket), ("port", "5432"), ("user", role), ("dbname", database),
      ("password", try Secrets(directory: secrets).password(for: role)),
    ]
    return words.map { "\($0.0)='\(Self.escape($0.1))'" }.joined(separator: " ")
  }

  private static func escape(_ value: String) -> String {
    value.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "'", with: "\\'")
  }

  /// FNV-1a of the path: stable between processes, which `Hasher` is not.
  private var fingerprint: UInt64 {
    data.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}

/// Making directories with the right owner and mode.
enum Directory {
  /// Makes the directory when it is missing and gives it the owner and mode.
  ///
  /// - Throws: ``ClusterError/unwritable(path:reason:)``, or ``ClusterError/owner(path:owner:expected:)``
  ///   when it exists and is neither ours nor can be given away.
  static func make(_ path: String, owner: UnixUser, mode: mode_t) throws {
    if mkdir(path, mode) != 0 && errno != EEXIST {
      throw ClusterError.unwritable(path: path, reason: String(cString: strerror(errno)))
    }
    guard let present = UnixUser.owner(of: path), isDirectory(path) else {
      throw ClusterError.unwritable(path: path, reason: "it is not a directory")
    }
    if present.uid != owner.uid {
      guard geteuid() == 0, chown(path, owner.uid, owner.gid) == 0 else {
        throw ClusterError.owner(path: path, owner: present.name, expected: owner.name)
      }
    }
    chmod(path, mode)
  }

  /// Makes the data directory with everything above it.
  static func makeData(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw ClusterError.unwritable(path: path, reason: parentReason(path))
    }
    guard access(path, W_OK | X_OK) == 0 else {
      throw ClusterError.unwritable(path: path, reason: String(cString: strerror(errno)))
    }
  }

  private static func parentReason(_ path: String) -> String {
    let parent = (path as NSString).deletingLastPathComponent
    if access(parent, F_OK) == 0, access(parent, W_OK) != 0 {
      return "\(parent): \(String(cString: strerror(errno)))"
    }
    return FileManager.default.fileExists(atPath: path)
      ? "it is not a directory" : "it cannot be made"
  }

  private static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
