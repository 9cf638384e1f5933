import Support
import Testing

@Suite struct `Every public declaration` {
  @Test(arguments: ["CRM", "Cluster", "License", "Postgres"])
  func `says what it means`(target: String) throws {
    for file in try SourceFile.all(under: target) {
      let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
      for (place, line) in lines.enumerated() where Self.declares(line) {
        let before = lines[..<place].last { !$0.drop(while: \.isWhitespace).hasPrefix("@") }
        let words = before?.drop { $0.isWhitespace } ?? ""
        #expect(words.hasPrefix("///"), "\(file.path):\(place + 1) \(line)")
      }
    }
  }

  /// Whether the line is public and not an extension, whose members are what it publishes.
  private static func declares(_ line: Substring) -> Bool {
    let words = line.split(separator: " ")
    return words.first?.hasPrefix("public") == true && words.dropFirst().first != "extension"
  }
}
