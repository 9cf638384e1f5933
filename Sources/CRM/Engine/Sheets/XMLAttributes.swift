import Foundation

/// The attributes of a tag, as long as it is heard; names without their prefix.
struct XMLAttributes {
  /// Names and values by turns, behind the last a nil.
  let list: UnsafeMutablePointer<UnsafePointer<CChar>?>

  subscript(_ name: StaticString) -> String? {
    var place = list
    while let key = place[0], let value = place[1] {
      if strcmp(XMLName.local(key), name.text) == 0 { return String(cString: value) }
      place += 2
    }
    return nil
  }
}

/// The name of a tag or an attribute.
enum XMLName {
  /// What stands behind the prefix.
  static func local(_ name: UnsafePointer<CChar>) -> UnsafePointer<CChar> {
    strrchr(name, 0x3A).map { UnsafePointer($0 + 1) } ?? name
  }
}

extension StaticString {
  /// Literals end with a NUL.
  fileprivate var text: UnsafePointer<CChar> {
    UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self)
  }
}
