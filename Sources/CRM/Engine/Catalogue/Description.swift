/// What a comment of the database says of a column or table: `Label: description. {value=Label/Метка, …}`, in both languages.
struct Description {
  let label: Text
  let text: Text
  /// The values in the order of the comment.
  let choices: [(value: String, label: Text)]

  /// `name` stands in for the label where there is no comment.
  init(comment: String?, name: String) {
    let words = name.replacing("_", with: " ")
    var comment = comment ?? words.prefix(1).uppercased() + words.dropFirst()
    choices = Self.choices(in: comment)
    if let brace = comment.firstIndex(of: "{") { comment = String(comment[..<brace]) }
    let both = Text(comment: comment)
    let (en, ru) = (Self.split(both.en), Self.split(both.ru))
    label = Text(en.label, ru: ru.label)
    text = Text(en.text, ru: ru.text)
  }

  private static func split(_ sentence: String) -> (label: String, text: String) {
    let clean = sentence.trimmed
    guard let colon = clean.firstIndex(of: ":") else { return (clean, clean) }
    return (String(clean[..<colon]), String(clean[clean.index(after: colon)...]).trimmed)
  }

  private static func choices(in comment: String) -> [(value: String, label: Text)] {
    let clean = comment.trimmed
    guard clean.last == "}", let brace = clean.lastIndex(of: "{") else { return [] }
    return clean[clean.index(after: brace)...].dropLast().split(separator: ",").compactMap { item in
      let sides = item.split(separator: "=", maxSplits: 1)
      guard sides.count == 2 else { return nil }
      let labels = sides[1].split(separator: "/", maxSplits: 1).map { String($0).trimmed }
      return (String(sides[0]).trimmed, Text(labels[0], ru: labels.last ?? labels[0]))
    }
  }
}
