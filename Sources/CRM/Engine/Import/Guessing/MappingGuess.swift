/// Which columns of a file seem to fill which fields of a resource.
struct MappingGuess: Sendable {
  /// One column that may fill one field.
  struct Match: Sendable {
    /// `name`, or `list.choice` for a record of an owned list.
    let field: String
    let column: String
    let score: Double
    let make: Made
  }

  /// What the mapping gets for it.
  enum Made: Sendable {
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
  /// How much of the file it explains, from 0 to 1.
  let score: Double
  /// Whether the file is called like the resource and may well hold it.
  let isNamed: Bool

  /// - Parameters:
  ///   - file: Its name, which becomes the source of keys where records are known by them.
  ///   - words: Other names of fields and choices.
  init(
    _ columns: [ColumnGuess], _ resource: Resource, _ model: Model, _ form: [JSON.Member],
    file: String, words: [String: [String]]
  ) throws {
    self.resource = resource
    let own = try OwnExport(columns, resource, model, file: file)
    let finder = try MatchFinder(resource, model, words, own)
    // A name that two columns have says of neither what it holds.
    let single = Dictionary(grouping: columns, by: \.name).values.compactMap {
      $0.count == 1 ? $0.first : nil
    }
    let all = try single.sorted { $0.place < $1.place }.flatMap { try finder.matches($0) }
      .sorted { $0.score > $1.score }
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
    let filled = Set(columns.filter { $0.empty == 0 }.map(\.name))
    let known = try model.fields(of: resource).map(\.name)
    let explained = unused.count { known.contains($0) }
    let whole = Double(columns.count)
    score = whole == 0 ? 0 : (taken.map(\.score).reduce(0, +) + Double(explained)) / whole
    isNamed = score >= 0.5 && [resource.name, resource.key].contains(file.lowercased())
    let keys = try own.isOwn ? own.keys : Self.keys(taken, filled, resource, model)
    mapping = Self.mapping(taken, resource, form, keys, file)
  }

  private static func mapping(
    _ taken: [Match], _ resource: Resource, _ form: [JSON.Member], _ keys: [String]?, _ file: String
  ) -> JSON {
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
    if let keys {
      members.append(.init("match_by", .array(keys.map(JSON.string))))
      if keys.contains(source.name), !columns.contains(where: { $0.name == source.name }) {
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
  static let source = (name: "external_source", key: "external_key")

  /// The fields by which records are known again: those of the file's own key, or a rule of which every field has a
  /// value in every row.
  private static func keys(
    _ taken: [Match], _ full: Set<String>, _ resource: Resource, _ model: Model
  ) throws -> [String]? {
    let filled = Set(taken.filter { full.contains($0.column) }.map(\.field))
    let isSourced = taken.contains { $0.field == source.name } && !filled.contains(source.name)
    if filled.contains(source.key), !isSourced,
      try model.field(source.name, of: resource)?.insertable == true
    {
      return [source.name, source.key]
    }
    let rules = try model.table(of: resource).uniqueKeys.map { rule in
      rule.map { column in resource.keys.first { $0.value == column }?.key ?? column }
    }
    return rules.first { !$0.isEmpty && filled.isSuperset(of: $0) }
  }
}
