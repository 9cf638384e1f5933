/// Which columns of a file seem to fill which fields of a resource.
struct MappingGuess: Sendable {
  /// One column that may fill one field.
  struct Match: Sendable {
    /// `name`, or `list.choice` for a record of an owned list.
    let field: String
    let column: String
    let score: Double
    fileprivate let make: Made
  }

  /// What the mapping gets for it.
  fileprivate enum Made: Sendable {
    case field(String, JSON)
    case owned(member: String, constants: [JSON.Member], field: String, JSON)
  }

  let resource: Resource
  /// The best of them, each field and each column once.
  let taken: [Match]
  /// What might be as well.
  let others: [Match]
  /// Columns that seem to fill nothing.
  let unused: [String]
  /// A complete mapping.
  let mapping: JSON

  /// - Parameters:
  ///   - file: Its name, which becomes the source of keys where records are known by them.
  ///   - words: Other names of fields and choices.
  init(
    _ columns: [ColumnGuess], _ resource: Resource, _ model: Model, _ form: [JSON.Member],
    file: String, words: [String: [String]]
  ) throws {
    self.resource = resource
    let finder = try MatchFinder(resource, model, words)
    let all = try columns.flatMap { try finder.matches($0) }.sorted { $0.score > $1.score }
    var (fields, names) = (Set<String>(), Set<String>())
    var (taken, others) = ([Match](), [Match]())
    for match in all {
      if match.score >= 0.5, !fields.contains(match.field), !names.contains(match.column) {
        fields.insert(match.field)
        names.insert(match.column)
        taken.append(match)
      } else {
        others.append(match)
      }
    }
    self.taken = taken
    self.others = others
    unused = columns.map(\.name).filter { !names.contains($0) }
    mapping = try Self.mapping(taken, resource, model, form, file)
  }

  /// How much of the file it explains.
  var score: Double {
    let whole = Double(taken.count + unused.count)
    return whole == 0 ? 0 : taken.map(\.score).reduce(0, +) / whole
  }

  private static func mapping(
    _ taken: [Match], _ resource: Resource, _ model: Model, _ form: [JSON.Member],
    _ file: String
  ) throws -> JSON {
    var columns: [JSON.Member] = []
    var lists: [(member: String, records: [JSON])] = []
    for match in taken {
      switch match.make {
      case .field(let name, let source): columns.append(.init(name, source))
      case .owned(let member, let constants, let field, let source):
        let record: JSON = [
          "constants": .object(constants), "columns": .object([.init(field, source)]),
        ]
        if let place = lists.firstIndex(where: { $0.member == member }) {
          lists[place].records.append(record)
        } else {
          lists.append((member, [record]))
        }
      }
    }
    var members: [JSON.Member] = [.init("resource", .string(resource.name))] + form
    let keys = try keys(columns, resource, model)
    if let keys {
      members.append(.init("match_by", .array(keys.map(JSON.string))))
      if keys.contains(source.name) {
        members.append(.init("constants", .object([.init(source.name, .string(file))])))
      }
    }
    members.append(.init("columns", .object(columns)))
    if !lists.isEmpty {
      members.append(
        .init("children", .object(lists.map { .init($0.member, .array($0.records)) })))
    }
    return .object(members)
  }

  /// By which records of other programs are known.
  fileprivate static let source = (name: "external_source", key: "external_key")

  /// The fields by which records are known again: those of the file's own key, or a rule of one field that is filled.
  private static func keys(
    _ columns: [JSON.Member], _ resource: Resource, _ model: Model
  ) throws -> [String]? {
    let filled = Set(columns.map(\.name))
    if filled.contains(source.key), try model.field(source.name, of: resource)?.insertable == true {
      return [source.name, source.key]
    }
    let rules = try model.table(of: resource).uniqueKeys.map { rule in
      rule.map { column in resource.keys.first { $0.value == column }?.key ?? column }
    }
    return rules.first { !$0.isEmpty && filled.isSuperset(of: $0) }
  }
}

/// Compares columns with the fields of one resource.
private struct MatchFinder {
  private struct Candidate {
    let field: String
    let column: Column
    let names: [String]
    let make: @Sendable (JSON) -> MappingGuess.Made
  }

  private let candidates: [Candidate]
  private let model: Model

  init(_ resource: Resource, _ model: Model, _ words: [String: [String]]) throws {
    self.model = model
    let own = try Self.fields(resource, model, without: nil).map { column in
      let name = column.name
      return Candidate(
        field: name, column: column, names: Self.names(name, column.label, words),
        make: { .field(name, $0) })
    }
    candidates = try own + resource.children.flatMap { try Self.owned($0, model, words) }
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
      $0.insertable && $0.name != parent && !["id", MappingGuess.source.name].contains($0.name)
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
    let header = NameLikeness.words(guess.name)
    return candidates.compactMap { candidate in
      let column = candidate.column
      let byName = NameLikeness.best(header, candidate.names)
      // What the values are says so too, where their kind has a name.
      let byValue =
        [.email, .phone, .inn, .url].contains(guess.kind)
        ? NameLikeness.best([guess.kind.rawValue], candidate.names) * 0.7 : 0
      let score = max(byName, byValue)
      guard score > 0, guess.suits(column) else { return nil }
      if candidate.field == MappingGuess.source.key, !guess.isUnique { return nil }
      return MappingGuess.Match(
        field: candidate.field, column: guess.name, score: score,
        make: candidate.make(source(guess, column)))
    }
  }

  /// Where the value comes from, and how it is written; references are found by what a person knows them by.
  private func source(_ guess: ColumnGuess, _ column: Column) -> JSON {
    var members: [JSON.Member] = [.init("column", .string(guess.name))]
    if column.type == .text { members.append(.init("trim", true)) }
    if let form = guess.format.first,
      form.name != "date" || [.date, .instant].contains(column.type),
      column.type != .text
    {
      members += guess.format
    }
    if let target = model.target(of: column), column.reference?.column == "id",
      guess.kind != .integer
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
