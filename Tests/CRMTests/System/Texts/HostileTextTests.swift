import Foundation
import Support
import Testing

@testable import CRM

@Suite struct `A file that is made to harm its reader` {
  private static func word(_ body: String) throws -> TextFixture {
    try TextFixture("a.docx", parts: ["word/document.xml": body])
  }

  @Test func `is cut off where it unpacks to too much`() async throws {
    var reader = TextReader()
    (reader.limits.text, reader.limits.part) = (10_000, 1 << 20)
    let many = String(repeating: "слово ", count: 50_000)
    let long = try await Self.word("<w><t>\(many)</t></w>").read(reader)
    #expect(long.state == .partial && long.failure == .tooLong)
    #expect(long.text.utf8.count <= 10_000 && long.text.hasPrefix("слово слово"))
    let empty = try Self.word("<w>\(String(repeating: " ", count: 2 << 20))</w>")
    #expect(try await empty.read(reader) == FileText("", .tooLarge))
  }

  @Test func `is refused where it declares entities or nests without end`() async throws {
    let entities = try Self.word(
      """
      <!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "/etc/passwd">]>
      <w><t>&b;&c;</t></w>
      """)
    #expect(try await entities.read() == FileText("", .tooComplex))
    let deep = try Self.word(String(repeating: "<w>", count: 1_000_000))
    #expect(try await deep.read() == FileText("", .tooComplex))
    let nested = String(repeating: "Content-Type: message/rfc822\n\n", count: 50) + "Subject: x\n\n"
    #expect(try await TextFixture("a.eml", nested).read() == FileText("", .tooComplex))
  }

  @Test func `is cut off where a message has too many parts or fields, or too long ones`()
    async throws
  {
    let mixed = "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n"
    let parts = mixed + String(repeating: "--b\n\ny\n", count: 20_000)
    let many = try await TextFixture("a.eml", parts).read()
    #expect(many.failure == .tooComplex && many.text.hasPrefix("x\ny\ny\n"))
    let fields = "Subject: x\n" + String(repeating: "a:\n", count: 200_000)
    #expect(try await TextFixture("a.eml", fields).read() == FileText("x", .tooComplex))
    let subject = "Subject: \(String(repeating: "word ", count: 200_000))\n\nbody"
    let long = try await TextFixture("a.eml", subject).read()
    #expect(long.failure == .tooComplex && long.text.hasPrefix("word word"))
    #expect(long.text.utf8.count < 40_000)
    let inner = (0..<100).map { "Content-Type: multipart/mixed; boundary=b\($0)\n\n--b\($0)\n" }
    let deep = try await TextFixture("a.eml", inner.joined()).read()
    #expect(deep == FileText("", .tooComplex))
  }

  @Test func `is given up within a message when the time is over`() async throws {
    var reader = TextReader()
    reader.limits.time = .zero
    let mail = try await TextFixture("a.eml", "Subject: x\n\nbody").read(reader)
    #expect(mail == FileText("", .tooSlow))
  }

  @Test(arguments: [
    ("a.docx", "no ZIP", TextFailure.damaged), ("a.pdf", "no PDF", .damaged),
    ("a.pdf", "%PDF-1.4\nnothing", .damaged), ("a.txt", "a\u{0}b", .damaged),
    ("a.eml", "no message", .damaged), ("a.jpg", "picture", .notSupported),
    ("a", "nobody knows", .notSupported), ("a.txt", " \n ", .noText),
  ])
  func `or broken says why it is not read`(
    _ name: String, _ text: String, _ failure: TextFailure
  ) async throws {
    #expect(try await TextFixture(name, text).read() == FileText("", failure))
  }

  @Test func `or locked says why it is not read`() async throws {
    let old: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    #expect(try await TextFixture("a.doc", old).read() == FileText("", .encrypted))
    let locked = try TextFixture(
      "a.odt",
      parts: [
        "content.xml": "x", "META-INF/manifest.xml": "<m><f><encryption-data/></f></m>",
      ])
    #expect(try await locked.read() == FileText("", .encrypted))
    let other = try TextFixture("a.zip", parts: ["a.txt": "x"])
    #expect(try await other.read() == FileText("", .notSupported))
    let half = try await Self.word("<w><t>Half of it</t>").read()
    #expect(half == FileText("Half of it", .damaged))
    #expect(half.state == .partial)
  }

  @Test func `is given up when its program hangs, and nothing of the program stays`() async throws {
    var reader = TextReader()
    reader.limits.time = .seconds(1)
    let mark = "3\(UInt32.random(in: 1_000_000...9_999_999))"
    for script in [
      "echo begun; sleep \(mark) & wait", "echo begun; exec >&-; sleep \(mark)",
      "echo begun; while :; do :; done",
    ] {
      let text = try await withProgram(script) { path in
        reader.pdf.program = path
        return try await TextFixture.pdf("x").read(reader)
      }
      #expect(text == FileText("begun", .tooSlow), "\(script)")
    }
    #expect(
      try await eventually {
        try !FileManager.default.contentsOfDirectory(atPath: "/proc").contains { name in
          let words = FileManager.default.contents(atPath: "/proc/\(name)/cmdline") ?? Data()
          return String(decoding: words, as: UTF8.self).contains(mark)
        }
      })
  }

  @Test func `gets no more from its program than there is room for`() async throws {
    let flood = try await withProgram("yes word") { path in
      var reader = TextReader()
      (reader.pdf.program, reader.limits.text) = (path, 10_000)
      return try await TextFixture.pdf("x").read(reader)
    }
    #expect(flood.failure == .tooLong && flood.state == .partial)
    #expect((1...10_000).contains(flood.text.utf8.count))
  }

  @Test func `is not read without its program, nor without the password`() async throws {
    var reader = TextReader()
    reader.pdf.program = "no-such-program"
    #expect(!reader.pdf.isInstalled && PDFText().isInstalled)
    #expect(try await TextFixture.pdf("x").read(reader) == FileText("", .noReader))
    let locked = try await withProgram("echo 'Command Line Error: Incorrect password' >&2; exit 1")
    {
      reader.pdf.program = $0
      return try await TextFixture.pdf("x").read(reader)
    }
    #expect(locked == FileText("", .encrypted))
  }
}
