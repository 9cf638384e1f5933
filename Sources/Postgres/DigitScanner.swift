/// Reads the numbers of a date and time from text.
struct DigitScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { position == bytes.count }

  var whole: String { String(decoding: bytes, as: UTF8.self) }

  /// The rest is the mark of a year before Christ.
  var isBC: Bool {
    let rest = bytes[position...]
    return rest.elementsEqual(" BC".utf8) || rest.elementsEqual("BC".utf8)
  }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  mutating func number() -> Int? {
    let start = position
    var value = 0
    while position < bytes.count, position - start < 9, let digit = digit(at: position) {
      value = value * 10 + digit
      position += 1
    }
    return position > start ? value : nil
  }

  /// `12:30:00.123456` in microseconds since midnight.
  mutating func time() -> Int? {
    guard let hour = number(), skip(":"), let minute = number() else { return nil }
    var micros = (hour * 3600 + minute * 60) * 1_000_000
    guard skip(":") else { return micros }
    guard let second = number() else { return nil }
    micros += second * 1_000_000
    guard skip(".") else { return micros }
    var unit = 100_000
    while position < bytes.count, let digit = digit(at: position) {
      micros += digit * unit
      unit /= 10
      position += 1
    }
    return micros
  }

  /// `+03`, `-04:30` or nothing, in seconds east of UTC.
  mutating func zone() -> Int? {
    let sign: Int
    if skip("+") {
      sign = 1
    } else if skip("-") {
      sign = -1
    } else {
      _ = skip("Z")
      return 0
    }
    guard let hours = number() else { return nil }
    var seconds = hours * 3600
    for unit in [60, 1] where skip(":") {
      guard let part = number() else { return nil }
      seconds += part * unit
    }
    return sign * seconds
  }

  private func digit(at place: Int) -> Int? {
    let byte = bytes[place]
    return byte >= 0x30 && byte <= 0x39 ? Int(byte - 0x30) : nil
  }
}
