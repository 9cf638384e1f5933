import Foundation

/// What can be read from the text form of a cell.
public protocol DecodableCell {
  /// Reads the text form, or answers `nil` when it is of another type.
  init?(cell: UnsafeBufferPointer<UInt8>)
}

extension String: DecodableCell {
  /// Any text.
  public init?(cell: UnsafeBufferPointer<UInt8>) {
    self.init(decoding: cell, as: UTF8.self)
  }
}

extension Int: DecodableCell {
  /// Digits with a sign.
  public init?(cell: UnsafeBufferPointer<UInt8>) {
    let negative = cell.first == UInt8(ascii: "-")
    let digits = negative ? cell.dropFirst() : cell[...]
    guard !digits.isEmpty else { return nil }
    var value = 0
    for byte in digits {
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      let digit = Int(byte - 0x30)
      let (tens, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflow) = tens.addingReportingOverflow(negative ? -digit : digit)
      if tooLarge || overflow { return nil }
      value = sum
    }
    self = value
  }
}

extension Bool: DecodableCell {
  /// `t` or `f`.
  public init?(cell: UnsafeBufferPointer<UInt8>) {
    guard cell.count == 1, cell[0] == UInt8(ascii: "t") || cell[0] == UInt8(ascii: "f") else {
      return nil
    }
    self = cell[0] == UInt8(ascii: "t")
  }
}

extension Double: DecodableCell {
  /// Any number.
  public init?(cell: UnsafeBufferPointer<UInt8>) {
    self.init(String(decoding: cell, as: UTF8.self))
  }
}

extension Decimal: DecodableCell {
  /// Any exact number.
  public init?(cell: UnsafeBufferPointer<UInt8>) {
    let text = String(decoding: cell, as: UTF8.self)
    let isNumber = cell.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2d || $0 == 0x2e }
    guard isNumber || text == "NaN" else { return nil }
    self.init(string: text, locale: nil)
  }
}

extension Date: DecodableCell {
  /// A date, timestamp or timestamptz in ISO style.
  public init?(cell: UnsafeBufferPointer<UInt8>) {
    guard let date = TimestampText.read(cell) else { return nil }
    self = date
  }
}

extension UUID: DecodableCell {
  /// Hexadecimal groups.
  public init?(cell: UnsafeBufferPointer<UInt8>) {
    self.init(uuidString: String(decoding: cell, as: UTF8.self))
  }
}

extension [UInt8]: DecodableCell {
  /// A bytea in hexadecimal form.
  public init?(cell: UnsafeBufferPointer<UInt8>) {
    guard cell.count >= 2, cell.count % 2 == 0, cell[0] == UInt8(ascii: "\\"),
      cell[1] == UInt8(ascii: "x")
    else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(cell.count / 2 - 1)
    for place in stride(from: 2, to: cell.count, by: 2) {
      guard let high = cell[place].hexadecimal, let low = cell[place + 1].hexadecimal else {
        return nil
      }
      bytes.append(high << 4 | low)
    }
    self = bytes
  }
}

extension UInt8 {
  /// The value of a hexadecimal digit in lower case.
  fileprivate var hexadecimal: UInt8? {
    switch self {
    case 0x30...0x39: self - 0x30
    case 0x61...0x66: self - 0x61 + 10
    default: nil
    }
  }
}
