import Testing

@testable import CRM

@Suite struct `The text of a file` {
  @Test func `is read out of office files, without what was deleted or only helps to read`()
    async throws
  {
    let letter = try TextFixture(
      "a.docx",
      parts: [
        "word/document.xml": """
        <w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Договор</w:t><w:tab/><w:t>аренды</w:t></w:r></w:p>
        <w:p><w:del><w:delText>gone</w:delText></w:del><w:t>Second</w:t></w:p></w:body></w:document>
        """, "word/header1.xml": "<w:hdr xmlns:w=\"w\"><w:p><w:t>Header</w:t></w:p></w:hdr>",
      ])
    #expect(try await letter.read() == FileText("Договор аренды\nSecond\nHeader"))
    let sheet = try TextFixture(
      "a.xlsx",
      parts: [
        "xl/workbook.xml": "<workbook/>",
        "xl/sharedStrings.xml": "<sst><si><t>Счёт</t><rPh><t>kana</t></rPh></si></sst>",
        "xl/worksheets/sheet1.xml": """
        <worksheet><row><c t="s"><v>0</v></c><c><v>45</v></c><c t="inlineStr"><is><t>in</t></is></c></row></worksheet>
        """,
      ])
    #expect(try await sheet.read() == FileText("Счёт\n45 in"))
    let slide = { (text: String) in "<s xmlns:a=\"a\"><a:p><a:t>\(text)</a:t></a:p></s>" }
    let slides = try TextFixture(
      "a.pptx",
      parts: [
        "ppt/presentation.xml": "<p/>", "ppt/slides/slide10.xml": slide("Ten"),
        "ppt/slides/slide2.xml": slide("Two"),
      ])
    #expect(try await slides.read() == FileText("Two\nTen"))
  }

  @Test func `is read out of OpenDocument`() async throws {
    let file = try TextFixture(
      "a.odt",
      parts: [
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": """
        <d xmlns:text="t"><style>style</style><body><text:tracked-changes><text:p>gone</text:p></text:tracked-changes>
        <text:h>Title</text:h><text:p>Один<text:s/>два <text:span>три</text:span></text:p></body></d>
        """,
      ])
    #expect(try await file.read() == FileText("Title\nОдин два три"))
  }

  @Test func `is read out of a PDF by its program`() async throws {
    #expect(try await TextFixture.pdf("Lease agreement").read() == FileText("Lease agreement"))
    #expect(try await TextFixture.pdf("").read() == FileText("", .noText))
  }

  @Test func `is known by its letters, whatever encoding they are in`() async throws {
    let text = FileText("Привет, мир")
    let old: [UInt8] = [0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2, 0x2C, 0x20, 0xEC, 0xE8, 0xF0]
    let wide = "\u{FEFF}Привет, мир".utf16.flatMap { unit -> [UInt8] in
      [UInt8(unit & 0xFF), UInt8(unit >> 8)]
    }
    #expect(try await TextFixture("a.txt", "\u{FEFF}Привет,\r\n мир").read().text == "Привет,\nмир")
    #expect(try await TextFixture("a.txt", old).read() == text)
    #expect(try await TextFixture("a.TXT", wide).read() == text)
    let page = """
      <style>p{}</style><script>"<p>no"</SCRIPT><p>Привет, <b>&laquo;мир&raquo; &amp; co</b>
      """
    #expect(try await TextFixture("a.html", page).read() == FileText("Привет, «мир» & co"))
  }

  @Test func `of a message is its heads, its plainest body and the names of what is attached`()
    async throws
  {
    let message = """
      From: =?koi8-r?B?6dfBzg==?= <a@b.ru>
      Subject: =?utf-8?Q?=D0=94=D0?=
       =?utf-8?Q?=BE=D0=B3?= 1
      Content-Type: multipart/mixed; boundary="b 1"

      nobody reads this
      --b 1
      Content-Type: multipart/alternative; boundary=c

      --c
      Content-Type: text/plain; charset=windows-1251
      Content-Transfer-Encoding: quoted-printable

      =CF=F0=E8=
      =E2=E5=F2
      --c
      Content-Type: text/html

      <b>the same</b>
      --c--
      --b 1
      Content-Type: application/pdf; name*0*=utf-8''%D1%81; name*1*=%D1%87.pdf
      Content-Transfer-Encoding: base64

      AAAA
      --b 1
      Content-Type: message/rfc822

      Subject: inner

      said before
      --b 1--
      """
    let text = FileText("Дог 1\nИван <a@b.ru>\nПривет\nсч.pdf\ninner\nsaid before")
    #expect(try await TextFixture("a.eml", message).read() == text)
    let lines = message.replacing("\n", with: "\r\n")
    #expect(try await TextFixture("a.eml", lines).read() == text)
  }

  @Test func `of a digest is that of its messages, and raw letters are understood`() async throws {
    let digest = """
      Content-Type: multipart/digest; boundary=b

      --b

      Subject: one
      X-Other: nobody reads this

      first
      --b--
      """
    #expect(try await TextFixture("a.eml", digest).read() == FileText("one\nfirst"))
    let raw = Array("Subject: ".utf8) + [0xCF, 0xF0, 0xE8] + Array("\n\nтекст".utf8)
    #expect(try await TextFixture("a.eml", raw).read() == FileText("При\nтекст"))
  }

  @Test func `of a page has its title and keeps cells apart`() async throws {
    let page = "<head><title>Price</title><body><table><tr><td>a</td><td>1</td></tr></table>"
    #expect(try await TextFixture("a.html", page).read() == FileText("Price\na 1"))
  }

  @Test(.enabled(if: SharedData.isHere))
  func `of real messages is what people wrote`() async throws {
    for (name, words) in [
      ("emails/cpython/msg_10.txt", "This is a Base64 encoded message."),
      ("emails/cpython/msg_07.txt", "dingusfish.gif"),
    ] {
      let text = try await TextFixture("a.eml", SharedData.bytes(name)).read()
      #expect(text.state == .read && text.text.contains(words), "\(name) \(text)")
    }
  }
}
