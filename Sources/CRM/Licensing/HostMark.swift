import Foundation

/// The machine that the service runs on, as a witness of the instance: a keyed digest, by which nobody learns the
/// machine's own name.
enum HostMark {
  /// 32 hexadecimal digits; the same on this machine for as long as its id, or else its name, stays.
  static let value: String = {
    let id = try? String(contentsOfFile: "/etc/machine-id", encoding: .utf8)
    let name =
      id.flatMap { $0.trimmed.isEmpty ? nil : $0.trimmed } ?? ProcessInfo.processInfo.hostName
    return String(
      Digest.hex(Digest.code(of: Array(name.utf8), secret: Array("crm-host/1".utf8))).prefix(32))
  }()
}
