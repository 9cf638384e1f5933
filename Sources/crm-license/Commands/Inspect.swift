import ArgumentParser
import License

struct Inspect: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print what a file says, of whatever kind, without looking who signed it.")

  @Argument(help: "The file.") var file: String
  @OptionGroup var answer: AnswerOptions

  func run() async throws {
    let bytes = try OutputFile.read(file)
    guard let format = Armor.format(of: bytes) else {
      throw Refusal(
        .armorMissing,
        Wording(
          "There is no line -----BEGIN CRM …----- in the file.",
          ru: "В файле нет строки -----BEGIN CRM …-----."))
    }
    let armor = try Armor(bytes, as: format)
    Console.show(
      Unverified(format: format, content: try ValueParser.parse(armor.payload), armor: armor),
      json: answer.json)
  }
}

/// What a file says, with the warning that nobody has looked at its signature.
private struct Unverified: Answer {
  let format: Format
  let content: Value
  let armor: Armor

  var value: Value {
    [
      "verified": false, "format": .string(format.rawValue),
      "sha256": .string(Digest.sha256(armor.payload)), "content": content,
    ]
  }

  var text: String {
    let payload = String(decoding: armor.payload, as: UTF8.self)
    let ending = payload.hasSuffix("\n") ? "" : "\n"
    return "NOT VERIFIED: \(format.rawValue), sha256 \(Digest.sha256(armor.payload))\n"
      + payload + ending + "NOT VERIFIED: crm-license verify judges the signature"
  }
}
