/// Writes iCalendar (RFC 5545): lines of at most 75 bytes that end with CR LF.
struct CalendarText: Sendable {
  /// What has been written.
  private(set) var text = ""

  /// A line whose value is written as it is.
  mutating func line(_ name: String, _ value: String) {
    var width = 0
    for character in "\(name):\(value)" {
      let size = character.utf8.count
      if width + size > 73 {
        text += "\r\n "
        width = 1
      }
      text.append(character)
      width += size
    }
    text += "\r\n"
  }

  /// A line whose value is a text; none for nothing.
  mutating func words(_ name: String, _ value: String?) {
    guard let value, !value.isEmpty else { return }
    line(name, Self.escaped(value))
  }

  /// A day or an instant; none for nothing.
  mutating func time(_ name: String, _ value: String?, isDay: Bool) {
    guard let value else { return }
    line(isDay ? "\(name);VALUE=DATE" : name, value)
  }

  /// RFC 5545, 3.3.11.
  private static func escaped(_ value: String) -> String {
    var result = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\\", ";", ",":
        result.unicodeScalars.append("\\")
        result.unicodeScalars.append(scalar)
      case "\n": result += "\\n"
      case let other where other.value < 32 && other != "\t": continue
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
