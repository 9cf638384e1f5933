import CGMime

/// A message of RFC 5322 with the leaves of its MIME tree, as GMime reads it, within the bounds of `shim.h`.
final class MailTree {
  let mail: UnsafeMutablePointer<cgmime_message>
  private static let isReady: Bool = {
    cgmime_start()
    return true
  }()

  /// - Parameter goesOn: Whether somebody waits for it still; asked at every few thousand bytes, and where it does not,
  ///   the message ends there.
  /// - Returns: nil for bytes that do not begin with a field of a header.
  init?(_ bytes: [UInt8], goesOn: @escaping () -> Bool = { true }) {
    precondition(Self.isReady)
    var goesOn = goesOn
    let opened = bytes.withUnsafeBytes { bytes in
      withUnsafeMutablePointer(to: &goesOn) { place in
        cgmime_open(bytes.bindMemory(to: CChar.self).baseAddress, bytes.count, place) { context in
          context?.assumingMemoryBound(to: (() -> Bool).self).pointee() ?? true
        }
      }
    }
    guard let opened else { return nil }
    mail = opened
  }

  deinit { cgmime_close(mail) }

  /// Whether it has more fields, parts or depth than were read.
  var isCut: Bool { mail.pointee.is_cut }

  var leaves: Int { Int(cgmime_leaf_count(mail)) }

  func leaf(_ index: Int) -> MailLeaf { MailLeaf(mail, Int32(index)) }

  /// The first field of the name, decoded; nil where it says nothing.
  func field(_ name: String) -> String? { Self.text(cgmime_field(mail, name)) }

  /// What stands before the first part of a message that should have parts.
  var prologue: String? { Self.text(cgmime_prologue(mail)) }

  private static func text(_ pointer: UnsafePointer<CChar>?) -> String? {
    let text = pointer.map { String(cString: $0).trimmed } ?? ""
    return text.isEmpty ? nil : text
  }
}
