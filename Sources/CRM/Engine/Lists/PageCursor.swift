import Foundation

/// Where a list goes on: the sort keys of the last record, signed and bound to the question they answer.
struct PageCursor: Sendable {
  let values: [String?]

  init(values: [String?]) { self.values = values }

  /// - Parameter question: What the list was asked: resource, filter, search and sort.
  func text(_ question: String, _ seal: CursorSeal) -> String {
    let body = JSON.array(values.map { $0.map { .string($0) } ?? .null }).bytes
    let code = seal.code(of: Array(question.utf8) + body)
    let text = Data(code + body).base64EncodedString().utf8.compactMap { byte -> UInt8? in
      switch byte {
      case UInt8(ascii: "+"): UInt8(ascii: "-")
      case UInt8(ascii: "/"): UInt8(ascii: "_")
      case UInt8(ascii: "="): nil
      default: byte
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// - Throws: a 400 `cursor_invalid` for what is no cursor, `cursor_mismatch` for that of another question.
  init(_ text: String, _ question: String, _ seal: CursorSeal, keys: Int) throws {
    var base64 = text.replacing("-", with: "+").replacing("_", with: "/")
    base64 += String(repeating: "=", count: (4 - base64.count % 4) % 4)
    guard let data = Data(base64Encoded: base64), data.count > 16,
      let json = try? JSONParser.parse(Array(data.dropFirst(16))), let list = json.array
    else { throw Self.invalid }
    guard seal.verify(data.prefix(16), of: Array(question.utf8) + data.dropFirst(16)),
      list.count == keys
    else { throw Self.mismatch }
    values = list.map(\.string)
  }

  static var invalid: Problem {
    .malformed(
      "cursor_invalid",
      Text(
        "This is no cursor: take `next` of a page as it is.",
        ru: "Это не курсор: берите `next` страницы как есть."), field: "cursor")
  }

  private static var mismatch: Problem {
    .malformed(
      "cursor_mismatch",
      Text(
        "The cursor belongs to another filter or sort: begin without it.",
        ru: "Курсор относится к другому фильтру или порядку: начните без него."), field: "cursor")
  }
}
