/// Whether a file is what an export of the resource wrote: every column is a field or reached from one, each record
/// has its id, and either its version is there too or the file has the name that exports have. Its ids are then ours.
struct OwnExport: Sendable {
  let isOwn: Bool
  /// By what its records are known again.
  let keys = [ImportTarget.id]
  private let writable: Set<String>

  init(_ columns: [ColumnGuess], _ resource: Resource, _ model: Model, file: String) throws {
    let fields = try model.fields(of: resource)
    let known = Set(fields.map(\.name))
    let names = columns.map(\.name)
    let ids = columns.first { $0.name == ImportTarget.id }
    let isReached = { (name: String) in
      let parts = name.split(separator: ".").map(String.init)
      return parts.count > 1 && (known.contains(parts[0]) || known.contains("\(parts[0])_id"))
    }
    let isOurs = names.contains("version") || resource.name == file
    isOwn =
      isOurs && ids?.isWhole == true && ids?.isUnique == true && Set(names).count == names.count
      && names.allSatisfy { known.contains($0) || isReached($0) }
    let insertable = fields.filter { $0.insertable || $0.name == ImportTarget.id }
    // An id alone is nothing to load.
    writable = Set(insertable.map(\.name))
  }

  /// The field of that name, taken as it is written; nil for one that nothing writes.
  func match(_ guess: ColumnGuess) -> MappingGuess.Match? {
    guard writable.contains(guess.name) else { return nil }
    let name = guess.name
    return MappingGuess.Match(
      field: name, column: name, score: 1, make: .field(name, ["column": .string(name)]))
  }
}
