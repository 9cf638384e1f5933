import Glibc

/// A user of the machine, as whom PostgreSQL runs and who owns its files.
public struct UnixUser: Sendable, Hashable {
  /// The log-in name.
  public let name: String
  /// The number of the user.
  public let uid: uid_t
  /// The number of the user's primary group.
  public let gid: gid_t

  /// The user this process runs as.
  public static var current: UnixUser {
    find(uid: geteuid()) ?? UnixUser(name: String(geteuid()), uid: geteuid(), gid: getegid())
  }

  /// The user with the name, or nil when the machine has none.
  public static func find(name: String) -> UnixUser? {
    search { getpwnam_r(name, $0, $1, $2, $3) }
  }

  /// The user with the number, or nil when the machine has none.
  public static func find(uid: uid_t) -> UnixUser? {
    search { getpwuid_r(uid, $0, $1, $2, $3) }
  }

  /// The owner of a file, or nil when there is no such file.
  public static func owner(of path: String) -> UnixUser? {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    return find(uid: status.st_uid)
      ?? UnixUser(name: String(status.st_uid), uid: status.st_uid, gid: status.st_gid)
  }

  private typealias Lookup = (
    UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int,
    UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
  ) -> Int32

  private static func search(_ lookup: Lookup) -> UnixUser? {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { buffer in
      guard let start = buffer.baseAddress, lookup(&entry, start, buffer.count, &found) == 0,
        let found
      else { return nil }
      return UnixUser(
        name: String(cString: found.pointee.pw_name), uid: found.pointee.pw_uid,
        gid: found.pointee.pw_gid)
    }
  }
}
