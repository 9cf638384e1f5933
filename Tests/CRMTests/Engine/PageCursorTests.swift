import Foundation
import Testing

@testable import CRM

@Suite struct `A cursor` {
  static let seal = CursorSeal(secret: Array("one".utf8))
  static let values = ["Ромашка \"A\"", nil, "7"]

  @Test func `keeps the values of the sort keys, nulls too, in letters that a URL can hold`() throws
  {
    let text = PageCursor(values: Self.values).text("question", Self.seal)
    #expect(try PageCursor(text, "question", Self.seal, keys: 3).values == Self.values)
    #expect(Percent.encode(text) == text)
  }

  @Test func `belongs to its question, its secret and its sort keys`() throws {
    let text = PageCursor(values: Self.values).text("question", Self.seal)
    let other = CursorSeal(secret: Array("two".utf8))
    #expect(throws: Problem.self) { try PageCursor(text, "another", Self.seal, keys: 3) }
    #expect(throws: Problem.self) { try PageCursor(text, "question", other, keys: 3) }
    #expect(throws: Problem.self) { try PageCursor(text, "question", Self.seal, keys: 2) }
  }

  @Test func `cannot be changed in any byte`() throws {
    let text = PageCursor(values: ["1"]).text("question", Self.seal)
    for place in text.indices {
      var forged = text
      forged.replaceSubrange(place...place, with: text[place] == "A" ? "B" : "A")
      let values = try? PageCursor(forged, "question", Self.seal, keys: 1).values
      // The last letter holds bits that stand for nothing.
      #expect(values == nil || values == ["1"])
    }
  }

  @Test func `is sealed by HMAC-SHA256`() {
    // RFC 4231, test case 2, the first half.
    let seal = CursorSeal(secret: Array("Jefe".utf8))
    let code = seal.code(of: Array("what do ya want for nothing?".utf8))
    #expect(code.map { String(format: "%02x", $0) }.joined() == "5bdcc146bf60754e6a042426089575c7")
  }
}
