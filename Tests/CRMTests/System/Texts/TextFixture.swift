import Foundation
import Testing

@testable import CRM

/// A file as it is sent, and what is read of it.
struct TextFixture {
  var name: String
  var type = "application/octet-stream"
  var bytes: [UInt8]

  init(_ name: String, _ bytes: [UInt8]) { (self.name, self.bytes) = (name, bytes) }

  init(_ name: String, _ text: String) { self.init(name, Array(text.utf8)) }

  /// A packed file of these parts.
  init(_ name: String, parts: [String: String]) throws {
    var file = SheetFixture("")
    file.parts = parts
    self.init(name, try file.bytes())
  }

  func read(_ reader: TextReader = TextReader()) async throws -> FileText {
    let spool = try Spool()
    try bytes.withUnsafeBytes { try spool.put($0, at: 0) }
    return try await reader.read(spool, name: name, type: type)
  }

  /// A PDF with a page of this text, in letters that every reader has.
  static func pdf(_ text: String) -> TextFixture {
    let page = "BT /F 20 Tf 20 100 Td (\(text)) Tj ET"
    let objects = [
      "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
      "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
      "<</Length \(page.utf8.count)>>stream\n\(page)\nendstream",
      "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    var (file, places) = ("%PDF-1.4\n", "0000000000 65535 f \n")
    for (place, object) in objects.enumerated() {
      let start = String(file.utf8.count)
      places += String(repeating: "0", count: 10 - start.count) + start + " 00000 n \n"
      file += "\(place + 1) 0 obj\(object)endobj\n"
    }
    let start = file.utf8.count
    let count = objects.count + 1
    file +=
      "xref\n0 \(count)\n\(places)trailer<</Size \(count)/Root 1 0 R>>\nstartxref\n\(start)\n%%EOF"
    return TextFixture("a.pdf", file)
  }
}

/// A program that stands in the place of another one for a test.
func withProgram<Answer>(
  _ script: String, _ body: (String) async throws -> Answer
) async throws -> Answer {
  let path = FileManager.default.temporaryDirectory
    .appendingPathComponent("program-\(UUID().uuidString)").path
  try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(fileURLWithPath: path))
  defer { unlink(path) }
  #expect(chmod(path, 0o755) == 0)
  return try await body(path)
}
