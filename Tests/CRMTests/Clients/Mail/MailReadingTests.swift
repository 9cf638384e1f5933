import Testing

@testable import CRM

@Suite struct `Reading a message` {
  private static func read(_ text: String) throws -> MailMessage {
    try MailMessage(reading: Array(text.utf8))
  }

  @Test(arguments: [
    ("<p>One</p><p>Two &amp; three</p>", "One\n\nTwo & three"),
    ("<style>p { x }</style><!-- no --><b>Bold</b>\n text", "Bold text"),
    ("a<br>b&#1046;&nbsp;&unknown;", "a\nbЖ &unknown;"), ("<script>alert(1)", ""),
    ("3 < 4", "3 < 4"), ("plain", "plain"),
  ])
  func `finds the words of a page`(page: String, words: String) {
    #expect(HTMLText.plain(page) == words)
  }

  @Test func `knows a message again, however it has come`() {
    let message = "Subject: a\n b\nFrom: c\n\nReceived: text\n"
    let moved =
      "Received: x\n\ty\r\nReturn-Path: <z>\r\nSubject: a\r\n b\r\nFrom: c\r\n\r\nReceived: text\r\n"
    let digest = MailDigest.digest(Array(message.utf8))
    #expect(MailDigest.digest(Array(moved.utf8)) == digest)
    let other = message.replacing("text", with: "test")
    #expect(MailDigest.digest(Array(other.utf8)) != digest)
    let boxed = Array("From a@b Mon Mar 2\n\(message)".utf8)
    #expect(MailDigest.withoutEnvelope(boxed) == Array(message.utf8))
  }

  @Test func `tells whom it names, those of groups too`() throws {
    let message = try Self.read(
      "From: \"A, B\" <A@X.example>\nTo: Team: c@x.example, D <d@x.example>;, e@x.example\n"
        + "Bcc: f@x.example\nReferences: <1@x> <2@x>\nIn-Reply-To: <2@x>\n\nHi\r\nthere\n")
    #expect(message.from.map(\.text) == ["A, B <a@x.example>"])
    #expect(message.to.map(\.address) == ["c@x.example", "d@x.example", "e@x.example"])
    #expect(message.hidden.count == 1 && message.references == ["1@x", "2@x", "2@x"])
    #expect(message.text == "Hi\nthere" && message.identifier == nil && message.date == nil)
  }

  @Test func `reads old charsets, and takes no more text than is kept`() throws {
    let old = Array("From: a@b\nContent-Type: text/plain; charset=koi8-r\n\n".utf8)
    let message = try MailMessage(reading: old + [0xF0, 0xD2, 0xC9, 0xD7, 0xC5, 0xD4])
    #expect(message.text == "Привет")
    let long = try Self.read("From: a@b\n\n" + String(repeating: "x", count: 60_000))
    #expect(long.text.count == MailMessage.longestText && long.isCut)
  }

  @Test func `says why bytes are no message`() {
    #expect(throws: MailMessage.Unreadable.empty) { try MailMessage(reading: []) }
    #expect(throws: MailMessage.Unreadable.noHeader) { try Self.read("just words\nand more\n") }
  }
}
