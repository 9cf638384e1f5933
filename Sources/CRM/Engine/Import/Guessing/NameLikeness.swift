/// How much the name of a column reads like that of a field.
enum NameLikeness {
  /// In small letters, without marks, parted where the case changes: `E-mail`, `CompanyName`, `ИНН клиента`.
  static func words(_ name: String) -> [String] {
    var words: [String] = []
    var word = ""
    var wasSmall = false
    for character in name {
      let isPart = character.isLetter || character.isNumber
      if !isPart || (character.isUppercase && wasSmall) {
        if !word.isEmpty { words.append(word) }
        word = ""
      }
      if isPart { word += character.lowercased() }
      wasSmall = character.isLowercase
    }
    return word.isEmpty ? words : words + [word]
  }

  /// From 0 to 1: all the same, the same but for the parting, one within the other, nearly the same.
  static func score(_ header: [String], _ name: [String]) -> Double {
    guard !header.isEmpty, !name.isEmpty else { return 0 }
    if header == name { return 1 }
    let (left, right) = (header.joined(), name.joined())
    if left == right { return 0.95 }
    let (head, own) = (Set(header), Set(name))
    if own.isSubset(of: head) || head.isSubset(of: own) {
      return 0.5 + 0.3 * Double(min(head.count, own.count)) / Double(max(head.count, own.count))
    }
    if min(left.count, right.count) >= 5, left.distance(to: right) == 1 { return 0.75 }
    return 0
  }

  /// The best of several names.
  static func best(_ header: [String], _ names: [String]) -> Double {
    names.map { score(header, words($0)) }.max() ?? 0
  }
}
