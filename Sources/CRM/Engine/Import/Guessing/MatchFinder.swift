/// Compares columns with the fields of one resource.
struct MatchFinder {
  private struct Candidate {
    let field: String
    let column: Column
    let names: [String]
    let make: @Sendable (JSON) -> MappingGuess.Made
  }

  private let candidates: [Candidate]
  private let model: Model
  private let own: OwnExport
  /// The names of all fields, also of those that nothing writes.
  private let known: Set<String>

  init(
    _ resource: Resource, _ model: Model, _ words: [String: [String]], _ own: OwnExport
  ) throws {
    (self.model, self.own) = (model, own)
    known = try Set(model.fields(of: resource).map(\.name))
    let all = try Self.fields(resource, model, without: nil).map { column in
      let name = column.name
      return Candidate(
        field: name, column: column, names: Self.names(name, column.label, words),
        make: { .field(name, $0) })
    }
    candidates = try all + resource.children.flatMap { try Self.owned($0, model, words) }
  }

  /// What people call it, in all languages.
  private static func names(_ name: String, _ label: Text, _ words: [String: [String]]) -> [String]
  {
    [name, label.en, label.ru] + (words[name] ?? [])
  }

  private static func fields(
    _ resource: Resource, _ model: Model, without parent: String?
  ) throws -> [Column] {
    try model.fields(of: resource).filter {
      $0.insertable && $0.name != parent && $0.name != ImportTarget.id
    }
  }

  /// A list whose records are of kinds takes a column for each kind.
  private static func owned(
    _ child: Resource.Child, _ model: Model, _ words: [String: [String]]
  ) throws -> [Candidate] {
    guard let resource = model.resource(child.resource) else { return [] }
    let fields = try fields(resource, model, without: child.column)
    guard let value = fields.first(where: { $0.name == resource.label && $0.choices.isEmpty }),
      let kind = fields.first(where: { $0.required && !$0.choices.isEmpty }),
      fields.allSatisfy({ !$0.required || [value.name, kind.name].contains($0.name) })
    else { return [] }
    return kind.choices.map { choice in
      Candidate(
        field: "\(child.member).\(choice.value)", column: value,
        names: names(choice.value, choice.label, words),
        make: {
          .owned(
            member: child.member, constants: [.init(kind.name, .string(choice.value))],
            field: value.name, $0)
        })
    }
  }

  func matches(_ guess: ColumnGuess) throws -> [MappingGuess.Match] {
    if own.isOwn { return [own.match(guess)].compactMap { $0 } }
    let header = NameLikeness.words(guess.name)
    return candidates.compactMap { candidate in
      let score = score(guess, header, candidate)
      guard score > 0, guess.suits(candidate.column) else { return nil }
      if candidate.field == MappingGuess.source.key, score < Self.exact, !guess.isUnique {
        return nil
      }
      return MappingGuess.Match(
        field: candidate.field, column: guess.name, score: score,
        make: candidate.make(source(guess, candidate.column)))
    }
  }

  /// A column called just like a field is that field and no other; where records come from is never guessed.
  private func score(_ guess: ColumnGuess, _ header: [String], _ candidate: Candidate) -> Double {
    if guess.name == candidate.field { return Self.exact }
    let isKey = guess.name == ImportTarget.id && candidate.field == MappingGuess.source.key
    guard candidate.field != MappingGuess.source.name, isKey || !known.contains(guess.name) else {
      return 0
    }
    let byName = NameLikeness.best(header, candidate.names)
    // What the values are says so too, where their kind has a name.
    let byValue =
      [.email, .phone, .inn, .url].contains(guess.kind)
      ? NameLikeness.best([guess.kind.rawValue], candidate.names) * 0.7 : 0
    return max(byName, byValue)
  }

  /// More than any likeness has.
  private static let exact = 1.01

  /// Where the value comes from, and how it is written; references are found by what a person knows them by.
  private func source(_ guess: ColumnGuess, _ column: Column) -> JSON {
    var members: [JSON.Member] = [.init("column", .string(guess.name))]
    if column.type == .text { members.append(.init("trim", true)) }
    if let form = guess.format(for: column.type).first,
      form.name != "date" || [.date, .instant].contains(column.type),
      column.type != .text, column.reference == nil
    {
      members += guess.format(for: column.type)
    } else if column.type == .instant, guess.kind == .date {
      members += [.init("date", "yyyy-mm-dd"), .init("zone", .string(guess.zone))]
    }
    if let target = model.target(of: column), column.reference?.column == "id",
      !guess.isWhole, guess.kind != .empty
    {
      let find: JSON = [
        "resource": .string(target.name), "by": .object([.init(target.label, "$value")]),
      ]
      members.append(.init("find", find))
    }
    let map = choices(guess, column)
    if !map.isEmpty { members.append(.init("map", .object(map))) }
    return .object(members)
  }

  /// The values of an enumeration for what people call them.
  private func choices(_ guess: ColumnGuess, _ column: Column) -> [JSON.Member] {
    guess.samples.compactMap { sample in
      let words = NameLikeness.words(sample)
      let choice = column.choices.first { choice in
        NameLikeness.best(words, [choice.value, choice.label.en, choice.label.ru]) >= 0.95
      }
      return choice.flatMap { $0.value == sample ? nil : .init(sample, .string($0.value)) }
    }
  }
}
