import NIOCore
import Postgres

/// A page of rows that were asked for in the order of their ids, with one more than it shows.
struct Page {
  /// Their first column is the id.
  let rows: Rows
  let request: PageRequest
  /// What cursors are bound to.
  let question: String
  /// The list's own, below `/api/v1`.
  let path: String

  /// The page as JSON; `write` appends one row as an object.
  func answer(_ seal: CursorSeal, write: (Int, inout ByteBuffer) -> Void) -> Answer {
    let shown = min(rows.count, request.limit)
    var out = ByteBuffer()
    out.writeStaticString("{\"data\":[")
    for row in 0..<shown {
      if row > 0 { out.writeInteger(UInt8(ascii: ",")) }
      write(row, &out)
    }
    var next: String?
    if rows.count > shown {
      next = PageCursor(values: [rows.string(shown - 1, 0)]).text(question, seal)
    }
    let page: JSON = [
      "limit": .number(String(request.limit)), "next": next.map { .string($0) } ?? .null,
    ]
    out.writeStaticString("],\"page\":")
    out.writeBytes(page.bytes)
    out.writeStaticString("}")
    var headers = [(name: "Content-Type", value: "application/json")]
    if let next {
      let link = "<\(API.root)\(path)?limit=\(request.limit)&cursor=\(next)>; rel=\"next\""
      headers.append(("Link", link))
    }
    return Answer(200, headers: headers, body: .bytes(out))
  }
}
