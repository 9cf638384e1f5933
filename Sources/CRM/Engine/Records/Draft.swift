import Postgres

/// What a client sends to make or change a record, checked against the catalogue before anything is sent.
struct Draft: Sendable {
  enum Purpose: Sendable {
    case create, change
  }

  /// An owned record of the draft; one with an id exists already.
  struct Owned: Sendable {
    let id: Int?
    let draft: Draft
  }

  let resource: Resource
  /// Where in the body it stands, as a JSON pointer.
  let pointer: String
  private(set) var values: [(column: Column, bind: Bind)] = []
  private(set) var lists: [(child: Resource.Child, rows: [Owned])] = []

  static let maximumRows = 200

  /// What can be read of a body, and every fault that shows without asking the database.
  ///
  /// - Parameter pointer: Where in the request's body it stands.
  /// - Throws: ``Catalogue/Missing`` for a resource whose table is not there.
  static func read(
    _ json: JSON, _ resource: Resource, _ model: Model, _ purpose: Purpose, at pointer: String = ""
  ) throws -> (draft: Draft, faults: Faults) {
    var faults = Faults()
    let draft = try Draft(json, resource, model, purpose, pointer: pointer, parent: nil, &faults)
    return (draft, faults)
  }

  private init(
    _ json: JSON, _ resource: Resource, _ model: Model, _ purpose: Purpose, pointer: String,
    parent: String?, _ faults: inout Faults
  ) throws {
    self.resource = resource
    self.pointer = pointer
    guard let members = json.object else {
      faults.append(
        .init(pointer, "wrong_type", Text("An object is expected.", ru: "Ожидается объект.")))
      return
    }
    let fields = try model.fields(of: resource)
    let known = Dictionary(fields.map { ($0.name, $0) }) { first, _ in first }
    for member in members where !(parent != nil && member.name == "id") {
      try take(member, known, model, purpose, parent: parent, &faults)
    }
    guard purpose == .create else { return }
    let sent = Set(members.map(\.name))
    for column in fields
    where column.required && column.name != parent && !sent.contains(column.name) {
      faults.append(Self.required(pointer, column))
    }
  }

  /// A record of values that have been read from elsewhere, without owned ones.
  init(_ resource: Resource, _ values: [(column: Column, bind: Bind)]) {
    self.resource = resource
    pointer = ""
    self.values = values
  }

  /// The same without the fields at these pointers.
  func without(_ pointers: Set<String>) -> Draft {
    var rest = self
    rest.values.removeAll { pointers.contains("\(pointer)/\($0.column.name)") }
    return rest
  }

  private static func required(_ pointer: String, _ column: Column) -> Problem.Field {
    .init(
      "\(pointer)/\(column.name)", "required",
      Text("\(column.label.en) is required.", ru: "Поле «\(column.label.ru)» обязательно."))
  }

  private mutating func take(
    _ member: JSON.Member, _ known: [String: Column], _ model: Model, _ purpose: Purpose,
    parent: String?,
    _ faults: inout Faults
  ) throws {
    let place = "\(pointer)/\(member.name.pointerEscaped)"
    if let child = resource.children.first(where: { $0.member == member.name }), parent == nil {
      try take(child, member.value, model, purpose, place, &faults)
      return
    }
    guard let column = known[member.name] else {
      faults.append(unknown: member.name, at: place) { known.keys.sorted() }
      return
    }
    let writable = purpose == .create ? column.insertable : column.updatable
    guard writable, column.name != parent else {
      faults.append(readOnly: place)
      return
    }
    do {
      values.append((column, try JSONValue.bind(member.value, column)))
    } catch let mismatch as FieldValue.Mismatch {
      faults.append(.init(place, mismatch.code, mismatch.detail))
    } catch {
      faults.append(.init(place, "wrong_type", Text("Not readable.", ru: "Не читается.")))
    }
  }

  private mutating func take(
    _ child: Resource.Child, _ json: JSON, _ model: Model, _ purpose: Purpose, _ place: String,
    _ faults: inout Faults
  ) throws {
    guard try model.isWritten(child, purpose) else {
      faults.append(readOnly: place)
      return
    }
    guard let rows = json.array, rows.count <= Self.maximumRows,
      let owned = model.resource(child.resource)
    else {
      faults.append(
        .init(
          place, "wrong_type",
          Text(
            "A list of at most \(Self.maximumRows) objects.",
            ru: "Список не более чем из \(Self.maximumRows) объектов.")))
      return
    }
    let list = try rows.enumerated().map { index, row -> Owned in
      let id = row["id"]?.int
      if let sent = row["id"], id == nil || purpose == .create {
        let detail = Text(
          "Only an existing record has an id.", ru: "id есть только у имеющейся записи.")
        faults.append(
          .init("\(place)/\(index)/id", sent.int == nil ? "wrong_type" : "read_only", detail))
      }
      let draft = try Draft(
        row, owned, model, id == nil ? .create : .change, pointer: "\(place)/\(index)",
        parent: child.column, &faults)
      return Owned(id: id, draft: draft)
    }
    lists.append((child, list))
  }
}

extension Model {
  /// Whether records of the list can be sent with the one that owns them.
  func isWritten(_ child: Resource.Child, _ purpose: Draft.Purpose) throws -> Bool {
    guard let owned = resource(child.resource) else { return true }
    return try fields(of: owned).contains {
      $0.name != child.column && ($0.insertable || purpose == .change && $0.updatable)
    }
  }
}

extension String {
  /// As a token of a JSON pointer (RFC 6901).
  var pointerEscaped: String { replacing("~", with: "~0").replacing("/", with: "~1") }
}
