/// Reads one operation of a bulk request and notes all that is wrong with it.
struct BulkEntryReader {
  private let resource: Resource
  private let model: Model
  private let kinds: [BulkEntry.Kind]
  private let pointer: String
  private var faults = Faults()

  init(
    _ resource: Resource, _ model: Model, _ kinds: [BulkEntry.Kind], _ pointer: String
  ) {
    self.resource = resource
    self.model = model
    self.kinds = kinds
    self.pointer = pointer
  }

  consuming func read(_ json: JSON) throws -> BulkEntry {
    guard json.object != nil else {
      faults.append(
        .init(pointer, "wrong_type", Text("An object is expected.", ru: "Ожидается объект.")))
      return entry(nil)
    }
    guard let kind = kinds.first(where: { $0.rawValue == json["op"]?.string }) else {
      let list = kinds.map(\.rawValue).joined(separator: ", ")
      fault(
        "op", json["op"] == nil ? "required" : "unknown_value",
        Text("One of these is expected: \(list).", ru: "Ожидается одно из: \(list)."))
      return entry(nil)
    }
    let members = Self.members(kind)
    for member in json.object ?? [] where !members.contains(member.name) {
      faults.append(unknown: member.name, at: "\(pointer)/\(member.name.pointerEscaped)") {
        members
      }
    }
    let id = members.contains("id") ? id(json) : nil
    let version = members.contains("version") ? version(json) : nil
    let draft = members.contains("data") ? try draft(json, kind) : nil
    return entry(kind, id: id, version: version, draft)
  }

  private static func members(_ kind: BulkEntry.Kind) -> [String] {
    switch kind {
    case .create: ["op", "data"]
    case .update: ["op", "id", "version", "data"]
    case .delete: ["op", "id", "version"]
    case .restore: ["op", "id"]
    }
  }

  /// An operation of unknown kind has faults, and is never done.
  private func entry(
    _ kind: BulkEntry.Kind?, id: Int? = nil, version: Int? = nil, _ draft: Draft? = nil
  ) -> BulkEntry {
    BulkEntry(
      kind: kind ?? .update, id: id, version: version, draft: draft, pointer: pointer,
      faults: faults)
  }

  private mutating func fault(_ name: String, _ code: String, _ detail: Text) {
    faults.append(.init("\(pointer)/\(name)", code, detail))
  }

  private mutating func id(_ json: JSON) -> Int? {
    guard let id = json["id"]?.int, id > 0 else {
      fault(
        "id", json["id"] == nil ? "required" : "wrong_type",
        Text("The record's id, a whole number.", ru: "id записи, целое число."))
      return nil
    }
    return id
  }

  /// Nil for `"*"`, any version.
  private mutating func version(_ json: JSON) -> Int? {
    if json["version"]?.string == "*" { return nil }
    guard let version = json["version"]?.int, version > 0 else {
      fault(
        "version", json["version"] == nil ? "required" : "wrong_type",
        Text(
          "The version of the record that you read, or \"*\" for any.",
          ru: "Версия прочитанной записи или \"*\" — любая."))
      return nil
    }
    return version
  }

  private mutating func draft(_ json: JSON, _ kind: BulkEntry.Kind) throws -> Draft? {
    let place = "\(pointer)/data"
    guard let data = json["data"] else {
      fault("data", "required", Text("The fields to write.", ru: "Поля для записи."))
      return nil
    }
    let (draft, found) = try Draft.read(
      data, resource, model, kind == .create ? .create : .change, at: place)
    for fault in found.told { faults.append(fault) }
    for list in draft.lists where kind == .update {
      faults.append(.listInBulk("\(place)/\(list.child.member)"))
    }
    return draft
  }
}
